/**
 * Runs agent SQL in child processes, since SQLite cannot be stopped inside our own: past its
 * deadline or its memory a child is killed, and one that stands ready takes its place.
 */

import type { QueryOutcome, QueryRunner } from '../../../sql/query.ts'
import { placeOf } from './database-place.ts'
import { WEIGHTS, createFairQueue, roomOf } from './fair-queue.ts'
import type { Weight } from './fair-queue.ts'
import { createQueryCrew } from './query-crew.ts'
import type { QueryJob, WorkerLoss } from './query-worker.ts'

export type QueryPoolOptions = {
  /**
   * @param databaseKey - without a level
   * @returns undefined when there is no such database
   */
  readonly databasePath: (databaseKey: string) => string | undefined
  /** Queries that run at the same time; 1 or more. One more process stands ready. */
  readonly processes: number
  /** Queries that wait at most; the next one is rejected. */
  readonly queueMax: number
  /** Resident memory of one process, Node's own 80 MB included. Bounded on Linux only. */
  readonly memoryMb: number
  /** Told of each query that a process has answered or was ended for. */
  readonly onRun?: (run: QueryRun) => void
}

export type QueryRun = {
  readonly outcome: QueryOutcome['kind']
  /** From its start to its outcome, without waiting. */
  readonly tookMs: number
}

export type QueryPool = QueryRunner & {
  /** As it is now. */
  status(): QueryPoolStatus
  /** Rejects what waits or runs, and resolves when all processes are gone. */
  close(): Promise<void>
}

export type QueryPoolStatus = {
  readonly waitingCount: number
  readonly runningCount: number
  /** Processes that stand ready. */
  readonly idleCount: number
  /** Of all query processes, those that start or end among them. */
  readonly pids: readonly number[]
  /** Processes that ended so far. */
  readonly endCounts: Readonly<Record<ProcessEnd, number>>
}

/** Past a limit of its query, by itself or by somebody else's hand, or because a fresh one is better. */
export const PROCESS_ENDS = ['deadline', 'memory', 'crash', 'replaced'] as const
export type ProcessEnd = (typeof PROCESS_ENDS)[number]

/** A query is tried once more when its process crashed, and then given up. */
const ATTEMPTS_MAX = 2

/**
 * So many in a row that end by themselves before they are ready, or that somebody kills, and no more
 * are started until the next query asks for one.
 */
const START_FAILURES_MAX = 3
const START_KILLS_MAX = 50

type Job = QueryJob & {
  readonly turn: object
  readonly resolve: (outcome: QueryOutcome) => void
  readonly reject: (error: Error) => void
  attempts: number
  /** Two processes may have it, and the first one's outcome counts. */
  isSettled: boolean
}

