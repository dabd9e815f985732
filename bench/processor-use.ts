/** Who used the processors while something was measured: the server, the load, or somebody else. */

import type { Load } from './load.ts'
import { readMachineTime, readStat, treeCpuSeconds } from './process-status.ts'
import type { MachineTime } from './process-status.ts'

export type ProcessorUse = {
  readonly seconds: number
  /** CPU seconds of the server's process tree, and of its first process alone. */
  readonly serverSeconds: number
  readonly mainSeconds: number
  readonly generatorSeconds: number
  /** Of all processors: what neither the server nor the generators used; from 0 to 1. */
  readonly othersShare: number
}

type Clocks = {
  readonly atMs: number
  readonly machine: MachineTime
  readonly server: number
  readonly main: number
  readonly generators: number
}

/** @returns what tells the use since now */
export function watchProcessors(serverPid: number, load: Load): () => ProcessorUse {
  const before = readClocks(serverPid, load)
  return () => {
    const after = readClocks(serverPid, load)
    const serverSeconds = after.server - before.server
    const generatorSeconds = after.generators - before.generators
    const busySeconds = after.machine.busySeconds - before.machine.busySeconds
    const allSeconds = after.machine.allSeconds - before.machine.allSeconds
    return {
      seconds: (after.atMs - before.atMs) / 1000,
      serverSeconds,
      mainSeconds: after.main - before.main,
      generatorSeconds,
      othersShare: Math.max((busySeconds - serverSeconds - generatorSeconds) / allSeconds, 0),
    }
  }
}

function readClocks(serverPid: number, load: Load): Clocks {
  return {
    atMs: performance.now(),
    machine: readMachineTime(),
    server: treeCpuSeconds(serverPid),
    main: readStat(serverPid)?.ownCpuSeconds ?? 0,
    generators: load.pids.reduce((sum, pid) => sum + treeCpuSeconds(pid), 0),
  }
}
