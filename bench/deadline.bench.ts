/** How long an endless query lives past its deadline, and when the processors are idle again. */

import { setTimeout as sleep } from 'node:timers/promises'

import { openHostileSession } from './hostile-sessions.ts'
import { untilIdle } from './idle.ts'
import { processTree, readStat } from './process-status.ts'

export type DeadlineRun = {
  /** From the deadline to the end of the process that ran the query. */
  readonly goneMs: number
  /** From the deadline to the reply that says so. */
  readonly replyMs: number
  /** From the deadline to the first tenth of a second in which the server used no processor. */
  readonly idleMs: number
}

const WATCH_MS = 2
const GIVE_UP_MS = 10_000

/**
 * @param server - with nothing else to do
 * @param queryTimeoutMs - of this server
 */
export async function measureDeadline(
  server: { readonly pid: number; readonly socketUrl: string },
  queryTimeoutMs: number,
): Promise<DeadlineRun> {
  const session = await openHostileSession(server.socketUrl)
  const reply = session.runOne()
  const deadlineAtMs = performance.now() + queryTimeoutMs
  // By then a process that had to be started for the query, or in place of another, has started.
  await sleep(queryTimeoutMs / 2)
  const halfway = cpuByProcess(server.pid)
  await sleep(Math.max(deadlineAtMs - performance.now() - 50, 0))
  const victim = busiest(halfway, cpuByProcess(server.pid))

  const goneMs = (await untilGone(victim)) - deadlineAtMs
  const idleMs = (await untilIdle(server.pid)) - deadlineAtMs
  const replyMs = (await reply) - queryTimeoutMs
  session.close()
  return { goneMs, replyMs, idleMs }
}

function cpuByProcess(rootPid: number): Map<number, number> {
  return new Map(processTree(rootPid).map((pid) => [pid, readStat(pid)?.ownCpuSeconds ?? 0]))
}

/** Of those that were there before: one that has just been started would be busy too. */
function busiest(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  const byUse = [...after]
    .filter(([pid]) => before.has(pid))
    .map(([pid, seconds]) => ({ pid, used: seconds - (before.get(pid) ?? 0) }))
    .sort((a, b) => b.used - a.used)
  const [first] = byUse
  if (first === undefined) throw new Error('No process runs the query')
  return first.pid
}

/** @returns when the process was seen to be over */
async function untilGone(pid: number): Promise<number> {
  for (const giveUpAtMs = performance.now() + GIVE_UP_MS; performance.now() < giveUpAtMs;) {
    if (readStat(pid)?.isOver ?? true) return performance.now()
    await sleep(WATCH_MS)
  }
  throw new Error(`An endless query still runs ${GIVE_UP_MS} ms past its deadline`)
}
