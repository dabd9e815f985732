/** The query processes of a pool: who is idle, who has to go, and that none is left behind. */

import { availableParallelism } from 'node:os'

import type { Weight } from './fair-queue.ts'
import { startOrphanGuard } from './orphan-guard.ts'
import { CAN_LIMIT_DATA } from './query-transport.ts'
import { createQueryWorker } from './query-worker.ts'
import type {
  QueryJob,
  QueryWorker,
  WorkerAnswer,
  WorkerLoss,
  WorkerState,
} from './query-worker.ts'

export type QueryCrew<Job extends QueryJob> = {
  /** How many workers are in each state now; of those that are gone, how many there were. */
  readonly counts: Readonly<Record<WorkerState, number>>
  /** The busy ones. */
  readonly busyCounts: Readonly<Record<Weight, number>>
  readonly pids: readonly number[]
  /** Starts one more, unless enough are being started already. */
  start(): void
  /**
   * @param weight - of the turn whose job it is for
   * @param mayTakeIdle - whether one more worker may be busy with that weight
   * @returns one who will soon begin with what it is given
   */
  findWorker(weight: Weight, mayTakeIdle: boolean): QueryWorker<Job> | undefined
  /** Whether somebody is busy and, as far as is known, only for a moment. */
  hasQuickWorker(): boolean
  /** Ends all, and resolves when they are gone. */
  close(): Promise<void>
}

/** After each of them somebody may be idle, or missing. */
export type CrewEvents<Job extends QueryJob> = {
  onReady(): void
  onReply(job: Job, answer: WorkerAnswer): void
  /** Jobs that waited behind another which turned out to be slow. */
  onTakenBack(jobs: readonly Job[]): void
  onGone(loss: WorkerLoss<Job>): void
}

/** Between two looks at how long the running queries take, and how much memory. */
const WATCH_MS = 10

/** What a process has yet to read of its own program and of files: resident then, but no data. */
const UNREAD_BYTES = 6 * 2 ** 20

/** Jobs that a worker has at one time, so that neither side waits for the other between two. */
const JOBS_MAX = 16

/** But no more than are likely to be done in this time: what waits behind a slow one waits in vain. */
const AHEAD_MS = 2

/** How much the latest query counts in the usual time of one, and how long a single one can be. */
const LATEST_WEIGHT = 1 / 16
const LATEST_MS_MAX = 10

/** Workers that run short queries side by side; one core is the server's own. */
const LANES = Math.max(1, availableParallelism() - 1)

