/** Waits until a server uses no processor. */

import { setTimeout as sleep } from 'node:timers/promises'

import { treeCpuSeconds } from './process-status.ts'

const WINDOW_MS = 100
/** Linux counts in hundredths of a second: one of them may be left over from before. */
const NOTHING_CPU_SECONDS = 0.015
const GIVE_UP_MS = 60_000

/** @returns when the first idle tenth of a second began, on the clock of `performance.now()` */
export async function untilIdle(rootPid: number): Promise<number> {
  for (const giveUpAtMs = performance.now() + GIVE_UP_MS; performance.now() < giveUpAtMs;) {
    const beganAtMs = performance.now()
    const before = treeCpuSeconds(rootPid)
    await sleep(WINDOW_MS)
    if (treeCpuSeconds(rootPid) - before < NOTHING_CPU_SECONDS) return beganAtMs
  }
  throw new Error(`The server is not idle after ${GIVE_UP_MS} ms`)
}
