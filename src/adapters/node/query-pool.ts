/**
 * Runs agent SQL in child processes, since SQLite cannot be stopped inside our own: past its
 * deadline or its memory a child is killed, and one that stands ready takes its place.
 */

import type { QueryLimits, QueryOutcome, QueryRunner } from '../../sql/query.ts'
import { startOrphanGuard } from './orphan-guard.ts'
import { readResidentBytes } from './process-memory.ts'
import { startQueryProcess } from './query-transport.ts'
import type { QueryProcess, QueryReply } from './query-transport.ts'

export type QueryPoolOptions = {
  /** @returns undefined when there is no such database */
  readonly databasePath: (databaseId: string) => string | undefined
  /** Queries that run at the same time; 1 or more. One more process stands ready. */
  readonly processes: number
  /** Queries that wait at most; the next one is rejected. */
  readonly queueMax: number
  /** Resident memory of one process, Node's own 70 MB included. Watched on Linux only. */
  readonly memoryMb: number
}

export type QueryPool = QueryRunner & {
  /** Rejects what waits or runs, and resolves when all processes are gone. */
  close(): Promise<void>
}

/** Between two looks at how much memory the running queries hold. */
const MEMORY_WATCH_MS = 20

const TOO_LARGE: QueryOutcome = { kind: 'too_large' }

/** A query is tried once more when its process crashed, and then given up. */
const ATTEMPTS_MAX = 2

/** So many in a row, and no more are started until the next query asks for one. */
const START_FAILURES_MAX = 3

type Job = {
  readonly path: string
  readonly sql: string
  readonly limits: QueryLimits
  readonly resolve: (outcome: QueryOutcome) => void
  readonly reject: (error: Error) => void
  attempts: number
}

type Child = {
  readonly process: QueryProcess
  readonly gone: Promise<void>
  state: 'starting' | 'idle' | 'busy' | 'ending'
  job: Job | null
  deadline: NodeJS.Timeout | undefined
  /** Why its query was ended; null while it was not. */
  verdict: QueryOutcome | null
  /** Resident memory before its first query; 0 where the system does not tell. */
  bytesAtStart: number
  /** It has held so much that the memory it keeps would count against its next query. */
  isSwollen: boolean
}

