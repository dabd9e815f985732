/** `sqlenv eval` on real data: what policies solve, faults of a server, being broken off. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { toDocumentText } from '../src/cli/eval/eval-text.ts'
import type { EvalOptions } from '../src/cli/eval/eval-arguments.ts'
import { evaluate, planEvaluation } from '../src/cli/eval/evaluate.ts'
import { openInProcess, openServer } from '../src/cli/eval/play-target.ts'
import type { PlayTarget } from '../src/cli/eval/play-target.ts'
import { DEGENERATE_POLICIES, POLICY_NAMES } from '../src/evaluation/policies/policy-set.ts'
import { toReportJson } from '../src/evaluation/report/report-json.ts'
import type { Evaluation } from '../src/evaluation/report/report-json.ts'
import { SPLITS } from '../src/questions/question.ts'
import { hasSpider, testDataDir } from './fixtures.ts'
import { SQLENV_COMMAND, startServerProcess } from './server-process.ts'

const options = (more: Partial<EvalOptions>): EvalOptions => ({
  policies: ['heuristic'],
  dataset: 'builtin',
  splits: SPLITS,
  episodeCount: undefined,
  seed: 0,
  parallel: 8,
  grading: 'strict',
  url: undefined,
  dataDir: testDataDir(),
  outDir: undefined,
  isResumed: false,
  isCredited: false,
  exports: [],
  compareDir: undefined,
  isWritten: false,
  ...more,
})

function run(target: PlayTarget, more: Partial<EvalOptions>, onPlayed = (_count: number) => {}) {
  let count = 0
  const wanted = options(more)
  return evaluate(wanted, target, planEvaluation(wanted, target), {
    signal: new AbortController().signal,
    onPlayed: () => onPlayed((count += 1)),
  })
}

describe('in this process', () => {
  let target: PlayTarget
  let evaluation: Evaluation
  beforeAll(async () => {
    target = await openInProcess(testDataDir(), 'builtin')
    evaluation = await run(target, { policies: POLICY_NAMES })
  })
  afterAll(() => target.close())

  it('the oracle solves every question', () => {
    const all = evaluation.policies.find(({ policy }) => policy === 'oracle')?.all
    expect(all?.nCompleted).toBeGreaterThanOrEqual(500)
    expect(all?.nSolved).toBe(all?.nEpisodes)
  })

  it.each(DEGENERATE_POLICIES)('%s solves at most 5 %% of each split', (name) => {
    const splits = evaluation.policies.find(({ policy }) => policy === name)?.groups.split
    expect([...(splits?.keys() ?? [])].toSorted()).toEqual([...SPLITS].toSorted())
    for (const [split, { successRate }] of splits ?? []) {
      expect(successRate, split).toBeLessThanOrEqual(0.05)
    }
  })

  it('the heuristic solves more than any that does not try', () => {
    const rateOf = (name: string) => evaluation.policies.find(({ policy }) => policy === name)?.all
    const low = rateOf('heuristic')?.successInterval?.low ?? 0
    for (const name of DEGENERATE_POLICIES) {
      expect(rateOf(name)?.successRate, name).toBeLessThan(low)
    }
  })

  it('is what docs/evaluation.md shows', async () => {
    const document = await readFile(join(import.meta.dirname, '../docs/evaluation.md'), 'utf8')
    expect(document).toContain(toDocumentText(evaluation))
  })

  it('gives the same bytes for the same seed', async () => {
    const some = { policies: ['heuristic', 'random'], episodeCount: 60, seed: 7 } as const
    const first = toReportJson(await run(target, some))
    expect(toReportJson(await run(target, some))).toBe(first)
    expect(toReportJson(await run(target, { ...some, seed: 8 }))).not.toBe(first)
  })

  it('random plays of a split alone what it plays of it among all', async () => {
    const alone = await run(target, { policies: ['random'], splits: ['test'] })
    const amongAll = evaluation.policies.find(({ policy }) => policy === 'random')
    const among = amongAll?.groups.split.get('test')
    expect(alone.policies[0]?.all).toMatchObject({
      nEpisodes: among?.nEpisodes,
      avgSteps: among?.avgSteps,
      // Added in another order.
      avgReward: expect.closeTo(among?.avgReward ?? Number.NaN, 12),
    })
  })

  it('the oracle solves under evidence grading too', async () => {
    const some = { policies: ['oracle'], episodeCount: 40, grading: 'evidence' } as const
    const { policies } = await run(target, some)
    expect(policies[0]?.all).toMatchObject({ nCompleted: 40, nSolved: 40 })
  })
})

it.runIf(hasSpider)('the oracle solves every question of Spider', async () => {
  const target = await openInProcess(testDataDir(), 'spider')
  const { policies } = await run(target, { policies: ['oracle'], dataset: 'spider' })
  await target.close()
  expect(policies[0]?.all.nCompleted).toBeGreaterThan(500)
  expect(policies[0]?.all.successRate).toBe(1)
})

describe('on a server', () => {
  it('gives the scores that it gives in this process', async () => {
    const server = await startServerProcess(testDataDir())
    const some = { policies: ['oracle', 'heuristic', 'random'], episodeCount: 50 } as const
    const remote = await openServer(server.url, 'builtin')
    const local = await openInProcess(testDataDir(), 'builtin')
    try {
      const there = await run(remote, { ...some, url: server.url })
      expect(there.policies).toEqual((await run(local, some)).policies)
    } finally {
      await local.close()
      await server.stop()
    }
  })

  it('says so when something else answers there', async () => {
    const server = createServer((_, response) => response.end('<html>')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await expect(openServer(`http://127.0.0.1:${port}`, 'builtin')).rejects.toThrow(
      'What answers there is no SQLEnv server',
    )
    server.close()
  })

  it('counts episodes apart that the server’s end has ended', async () => {
    const server = await startServerProcess(testDataDir())
    const target = await openServer(server.url, 'builtin')
    let isKilled = false
    const some = { policies: ['oracle'], url: server.url } as const
    const { policies, isComplete, faults } = await run(target, some, (count) => {
      if (count < 30 || isKilled) return
      isKilled = true
      void server.kill()
    })
    const all = policies[0]?.all
    expect(all?.nCompleted).toBeGreaterThanOrEqual(30)
    expect(all?.nEpisodes).toBeGreaterThan(all?.nCompleted ?? 0)
    expect(all?.successRate).toBe(1)
    expect(isComplete).toBe(false)
    expect(faults.map(({ fault }) => fault?.code)).toContain('CONNECT_FAILED')
  })
})

it('names the data sets that are there when another one is asked for', async () => {
  await expect(openInProcess(testDataDir(), 'no/such')).rejects.toThrow(
    /^Unknown dataset no\/such\. There: builtin/,
  )
})

it('ends on SIGINT with what there is', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'sqlenv-eval-'))
  const words = ['eval', '--policy', 'random', '--episodes', '1000000', '--out', outDir]
  const child = spawn(process.execPath, [SQLENV_COMMAND, ...words], {
    env: { ...process.env, SQLENV_DATA_DIR: testDataDir() },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    const [said] = (await once(child.stderr, 'data')) as [Buffer]
    expect(said.toString()).toContain('Playing random')
    const exit = once(child, 'exit')
    child.kill('SIGINT')
    expect(await exit).toEqual([130, null])
    const report = JSON.parse(await readFile(join(outDir, 'report.json'), 'utf8')) as {
      complete: boolean
      policies: { n_episodes: number }[]
    }
    expect(report.complete).toBe(false)
    expect(report.policies[0]?.n_episodes).toBeGreaterThan(0)
  } finally {
    child.kill('SIGKILL')
    await rm(outDir, { recursive: true, force: true })
  }
})
