/** The query processes of a pool: who is idle, who has to go, and that none is left behind. */

import { startOrphanGuard } from './orphan-guard.ts'
import type { QueryReply } from './query-messages.ts'
import { CAN_LIMIT_DATA } from './query-transport.ts'
import { createQueryWorker } from './query-worker.ts'
import type { QueryJob, QueryWorker, WorkerLoss, WorkerState } from './query-worker.ts'

export type QueryCrew<Job extends QueryJob> = {
  /** How many workers are in each state now; of those that are gone, how many there were. */
  readonly counts: Readonly<Record<WorkerState, number>>
  readonly pids: readonly number[]
  start(): void
  /** For when somebody is idle. */
  run(job: Job): void
  /** Ends all, and resolves when they are gone. */
  close(): Promise<void>
}

/** After each of them somebody may be idle, or missing. */
export type CrewEvents<Job extends QueryJob> = {
  onReady(): void
  onReply(job: Job, reply: QueryReply): void
  onGone(loss: WorkerLoss<Job>): void
}

/** Between two looks at how long the running queries take, and how much memory. */
const WATCH_MS = 20

/** @param memoryMb - resident memory of one process, Node's own included */
export function createQueryCrew<Job extends QueryJob>(
  memoryMb: number,
  events: CrewEvents<Job>,
): QueryCrew<Job> {
  const workers = new Set<QueryWorker<Job>>()
  /** The one used last is on top: what it has open is the likeliest to be of use. */
  const idle: QueryWorker<Job>[] = []
  const counts = { starting: 0, idle: 0, busy: 0, ending: 0, gone: 0 }
  const guard = startOrphanGuard()
  const residentBytesMax = memoryMb * 2 ** 20
  /** The same bound in the system's own terms: the first worker shows what Node takes of them. */
  let dataBytesMax: number | undefined
  /** They were started before that, and go when there are others. */
  const unlimited = new Set<QueryWorker<Job>>()
  let hasLimited = false
  let watch: NodeJS.Timeout | undefined
  let onEmpty = (): void => {}

  const start = (): void => {
    const worker = createQueryWorker<Job>(
      { residentBytesMax, dataBytesMax },
      {
        onState: enterState,
        onReady(memory) {
          if (!unlimited.has(worker)) hasLimited = true
          else if (memory !== null && CAN_LIMIT_DATA) {
            dataBytesMax ??= residentBytesMax + memory.dataBytes - memory.residentBytes
            start()
          }
          endUnlimited()
          events.onReady()
        },
        onReply(job, reply) {
          endUnlimited()
          events.onReply(job, reply)
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
    if (worker.state === 'idle') idle.push(worker)
    else if (from === 'idle') idle.splice(idle.lastIndexOf(worker), 1)
    // A reply that came in time may still be unread when this process itself is late.
    if (worker.state === 'busy') watch ??= setInterval(() => setImmediate(inspectAll), WATCH_MS)
  }

  const inspectAll = (): void => {
    for (const worker of workers) worker.inspect()
    if (counts.busy > 0) return
    clearInterval(watch)
    watch = undefined
  }

  const endUnlimited = (): void => {
    if (!hasLimited) return
    for (const worker of unlimited) if (worker.state === 'idle') worker.end()
  }

  const pids = () => [...workers].flatMap(({ pid }) => (pid === undefined ? [] : [pid]))
  const tellGuard = () => guard.watch(pids())

  return {
    counts,
    get pids() {
      return pids()
    },
    start,
    run: (job) => idle.at(-1)?.run(job),
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
