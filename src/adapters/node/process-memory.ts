/** How much memory another process holds. */

import { readFileSync } from 'node:fs'

/**
 * @returns resident memory in bytes; null where the system does not tell: the process has just
 *   ended, or this is not Linux
 */
export function readResidentBytes(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? []
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}
