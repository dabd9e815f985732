/** What this process holds of the machine: to see that it holds no more after than before. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { childPids, openFiles } from '../query-pool-subject.ts'

export type Usage = {
  /** 0 where the system does not tell. */
  readonly descriptorCount: number
  readonly queryProcessCount: number
  readonly residentMb: number
  /** Of JavaScript's memory, what is in use when all garbage is collected. */
  readonly heapMb: number
}

export function readUsage(): Usage {
  return {
    descriptorCount: process.platform === 'linux' ? openFiles('self').length : 0,
    queryProcessCount: childPids().length,
    heapMb: heapMb(),
    residentMb: process.memoryUsage.rss() / 2 ** 20,
  }
}

export function heapMb(): number {
  setFlagsFromString('--expose_gc')
  const collectGarbage = runInNewContext('gc') as () => void
  collectGarbage()
  return process.memoryUsage().heapUsed / 2 ** 20
}
