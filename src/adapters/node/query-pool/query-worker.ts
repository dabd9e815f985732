/** One query process from its start to its end: what it was sent, since when, in how much memory. */

import type { QueryLimits, QueryOutcome } from '../../../sql/query.ts'
import { readProcessMemory } from './process-memory.ts'
import { placeText } from './database-place.ts'
import type { DatabasePlace } from './database-place.ts'
import type { Weight } from './fair-queue.ts'
import type { ProcessMemory } from './process-memory.ts'
import { lowerPriority } from './process-priority.ts'
import { readProcessorMs } from './process-time.ts'
import type { QueryReply } from './query-messages.ts'
import { startQueryProcess } from './query-transport.ts'

export type QueryJob = DatabasePlace & {
  readonly sql: string
  readonly siblingPath?: string | undefined
  readonly limits: QueryLimits
}

export type WorkerState = 'starting' | 'idle' | 'busy' | 'ending' | 'gone'

/** It runs its jobs one after the other, in the order in which they were given. */
export type QueryWorker<Job extends QueryJob> = {
  /** Undefined when the process could not even be started. */
  readonly pid: number | undefined
  readonly state: WorkerState
  /** Jobs that it has and has not answered. */
  readonly jobCount: number
  /** Whether its job has been on a processor for long. One that waits for a processor is not slow. */
  readonly isSlow: boolean
  /** Heavy when its job is: by what is known of its turn, or by the time that it has taken. */
  readonly weight: Weight
  /** Gives one more thing to do to a worker that is idle, or busy with what is not slow. */
  run(job: Job, turnWeight: Weight): void
  /** The jobs behind the one that it runs, for others to do: whoever is first has done them. */
  takeBack(): Job[]
  /** Ends a worker whose query is past its deadline or its memory; somebody has to call it. */
  inspect(): void
  end(): void
}

export type WorkerOptions = {
  /** Whether somebody waits for it to start: else it lets others go first from the beginning. */
  readonly isUrgent: boolean
  /** Resident memory that a worker may hold; it is ended when it is found with more. */
  readonly residentBytesMax: number
  /** What the system lets it have; undefined where that is unknown. */
  readonly dataBytesMax: number | undefined
}

export type WorkerEvents<Job extends QueryJob> = {
  onState(worker: QueryWorker<Job>, from: WorkerState): void
  /** It is idle for the first time. */
  onReady(memory: ProcessMemory | null): void
  /** It has one job less, and may be idle or ending. What was taken back is answered all the same. */
  onReply(job: Job, answer: WorkerAnswer): void
  /** It is gone; called once, and last. */
  onGone(loss: WorkerLoss<Job>): void
}

export type WorkerAnswer = {
  readonly reply: QueryReply
  /** From its start, as seen from here. */
  readonly tookMs: number
  /** As seen from the process: without the way there and back. */
  readonly ranMs: number
  /** By the time that it took. */
  readonly weight: Weight
}

export type WorkerLoss<Job extends QueryJob> = {
  /** False when the process ended before it was ready. */
  readonly wasReady: boolean
  /** Whether it was we who ended it. */
  readonly wasEnded: boolean
  readonly signal: NodeJS.Signals | null
  /** What it was running, or was to run; null when nothing, or what was taken back. */
  readonly job: Job | null
  /** The jobs behind it, which were not begun; without those that were taken back. */
  readonly followers: readonly Job[]
  /** How long it ran that. */
  readonly tookMs: number
  /** False when the process is known to have ended before it began with the job. */
  readonly wasTried: boolean
  /** What became of the job by its own fault; null when the fault is not known to be its own. */
  readonly verdict: QueryOutcome | null
}

/** Queries wait for the server, never the server for queries. */
const QUERY_NICENESS = 2

/** A query that was quicker has had no time to take much memory, nor to keep others waiting. */
const LOOK_MS = 5

/** Behind a query that was on a processor for longer than this, no other waits. */
const LONG_MS = 5

/** Whoever is for longer than this lets all others go first, and is replaced when it is done. */
const SLOW_MS = 20
const SLOW_NICENESS = 19

/** A query that is for longer than this is heavy. Source: docs/decisions/0034-heavy-turns.md. */
const HEAVY_MS = 250

/** What a database at a level may take besides, when it is first made: it is worth keeping. */
const MAKING_MS = 250

const TOO_LARGE: QueryOutcome = { kind: 'too_large' }

