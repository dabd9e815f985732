/** Limits of memory and of processes for a container, where this machine lets us set them. */

import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const HIERARCHIES = '/sys/fs/cgroup'

export type Limits = {
  readonly memoryMb?: number
  /** Threads count. */
  readonly pidsMax?: number
}

export type LimitGroup = {
  /** To which a process writes its id. */
  readonly membershipFiles: readonly string[]
  /** `memory`, `pids`: those that could not be limited. */
  readonly unlimited: readonly string[]
  /** The most that there was at one time; `undefined` where it is not counted. */
  peak(what: 'memory' | 'pids'): number | undefined
  /** Waits until its processes are gone. */
  remove(): Promise<void>
}

/** @param name - of a folder that is not there yet */
export function createLimitGroup(name: string, { memoryMb, pidsMax }: Limits): LimitGroup {
  const memory =
    memoryMb === undefined
      ? undefined
      : makeGroup(name, 'memory', {
          'memory.max': String(memoryMb * 2 ** 20),
          'memory.limit_in_bytes': String(memoryMb * 2 ** 20),
        })
  const pids =
    pidsMax === undefined ? undefined : makeGroup(name, 'pids', { 'pids.max': String(pidsMax) })
  const folders = [memory, pids].flatMap((folder) => folder ?? [])
  const wanted = { memory: memoryMb, pids: pidsMax }
  const made = { memory, pids }
  const names = ['memory', 'pids'] as const
  return {
    membershipFiles: [...new Set(folders)].map((folder) => join(folder, 'cgroup.procs')),
    unlimited: names.filter((what) => wanted[what] !== undefined && made[what] === undefined),
    peak(what) {
      const files = { memory: ['memory.peak', 'memory.max_usage_in_bytes'], pids: ['pids.peak'] }
      const folder = made[what]
      const found = files[what].find(
        (file) => folder !== undefined && existsSync(join(folder, file)),
      )
      return folder === undefined || found === undefined
        ? undefined
        : Number(readFileSync(join(folder, found), 'utf8'))
    },
    async remove() {
      for (const folder of new Set(folders)) {
        while (readFileSync(join(folder, 'cgroup.procs'), 'utf8') !== '') await delay(20)
        rmdirSync(folder)
      }
    },
  }
}

/**
 * In the second version of control groups one folder has all limits, in the first there is a tree for
 * each.
 *
 * @param values - by file; those that are not there belong to the other version
 * @returns the folder; `undefined` when this machine does not let us
 */
function makeGroup(
  name: string,
  controller: string,
  values: Readonly<Record<string, string>>,
): string | undefined {
  const parents = ownGroups()
  const parent = parents.get(controller) ?? parents.get('')
  if (parent === undefined) return undefined
  const folder = join(parent, name)
  try {
    mkdirSync(folder, { recursive: true })
    const files = Object.keys(values).filter((file) => existsSync(join(folder, file)))
    for (const file of files) writeFileSync(join(folder, file), values[file] ?? '')
    if (files.length > 0) return folder
    rmdirSync(folder)
  } catch {
    // Read-only, or not ours: reported by name.
  }
  return undefined
}

/** Where the groups of this process are, by controller; under the empty name in the second version. */
function ownGroups(): ReadonlyMap<string, string> {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n')
  return new Map(
    lines.flatMap((line) => {
      const [, controllers = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
      return controllers.split(',').map((controller): [string, string] => {
        return [controller, join(HIERARCHIES, controller, path)]
      })
    }),
  )
}
