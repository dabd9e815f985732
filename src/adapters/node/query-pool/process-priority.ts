/** Lets other processes go first. */

import { getPriority, setPriority } from 'node:os'

const NICE_MAX = 19

/**
 * Does nothing to a process that has ended. There is no way back: only root may raise a priority.
 *
 * @param steps - how much lower than this process, of 19 at most
 */
export function lowerPriority(pid: number, steps: number): void {
  try {
    setPriority(pid, Math.min(getPriority() + steps, NICE_MAX))
  } catch {
    // It has ended already.
  }
}