/** @param memoryMb - resident memory of one process, Node's own included */
export function createQueryCrew<Job extends QueryJob>(
  memoryMb: number,
  events: CrewEvents<Job>,
): QueryCrew<Job> {
  const workers = new Set<QueryWorker<Job>>()
  /** The one used last is on top: what it has open is the likeliest to be of use. */
  const idle: QueryWorker<Job>[] = []
  const busy = new Set<QueryWorker<Job>>()
  const counts = { starting: 0, idle: 0, busy: 0, ending: 0, gone: 0 }
  const guard = startOrphanGuard()
  const residentBytesMax = memoryMb * 2 ** 20
  /** The same bound in the system's own terms: the first worker shows what Node takes of them. */
  let dataBytesMax: number | undefined
  /** They were started before that, and go when there are others. */
  const unlimited = new Set<QueryWorker<Job>>()
  let hasLimited = false
  /** How long a query takes lately; at first, too long to send another behind it. */
  let usualMs = AHEAD_MS
  let watch: NodeJS.Timeout | undefined
  let onEmpty = (): void => {}

  const start = (): void => {
    if (counts.starting >= LANES) return
    // The first one has to show what Node takes before there can be others.
    if (unlimited.size > 0 && dataBytesMax === undefined && CAN_LIMIT_DATA) return
    const worker = createQueryWorker<Job>(
      { residentBytesMax, dataBytesMax, isUrgent: counts.idle + counts.busy === 0 },
      {
        onState: enterState,
        onReady(memory) {
          if (!unlimited.has(worker)) hasLimited = true
          else if (memory !== null) {
            dataBytesMax = residentBytesMax - UNREAD_BYTES + memory.dataBytes - memory.residentBytes
            if (CAN_LIMIT_DATA) start()
          }
          endUnlimited()
          events.onReady()
        },
        onReply(job, answer) {
          usualMs += (Math.min(answer.ranMs, LATEST_MS_MAX) - usualMs) * LATEST_WEIGHT
          endUnlimited()
          events.onReply(job, answer)
        },
        onGone(loss) {
          workers.delete(worker)
          unlimited.delete(worker)
          tellGuard()
          if (workers.size === 0) onEmpty()
          events.onGone(loss)
        },
      },
    )
    workers.add(worker)
    if (dataBytesMax === undefined) unlimited.add(worker)
    counts.starting += 1
    tellGuard()
  }

  const enterState = (worker: QueryWorker<Job>, from: WorkerState): void => {
    counts[from] -= 1
    counts[worker.state] += 1
    if (worker.state === 'idle' && from === 'starting') idle.unshift(worker)
    else if (worker.state === 'idle') idle.push(worker)
    else if (from === 'idle') idle.splice(idle.lastIndexOf(worker), 1)
    // A reply that came in time may still be unread when this process itself is late.
    if (worker.state === 'busy') watch ??= setInterval(() => setImmediate(inspectAll), WATCH_MS)
    if (worker.state === 'busy') busy.add(worker)
    else busy.delete(worker)
  }

  const inspectAll = (): void => {
    const takenBack: Job[] = []
    for (const worker of busy) {
      worker.inspect()
      if (worker.isSlow) takenBack.push(...worker.takeBack())
    }
    if (takenBack.length > 0) events.onTakenBack(takenBack)
    if (counts.busy > 0) return
    clearInterval(watch)
    watch = undefined
  }

  const endUnlimited = (): void => {
    if (!hasLimited) return
    for (const worker of unlimited) if (worker.state === 'idle') worker.end()
  }

  const busyCounts = () => {
    const heavyCount = [...busy].filter(({ weight }) => weight === 'heavy').length
    return { light: busy.size - heavyCount, heavy: heavyCount }
  }

  /**
   * The one that is worth least to light turns. The last one is left to them, since the next would
   * have to start first, unless no heavy turn has one yet.
   */
  const idleForHeavy = () => {
    const isLast = idle.length === 1 && quickWorkers().length === 0
    return isLast && busyCounts().heavy > 0 ? undefined : idle[0]
  }

  const quickWorkers = () => [...busy].filter(({ isSlow }) => !isSlow)

  const pids = () => [...workers].flatMap(({ pid }) => (pid === undefined ? [] : [pid]))
  const tellGuard = () => guard.watch(pids())

  return {
    counts,
    get busyCounts() {
      return busyCounts()
    },
    get pids() {
      return pids()
    },
    start,
    findWorker(weight, mayTakeIdle) {
      if (weight === 'heavy') return mayTakeIdle ? idleForHeavy() : undefined
      const quick = quickWorkers()
      const isLaneFree = quick.length < LANES && mayTakeIdle
      return (
        (isLaneFree ? idle.at(-1) : undefined) ??
        withFewestJobs(quick, Math.min(JOBS_MAX, AHEAD_MS / usualMs))
      )
    },
    hasQuickWorker: () => quickWorkers().length > 0,
    async close() {
      const gone = new Promise<void>((resolve) => {
        onEmpty = resolve
      })
      for (const worker of workers) worker.end()
      if (workers.size > 0) await gone
      await guard.close()
    },
  }
}

/** @param jobsMax - whoever has as many is passed over */
function withFewestJobs<Job extends QueryJob>(
  workers: readonly QueryWorker<Job>[],
  jobsMax: number,
): QueryWorker<Job> | undefined {
  let fewest: QueryWorker<Job> | undefined
  for (const worker of workers) {
    if (worker.jobCount < (fewest?.jobCount ?? jobsMax)) fewest = worker
  }
  return fewest
}
