/** One query process from its start to its end: what it runs, since when, in how much memory. */

import type { QueryLimits, QueryOutcome } from '../../sql/query.ts'
import { readProcessMemory } from './process-memory.ts'
import type { ProcessMemory } from './process-memory.ts'
import type { QueryReply } from './query-messages.ts'
import { startQueryProcess } from './query-transport.ts'

export type QueryJob = {
  readonly path: string
  readonly sql: string
  readonly limits: QueryLimits
}

export type WorkerState = 'starting' | 'idle' | 'busy' | 'ending' | 'gone'

export type QueryWorker<Job extends QueryJob> = {
  /** Undefined when the process could not even be started. */
  readonly pid: number | undefined
  readonly state: WorkerState
  /** Gives something to do to a worker that is idle. */
  run(job: Job): void
  /** Ends a worker whose query is past its deadline or its memory; somebody has to call it. */
  inspect(): void
  end(): void
}

export type WorkerMemory = {
  /** Resident memory that a worker may hold; it is ended when it is found with more. */
  readonly residentBytesMax: number
  /** What the system lets it have; undefined where that is unknown. */
  readonly dataBytesMax: number | undefined
}

export type WorkerEvents<Job extends QueryJob> = {
  onState(worker: QueryWorker<Job>, from: WorkerState): void
  /** It is idle for the first time. */
  onReady(memory: ProcessMemory | null): void
  /** It is idle again, or ending. */
  onReply(job: Job, reply: QueryReply): void
  /** It is gone; called once, and last. */
  onGone(loss: WorkerLoss<Job>): void
}

export type WorkerLoss<Job extends QueryJob> = {
  /** False when the process ended before it was ready. */
  readonly wasReady: boolean
  readonly signal: NodeJS.Signals | null
  /** What it was running, or was to run; null when nothing. */
  readonly job: Job | null
  /** False when the process is known to have ended before it began with the job. */
  readonly wasTried: boolean
  /** What became of the job by its own fault; null when the fault is not known to be its own. */
  readonly verdict: QueryOutcome | null
}

/** A query that was quicker has had no time to take much memory. */
const MEMORY_LOOK_MS = 5

const TOO_LARGE: QueryOutcome = { kind: 'too_large' }

export function createQueryWorker<Job extends QueryJob>(
  { residentBytesMax, dataBytesMax }: WorkerMemory,
  events: WorkerEvents<Job>,
): QueryWorker<Job> {
  let state: WorkerState = 'starting'
  let wasReady = false
  let job: Job | null = null
  /** An idle process begins with a query when it is sent. */
  let begunAtMs = 0
  let verdict: QueryOutcome | null = null
  /** Half of what its first query could take: whoever holds more would leave the next one short. */
  let swollenBytes = Infinity

  const enter = (next: WorkerState): void => {
    const from = state
    state = next
    events.onState(worker, from)
  }

  const endWith = (reason: QueryOutcome | null): void => {
    verdict ??= reason
    if (state !== 'ending') enter('ending')
    child.kill()
  }

  const readMemory = () => (child.pid === undefined ? null : readProcessMemory(child.pid))

  const isSwollen = (): boolean => {
    if (performance.now() - begunAtMs < MEMORY_LOOK_MS) return false
    return (readMemory()?.residentBytes ?? 0) > swollenBytes
  }

  const child = startQueryProcess(
    {
      onReady() {
        if (state !== 'starting') return
        const memory = readMemory()
        if (memory !== null) swollenBytes = (memory.residentBytes + residentBytesMax) / 2
        wasReady = true
        enter('idle')
        events.onReady(memory)
      },
      onReply(reply) {
        if (job === null || state !== 'busy') return
        const answered = job
        job = null
        if (isSwollen()) endWith(null)
        else enter('idle')
        events.onReply(answered, reply)
      },
      onExit({ signal, hasUnreadRequest }) {
        enter('gone')
        // A process aborts itself when JavaScript's own memory is used up.
        if (signal === 'SIGABRT') verdict = TOO_LARGE
        events.onGone({ wasReady, signal, job, wasTried: !hasUnreadRequest, verdict })
      },
    },
    dataBytesMax,
  )

  const worker: QueryWorker<Job> = {
    pid: child.pid,
    get state() {
      return state
    },
    run(next) {
      job = next
      begunAtMs = performance.now()
      enter('busy')
      child.send(next)
    },
    inspect() {
      if (job === null || state !== 'busy') return
      const tookMs = performance.now() - begunAtMs
      const { deadlineMs } = job.limits
      if (tookMs > deadlineMs) endWith({ kind: 'timed_out', deadlineMs })
      else if (tookMs > MEMORY_LOOK_MS && (readMemory()?.residentBytes ?? 0) > residentBytesMax) {
        endWith(TOO_LARGE)
      }
    },
    end: () => endWith(null),
  }
  return worker
}
