/** How much memory another process holds. */

import { readFileSync } from 'node:fs'

export type ProcessMemory = {
  /** Resident bytes: what the machine is short of. */
  readonly residentBytes: number
  /** Bytes mapped to be written to by this process alone: what `ulimit -d` bounds. */
  readonly dataBytes: number
}

/** @returns null where the system does not tell: the process has just ended, or this is not Linux */
export function readProcessMemory(pid: number): ProcessMemory | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    const [, resident] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? []
    const [, data] = /^VmData:\s+(\d+) kB$/m.exec(status) ?? []
    if (resident === undefined || data === undefined) return null
    return { residentBytes: Number(resident) * 1024, dataBytes: Number(data) * 1024 }
  } catch {
    return null
  }
}
