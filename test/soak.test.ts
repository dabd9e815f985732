/**
 * Thousands of episodes on one server, one step in a hundred hostile: memory, descriptors and
 * children stay flat, and a second run gives the same bytes. `SOAK_EPISODES=10000 npm test -- soak`
 * is the long form.
 */

import { readFileSync, readdirSync } from 'node:fs'

import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { playableQuestions } from '../src/questions/bank.ts'
import { loadData } from '../src/adapters/node/data-files.ts'
import { testDataDir } from './fixtures.ts'
import { startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { SESSIONS, playAll } from './soak-episodes.ts'
import type { Soak } from './soak-episodes.ts'

/** What is starved by other work on the machine must not look endless. */
const SETTINGS = { QUERY_TIMEOUT_MS: '3000' }

const EPISODES = Number(process.env['SOAK_EPISODES'] ?? 200)

let server: ServerProcess
let soak: Soak

beforeAll(async () => {
  server = await startServerProcess(testDataDir(), SETTINGS)
  soak = {
    socketUrl: socketUrlOf(server),
    questions: loadData(testDataDir()).bank.datasets.flatMap((set) => playableQuestions(set)),
    episodeCount: EPISODES,
    askAgain: false,
  }
})
afterAll(async () => {
  await server.stop()
})

type Usage = { readonly rssMb: number; readonly descriptors: number; readonly children: number }

/** Of the server's own process; Linux tells it under /proc. */
function usage(): Usage {
  const proc = `/proc/${server.pid}`
  const rssKb = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`${proc}/status`, 'utf8'))?.[1])
  return {
    rssMb: rssKb / 1024,
    descriptors: readdirSync(`${proc}/fd`).length,
    children: childrenOf(server.pid).length,
  }
}

function socketUrlOf({ url }: ServerProcess): string {
  return `${url.replace('http', 'ws')}/ws`
}

function childrenOf(pid: number): number[] {
  const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
  return pids.filter((text) => text.trim() !== '').map(Number)
}

it.runIf(process.platform === 'linux')(
  `S7, S9: ${EPISODES} episodes twice: equal to the byte, and nothing is left behind`,
  async () => {
    const first = await playAll(soak)
    const before = usage()
    const second = await playAll(soak)
    // Sockets that were just closed, and processes that were just replaced.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const after = usage()

    expect([...second]).toEqual([...first])
    expect(first.size).toBe(EPISODES)
    const wrong = [...first.values()].filter(({ outcome }) => !/^(?:solved|wrong)$/.test(outcome))
    expect(wrong).toEqual([])
    expect(after.children).toBeLessThanOrEqual(before.children + 1)
    expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + SESSIONS)
    expect(after.rssMb).toBeLessThan(before.rssMb * 1.25 + 32)
    console.log(`${EPISODES} episodes twice, before and after the second run:`, before, after)
  },
  30_000 + EPISODES * 200,
)

it.runIf(process.platform === 'linux')(
  'loses nothing when its children are killed at random under load: the same bytes again',
  async () => {
    const episodeCount = Math.min(EPISODES, 400)
    const undisturbed = [...(await playAll({ ...soak, episodeCount }))]
    // Without kept outcomes every query needs a process.
    const victim = await startServerProcess(testDataDir(), { ...SETTINGS, QUERY_CACHE_MB: '0' })
    const random = xoroshiro128plus(20_251_127)
    const kills: number[] = []
    const killing = setInterval(() => {
      const pids = childrenOf(victim.pid)
      const pid = pids[uniformInt(random, 0, Math.max(0, pids.length - 1))]
      if (pid === undefined) return
      process.kill(pid, 'SIGKILL')
      kills.push(pid)
      // A busy machine takes as long to start a process: oftener, and none would ever be ready.
    }, 300)
    try {
      const disturbed = { ...soak, episodeCount, socketUrl: socketUrlOf(victim), askAgain: true }
      while (kills.length < 20) expect([...(await playAll(disturbed))]).toEqual(undisturbed)
    } finally {
      clearInterval(killing)
      await victim.stop()
    }
  },
  60_000 + EPISODES * 400,
)