export function createQueryPool(options: QueryPoolOptions): QueryPool {
  const waiting: Job[] = []
  const children = new Set<Child>()
  const guard = startOrphanGuard()
  const bytesMax = options.memoryMb * 2 ** 20
  let startFailureCount = 0
  let memoryWatch: NodeJS.Timeout | undefined
  let isClosed = false

  const inState = (state: Child['state']) => [...children].filter((child) => child.state === state)

  const tellGuard = () => {
    guard.watch([...children].flatMap(({ process: { pid } }) => (pid === undefined ? [] : [pid])))
  }

  /** Gives waiting queries to idle processes, and sees to it that one more stands ready. */
  const dispatch = () => {
    if (isClosed) return
    for (const child of inState('idle')) {
      const job = inState('busy').length < options.processes ? waiting.shift() : undefined
      if (job === undefined) break
      begin(child, job)
    }
    const readyCount = inState('idle').length + inState('starting').length
    const roomCount = options.processes + 1 - inState('busy').length
    const wantedCount = Math.min(waiting.length + 1, roomCount)
    const startCount = startFailureCount < START_FAILURES_MAX ? wantedCount - readyCount : 0
    for (let count = 0; count < startCount; count += 1) start()
    if (children.size === 0) rejectWaiting('No query process could be started')
  }

  const start = () => {
    const { promise: gone, resolve: onGone } = Promise.withResolvers<void>()
    const process = startQueryProcess({
      onReady: () => {
        if (child.state !== 'starting') return
        startFailureCount = 0
        child.state = 'idle'
        child.bytesAtStart = residentBytes(child)
        dispatch()
      },
      onReply: (reply) => {
        if (child.state === 'busy') settle(child, reply)
      },
      onExit: (signal) => {
        bury(child, signal)
        onGone()
      },
    })
    const child: Child = {
      process,
      gone,
      state: 'starting',
      job: null,
      deadline: undefined,
      verdict: null,
      bytesAtStart: 0,
      isSwollen: false,
    }
    children.add(child)
    tellGuard()
  }

  const begin = (child: Child, job: Job) => {
    const { path, sql, limits } = job
    const { deadlineMs } = limits
    child.state = 'busy'
    child.job = job
    job.attempts += 1
    child.process.send({ path, sql, limits })
    const onDeadline = () => {
      if (child.job === job) end(child, { kind: 'timed_out', deadlineMs })
    }
    // An answer that came in time may still be unread when this process itself is late.
    child.deadline = setTimeout(() => setImmediate(onDeadline), deadlineMs)
    memoryWatch ??= setInterval(watchMemory, MEMORY_WATCH_MS)
  }

  const watchMemory = () => {
    const busy = inState('busy')
    if (busy.length === 0) {
      clearInterval(memoryWatch)
      memoryWatch = undefined
    }
    for (const child of busy) {
      const bytes = residentBytes(child)
      if (bytes > (child.bytesAtStart + bytesMax) / 2) child.isSwollen = true
      if (bytes > bytesMax) end(child, TOO_LARGE)
    }
  }

  /** The query has this outcome when its process is gone: then nothing of it runs any more. */
  const end = (child: Child, verdict: QueryOutcome | null) => {
    child.state = 'ending'
    child.verdict ??= verdict
    child.process.kill()
  }

  const takeJob = (child: Child): Job | null => {
    const { job } = child
    clearTimeout(child.deadline)
    child.job = null
    return job
  }

  const settle = (child: Child, reply: QueryReply) => {
    const job = takeJob(child)
    child.state = 'idle'
    if (child.isSwollen) end(child, null)
    if (reply.kind === 'outcome') job?.resolve(reply.outcome)
    else job?.reject(new Error(`A query could not be run: ${reply.message}`))
    dispatch()
  }

  const bury = (child: Child, signal: NodeJS.Signals | null) => {
    children.delete(child)
    tellGuard()
    const job = takeJob(child)
    // A process aborts itself when JavaScript's own memory is used up.
    const verdict = signal === 'SIGABRT' ? TOO_LARGE : child.verdict
    if (job !== null && verdict !== null) job.resolve(verdict)
    else if (job !== null && job.attempts < ATTEMPTS_MAX) waiting.unshift(job)
    else job?.reject(new Error(`A query process ended twice (${signal ?? 'by itself'})`))
    if (child.state === 'starting') startFailureCount += 1
    dispatch()
  }

  const rejectWaiting = (message: string) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(message))
  }

  dispatch()
  return {
    run: (databaseId, sql, limits) => {
      const path = options.databasePath(databaseId)
      if (isClosed) return Promise.reject(new Error('The query pool is closed'))
      if (path === undefined) return Promise.reject(new Error(`No database ${databaseId}`))
      if (waiting.length >= options.queueMax) {
        return Promise.reject(new Error(`The queue is full: ${waiting.length} queries wait`))
      }
      startFailureCount = 0
      return new Promise((resolve, reject) => {
        waiting.push({ path, sql, limits, resolve, reject, attempts: 0 })
        dispatch()
      })
    },
    close: async () => {
      isClosed = true
      clearInterval(memoryWatch)
      rejectWaiting('The query pool was closed')
      for (const child of children) {
        takeJob(child)?.reject(new Error('The query pool was closed'))
        end(child, null)
      }
      await Promise.all([...children].map(({ gone }) => gone))
      await guard.close()
    },
  }
}

function residentBytes({ process: { pid } }: Child): number {
  return pid === undefined ? 0 : (readResidentBytes(pid) ?? 0)
}
