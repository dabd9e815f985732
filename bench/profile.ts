/** Where the server's time goes under load: its own process, and the query process that works most. */

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import type { BenchData } from './bench-data.ts'
import { summarizeProfile } from './cpu-profile.ts'
import type { HotSpot } from './cpu-profile.ts'
import { profileProcess } from './inspector-session.ts'
import { createLoad } from './load.ts'
import { processTree, readStat } from './process-status.ts'
import type { ProcessStat } from './process-status.ts'
import { startSqlenv } from './servers.ts'

const SESSIONS = 64
const WARM_UP_MS = 3000
const PROFILE_MS = 5000
const SPOTS_SHOWN = 25

/** Prints the hot spots, and leaves the profiles for a viewer in `folder`. */
export async function profileServer(
  data: BenchData,
  folder: string,
  tell: (news: string) => void,
): Promise<void> {
  const server = await startSqlenv(data.dataDir)
  const load = createLoad(1)
  const target = { url: server.socketUrl, scriptsFile: data.sqlenvScripts, areQueriesNew: true }
  await load.open(target, SESSIONS, SESSIONS)
  await load.play(0)
  await sleep(WARM_UP_MS)
  await mkdir(folder, { recursive: true })
  const shown = [
    { name: 'server', pid: server.pid },
    { name: 'query-process', pid: busiestChild(server.pid) },
  ]
  for (const { name, pid } of shown) {
    tell(`profile: ${name} for ${PROFILE_MS / 1000} s`)
    const before = readStat(pid)
    const profile = await profileProcess(pid, PROFILE_MS)
    const after = readStat(pid)
    const file = join(folder, `${name}.cpuprofile`)
    await writeFile(file, JSON.stringify(profile))
    const { functions, places, callers, busySeconds, idleSeconds } = summarizeProfile(profile)
    const busy = percentText(busySeconds / (busySeconds + idleSeconds))
    const kernel = percentText(kernelShare(before, after))
    console.log(
      [
        `\n${name}: busy ${busy} of the time; ${kernel} of its processor time is the kernel's`,
        'by place',
        ...linesOf(places),
        'by function',
        ...linesOf(functions),
        'by function, with all that it calls',
        // Node's own functions stand between ours, and say little by themselves.
        ...linesOf(callers.filter((caller) => !caller.name.includes(' node:'))),
      ].join('\n'),
    )
  }
  await load.stop()
  await load.close()
  await load.end()
  await server.end()
}

function busiestChild(serverPid: number): number {
  const byTime = processTree(serverPid)
    .filter((pid) => pid !== serverPid)
    .map((pid) => ({ pid, seconds: readStat(pid)?.ownCpuSeconds ?? 0 }))
    .sort((a, b) => b.seconds - a.seconds)
  return byTime[0]?.pid ?? serverPid
}

function kernelShare(before: ProcessStat | undefined, after: ProcessStat | undefined): number {
  if (before === undefined || after === undefined) return Number.NaN
  return (
    (after.kernelCpuSeconds - before.kernelCpuSeconds) /
    (after.ownCpuSeconds - before.ownCpuSeconds)
  )
}

function percentText(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function linesOf(spots: readonly HotSpot[]): string[] {
  return spots
    .slice(0, SPOTS_SHOWN)
    .map(({ name, share }) => `${percentText(share).padStart(9)}  ${name.slice(0, 120)}`)
}