export function createQueryPool(options: QueryPoolOptions): QueryPool {
  const waiting = createFairQueue<Job>(options.processes)
  let startFailureCount = 0
  let startKillCount = 0
  const endCounts = { deadline: 0, memory: 0, crash: 0, replaced: 0 }
  /** Queries that were asked for and have no outcome yet. */
  let openCount = 0
  let closing: Promise<void> | undefined

  const crew = createQueryCrew<Job>(options.memoryMb, {
    onReady() {
      forgetFailures()
      dispatch()
    },
    onReply(job, { reply, tookMs, weight }) {
      weigh(job, weight)
      if (reply.kind === 'outcome') {
        options.onRun?.({ outcome: reply.outcome.kind, tookMs })
        settle(job, reply.outcome)
      } else settle(job, new Error(`A query could not be run: ${reply.message}`))
      dispatch()
    },
    onGone(loss) {
      endCounts[endOf(loss)] += 1
      if (!loss.wasReady && loss.signal === null) startFailureCount += 1
      else if (!loss.wasReady) startKillCount += 1
      for (const job of loss.followers) tryAgain(job)
      if (loss.job !== null) settleLoss(loss.job, loss)
      dispatch()
    },
    onTakenBack(jobs) {
      for (const job of jobs) waiting.pushAgain(job.turn, job)
      dispatch()
    },
  })

  /** Gives waiting queries to idle processes, and sees to it that one more stands ready. */
  const dispatch = (): void => {
    if (closing !== undefined) return
    const { counts } = crew
    for (const weight of WEIGHTS) while (giveOne(weight));
    const lightCount = crew.hasQuickWorker() ? 0 : waiting.counts.light
    const heavyCount = Math.min(waiting.counts.heavy, room().heavy)
    const roomCount = options.processes + 1 - counts.busy
    const wantedCount = Math.min(lightCount + heavyCount + 1, roomCount)
    for (let count = counts.idle + counts.starting; count < wantedCount; count += 1) {
      if (mayStart()) crew.start()
    }
    const isAlone = counts.starting + counts.idle + counts.busy + counts.ending === 0
    if (isAlone) rejectWaiting('No query process could be started')
  }

  /** @returns false when there is nobody to give it to, or nothing to give */
  const giveOne = (weight: Weight): boolean => {
    const worker = crew.findWorker(weight, room()[weight] > 0)
    const job = worker && nextJob(weight)
    if (job === undefined) return false
    worker?.run(job, weight)
    return true
  }

  const room = () => roomOf(options.processes, waiting.counts, crew.busyCounts)

  /** In the queue, or behind another query in a process. */
  const waitingCount = () => Math.max(0, openCount - crew.counts.busy)

  const mayStart = () => startFailureCount < START_FAILURES_MAX && startKillCount < START_KILLS_MAX

  const forgetFailures = () => {
    startFailureCount = 0
    startKillCount = 0
  }

  const settleLoss = (job: Job, loss: WorkerLoss<Job>): void => {
    const { verdict, tookMs, wasTried, signal } = loss
    if (verdict !== null) {
      weigh(job, 'heavy')
      options.onRun?.({ outcome: verdict.kind, tookMs })
      return settle(job, verdict)
    }
    if (wasTried) job.attempts += 1
    if (job.attempts < ATTEMPTS_MAX) tryAgain(job)
    else settle(job, new Error(`A query process ended twice (${signal ?? 'by itself'})`))
  }

  const tryAgain = (job: Job): void => {
    if (closing === undefined) waiting.pushAgain(job.turn, job)
    else settle(job, new Error('The query pool was closed'))
  }

  /** Of two processes that have it, the second one's says nothing new. */
  const weigh = (job: Job, weight: Weight): void => {
    if (!job.isSettled) waiting.weigh(job.turn, weight)
  }

  const settle = (job: Job, outcome: QueryOutcome | Error): void => {
    if (job.isSettled) return
    job.isSettled = true
    openCount -= 1
    if (outcome instanceof Error) job.reject(outcome)
    else job.resolve(outcome)
  }

  const nextJob = (weight: Weight): Job | undefined => {
    for (;;) {
      const job = waiting.shift(weight)
      if (job?.isSettled !== true) return job
    }
  }

  const rejectWaiting = (message: string): void => {
    for (const weight of WEIGHTS) {
      for (let job = nextJob(weight); job !== undefined; job = nextJob(weight)) {
        settle(job, new Error(message))
      }
    }
  }

  dispatch()
  return {
    run: (databaseKey, sql, limits, turn = {}, siblingKey) => {
      const place = placeOf(databaseKey, options.databasePath)
      const sibling =
        siblingKey === undefined ? undefined : placeOf(siblingKey, options.databasePath)
      if (closing !== undefined) return Promise.reject(new Error('The query pool is closed'))
      if (place === undefined) return Promise.reject(new Error(`No database ${databaseKey}`))
      if (siblingKey !== undefined && sibling === undefined) {
        return Promise.reject(new Error(`No database ${siblingKey}`))
      }
      if (waitingCount() >= options.queueMax) {
        return Promise.reject(new Error(`The queue is full: ${waitingCount()} queries wait`))
      }
      forgetFailures()
      openCount += 1
      return new Promise((resolve, reject) => {
        const job = {
          ...place,
          turn,
          sql,
          sibling,
          limits,
          resolve,
          reject,
          attempts: 0,
          isSettled: false,
        }
        waiting.push(turn, job)
        dispatch()
      })
    },
    status: () => ({
      waitingCount: waitingCount(),
      runningCount: crew.counts.busy,
      idleCount: crew.counts.idle,
      pids: crew.pids,
      endCounts: { ...endCounts },
    }),
    close: () => {
      closing ??= crew.close()
      rejectWaiting('The query pool was closed')
      return closing
    },
  }
}

function endOf({ verdict, wasEnded }: WorkerLoss<Job>): ProcessEnd {
  if (verdict !== null) return verdict.kind === 'timed_out' ? 'deadline' : 'memory'
  return wasEnded ? 'replaced' : 'crash'
}
