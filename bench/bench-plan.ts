/** How much is measured: the whole benchmark, or the short form that CI runs. */

/** A trainer whose model thinks between steps, or one that replays as fast as it can. */
export type NeighbourLoad = {
  readonly sessionCount: number
  /** Between a reply and the session's next step, on average. */
  readonly pauseMs: number
}

export type BenchPlan = {
  /** How long each measurement waits for others to leave the machine alone, in milliseconds. */
  readonly patienceMs: number
  /** Questions that are played at most. */
  readonly episodesMax: number
  readonly throughput: {
    /** Processes that make the load; each takes processor time from what is measured. */
    readonly generators: number
    readonly rounds: number
    readonly sessionCounts: readonly number[]
    readonly warmUpMs: number
    readonly measureMs: number
  }
  readonly capacity: { readonly generators: number; readonly sessionCounts: readonly number[] }
  readonly neighbours: {
    readonly generators: number
    readonly rounds: number
    readonly loads: readonly NeighbourLoad[]
    readonly warmUpMs: number
    readonly measureMs: number
    readonly queryTimeoutMs: number
    /** Endless queries that are timed on an otherwise idle server. */
    readonly deadlines: number
  }
  readonly transport: { readonly rounds: number; readonly measureMs: number }
  readonly page: { readonly rounds: number }
  readonly startUp: { readonly starts: number; readonly settleMs: number }
}

const PACED: NeighbourLoad = { sessionCount: 64, pauseMs: 100 }
const FLAT_OUT: NeighbourLoad = { sessionCount: 64, pauseMs: 0 }

export const WHOLE_PLAN: BenchPlan = {
  patienceMs: 20_000,
  episodesMax: 1000,
  throughput: {
    generators: 1,
    rounds: 5,
    sessionCounts: [1, 64, 512],
    warmUpMs: 1500,
    measureMs: 4000,
  },
  capacity: { generators: 2, sessionCounts: [1024, 4096, 16_384] },
  neighbours: {
    generators: 1,
    rounds: 3,
    loads: [PACED, FLAT_OUT],
    warmUpMs: 1500,
    measureMs: 12_000,
    queryTimeoutMs: 5000,
    deadlines: 7,
  },
  transport: { rounds: 3, measureMs: 2000 },
  page: { rounds: 9 },
  startUp: { starts: 9, settleMs: 3000 },
}

export const QUICK_PLAN: BenchPlan = {
  patienceMs: 0,
  episodesMax: 100,
  throughput: {
    generators: 1,
    rounds: 1,
    sessionCounts: [1, 64],
    warmUpMs: 1000,
    measureMs: 1500,
  },
  capacity: { generators: 2, sessionCounts: [1024] },
  neighbours: {
    generators: 1,
    rounds: 1,
    loads: [PACED],
    warmUpMs: 1500,
    measureMs: 1500,
    queryTimeoutMs: 500,
    deadlines: 1,
  },
  transport: { rounds: 1, measureMs: 300 },
  page: { rounds: 1 },
  startUp: { starts: 2, settleMs: 500 },
}

export function withGenerators(plan: BenchPlan, generators: number): BenchPlan {
  return {
    ...plan,
    throughput: { ...plan.throughput, generators },
    capacity: { ...plan.capacity, generators },
    neighbours: { ...plan.neighbours, generators },
  }
}
