/** How long another process has been on a processor. */

import { readFileSync } from 'node:fs'

/**
 * @returns milliseconds of its main thread; null where the system does not tell: the process has just
 *   ended, or this is not Linux
 */
export function readProcessorMs(pid: number): number | null {
  try {
    const [nanoseconds = ''] = readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')
    return Number(nanoseconds) / 1e6
  } catch {
    return null
  }
}
