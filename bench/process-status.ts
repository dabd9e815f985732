/** What Linux tells of processes under `/proc`: parents, CPU time, memory. */

import { readFileSync, readdirSync } from 'node:fs'

/** Linux counts CPU time for users in hundredths of a second, on every machine. */
const TICKS_PER_SECOND = 100

export type ProcessStat = {
  readonly parentId: number
  /** Whether it is over, and only its parent has not looked yet. */
  readonly isOver: boolean
  /** Of itself alone. */
  readonly ownCpuSeconds: number
  /** The part of that which the kernel spent for it. */
  readonly kernelCpuSeconds: number
  /** Of itself, and of its children that are over. */
  readonly cpuSeconds: number
}

/** @param text - of `/proc/<pid>/stat` */
export function parseStat(text: string): ProcessStat {
  // The name stands in parentheses, and may itself hold blanks and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state = '', parentId = ''] = fields
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number)
  return {
    parentId: Number(parentId),
    isOver: state === 'Z' || state === 'X',
    ownCpuSeconds: (user + system) / TICKS_PER_SECOND,
    kernelCpuSeconds: system / TICKS_PER_SECOND,
    cpuSeconds: (user + system + childUser + childSystem) / TICKS_PER_SECOND,
  }
}

/**
 * @param text - lines of `Name:   123 kB`, as `/proc/<pid>/smaps_rollup` and `status` have them
 * @returns bytes; 0 where there is no such line
 */
export function parseKilobytes(text: string, name: string): number {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}:`)) ?? ''
  const [, kilobytes = '0'] = /(\d+) kB$/.exec(line) ?? []
  return Number(kilobytes) * 1024
}

/** @returns undefined when there is no such process any more */
export function readStat(pid: number): ProcessStat | undefined {
  const text = readOf(pid, 'stat')
  return text === undefined ? undefined : parseStat(text)
}

/** A process, and all that it and its children have started; those that are over are left out. */
export function processTree(rootPid: number): number[] {
  const childrenOf = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    const stat = Number.isInteger(pid) ? readStat(pid) : undefined
    if (stat === undefined || stat.isOver) continue
    childrenOf.set(stat.parentId, [...(childrenOf.get(stat.parentId) ?? []), pid])
  }
  const tree = [rootPid]
  // Grows while it is walked.
  for (const pid of tree) tree.push(...(childrenOf.get(pid) ?? []))
  return tree
}

/** @returns CPU seconds used by the tree so far, those of children that are over included */
export function treeCpuSeconds(rootPid: number): number {
  return sumOf(processTree(rootPid), (pid) => readStat(pid)?.cpuSeconds ?? 0)
}

/** @returns the tree's share of physical memory in bytes; what processes share is counted once */
export function treePssBytes(rootPid: number): number {
  return sumOf(processTree(rootPid), (pid) => {
    return parseKilobytes(readOf(pid, 'smaps_rollup') ?? '', 'Pss')
  })
}

export function residentBytes(pid: number): number {
  return parseKilobytes(readOf(pid, 'status') ?? '', 'VmRSS')
}

/** How long the machine's processors were busy, and how long they could have been, so far. */
export type MachineTime = { readonly busySeconds: number; readonly allSeconds: number }

/** @param text - of `/proc/stat`; time stolen by a host counts as busy */
export function parseMachineTime(text: string): MachineTime {
  const [line = ''] = text.split('\n', 1)
  const ticks = line.split(/ +/).slice(1, 9).map(Number)
  const all = ticks.reduce((sum, count) => sum + count, 0)
  const [, , , idle = 0, waiting = 0] = ticks
  return {
    busySeconds: (all - idle - waiting) / TICKS_PER_SECOND,
    allSeconds: all / TICKS_PER_SECOND,
  }
}

export function readMachineTime(): MachineTime {
  return parseMachineTime(readFileSync('/proc/stat', 'latin1'))
}

function readOf(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    return undefined
  }
}

function sumOf(pids: readonly number[], measure: (pid: number) => number): number {
  return pids.reduce((sum, pid) => sum + measure(pid), 0)
}