export function createQueryWorker<Job extends QueryJob>(
  { residentBytesMax, dataBytesMax, isUrgent }: WorkerOptions,
  events: WorkerEvents<Job>,
): QueryWorker<Job> {
  let state: WorkerState = 'starting'
  let wasReady = false
  /** What it was sent and has not answered, in order. */
  const sent: { readonly job: Job; readonly turnWeight: Weight; isTakenBack: boolean }[] = []
  /** When the first of them was begun: when it was sent, or when the one before was answered. */
  let begunAtMs = 0
  /** The processor time of the process when its job was first seen to take long; null before. */
  let processorMsThen: number | null = null
  let isSlow = false
  let weight: Weight = 'light'
  /** The databases at a level that it has been asked for before. */
  const madePlaces = new Set<string>()
  let isLowered = false
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

  const timeTaken = () => (sent.length === 0 ? 0 : performance.now() - begunAtMs)

  /** A machine that is busy with other things makes no query slow. */
  const inspectTime = (pid: number, job: Job): void => {
    // Where the system does not tell, the clock has to do.
    const processorMs = readProcessorMs(pid) ?? performance.now()
    processorMsThen ??= processorMs
    isSlow = processorMs - processorMsThen > LONG_MS
    const isMaking = job.levelledAs !== undefined && !madePlaces.has(placeText(job))
    const workMs = processorMs - processorMsThen - (isMaking ? MAKING_MS : 0)
    if (workMs > HEAVY_MS) weight = 'heavy'
    if (workMs <= SLOW_MS || isLowered) return
    isLowered = true
    lowerPriority(pid, SLOW_NICENESS)
  }

  const child = startQueryProcess(
    {
      onReady() {
        if (state !== 'starting') return
        const memory = readMemory()
        if (memory !== null) swollenBytes = (memory.residentBytes + residentBytesMax) / 2
        wasReady = true
        if (child.pid !== undefined) lowerPriority(child.pid, QUERY_NICENESS)
        enter('idle')
        events.onReady(memory)
      },
      onReply(reply, ranMs) {
        const answered = state === 'busy' ? sent.shift() : undefined
        if (answered === undefined) return
        if (answered.job.levelledAs !== undefined) madePlaces.add(placeText(answered.job))
        const nowMs = performance.now()
        const tookMs = nowMs - begunAtMs
        begunAtMs = nowMs
        processorMsThen = null
        isSlow = false
        const answer = { reply, tookMs, ranMs, weight }
        weight = 'light'
        const isSwollen = tookMs > LOOK_MS && (readMemory()?.residentBytes ?? 0) > swollenBytes
        if (isSwollen || isLowered) endWith(null)
        else if (sent.length === 0) enter('idle')
        events.onReply(answered.job, answer)
      },
      onExit({ signal, hasUnreadRequest }) {
        const wasEnded = state === 'ending'
        enter('gone')
        // A process aborts itself when JavaScript's own memory is used up.
        if (signal === 'SIGABRT') verdict = TOO_LARGE
        const [first, ...followers] = sent
        const isLost = first !== undefined && (verdict !== null || !first.isTakenBack)
        events.onGone({
          wasReady,
          wasEnded,
          signal,
          job: isLost ? first.job : null,
          tookMs: timeTaken(),
          followers: followers.filter(({ isTakenBack }) => !isTakenBack).map(({ job }) => job),
          // With others behind it, one of them may be what was unread.
          wasTried: !hasUnreadRequest || followers.length > 0,
          verdict,
        })
      },
    },
    dataBytesMax,
  )
  if (!isUrgent && child.pid !== undefined) lowerPriority(child.pid, QUERY_NICENESS)

  const worker: QueryWorker<Job> = {
    pid: child.pid,
    get state() {
      return state
    },
    get jobCount() {
      return sent.length
    },
    get isSlow() {
      return isSlow || sent[0]?.turnWeight === 'heavy'
    },
    get weight() {
      return sent[0]?.turnWeight === 'heavy' ? 'heavy' : weight
    },
    run(job, turnWeight) {
      if (sent.length === 0) begunAtMs = performance.now()
      sent.push({ job, turnWeight, isTakenBack: false })
      if (state === 'idle') enter('busy')
      child.send(job)
    },
    takeBack() {
      const taken = sent.slice(1).filter(({ isTakenBack }) => !isTakenBack)
      for (const entry of taken) entry.isTakenBack = true
      return taken.map(({ job }) => job)
    },
    inspect() {
      const [first] = sent
      if (first === undefined || state !== 'busy') return
      const tookMs = timeTaken()
      if (tookMs < LOOK_MS || child.pid === undefined) return
      inspectTime(child.pid, first.job)
      const { deadlineMs } = first.job.limits
      if (tookMs > deadlineMs) endWith({ kind: 'timed_out', deadlineMs })
      else if ((readMemory()?.residentBytes ?? 0) > residentBytesMax) endWith(TOO_LARGE)
    },
    end: () => endWith(null),
  }
  return worker
}
