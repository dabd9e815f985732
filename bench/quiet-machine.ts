/** Waits for a moment in which nobody else uses the machine: it may be shared. */

import { setTimeout as sleep } from 'node:timers/promises'

import { readMachineTime } from './process-status.ts'

const WINDOW_MS = 500
/** Of all processors together. */
const BUSY_SHARE_MAX = 0.08

/**
 * To be called while all that the benchmark started is idle.
 *
 * @param patienceMs - returns after so long even if the machine stays busy; 0 does not wait
 */
export async function waitForQuiet(patienceMs: number): Promise<void> {
  const giveUpAtMs = performance.now() + patienceMs
  while (performance.now() < giveUpAtMs) {
    const before = readMachineTime()
    await sleep(WINDOW_MS)
    const after = readMachineTime()
    const busySeconds = after.busySeconds - before.busySeconds
    if (busySeconds / (after.allSeconds - before.allSeconds) < BUSY_SHARE_MAX) return
  }
}
