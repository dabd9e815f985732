/** Adversaries of the reward (R1–R12, R15) on real data: what they earn, and what is said of it. */

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { beforeAll, describe, expect, it } from 'vitest'

import { measureProbes, oracleMean } from '../src/cli/probes/measure-probes.ts'
import type { ProbesMeasure, ProbesPlan } from '../src/cli/probes/measure-probes.ts'
import { shortcomings, toProbeList, toProbesText } from '../src/cli/probes/probes-text.ts'
import { JUNK_MEAN_MAX, UNSOLVED_MAX } from '../src/evaluation/probes/probe-scores.ts'
import type { ProbeScores } from '../src/evaluation/probes/probe-scores.ts'
import { PROBES, PUBLISHED_PROBES } from '../src/evaluation/probes/probe-set.ts'
import type { Probe } from '../src/evaluation/probes/probe.ts'
import { testDataDir } from './fixtures.ts'
import { SQLENV_COMMAND } from './server-process.ts'

const DOCUMENT = join(import.meta.dirname, '../docs/reward-probes.md')

function measure(plan: Partial<ProbesPlan>): Promise<ProbesMeasure> {
  const dataDir = testDataDir()
  return measureProbes(
    { dataset: 'builtin', episodeCount: 12, seed: 0, dataDir, probes: [], published: [], ...plan },
    { signal: new AbortController().signal, onDrawn: () => {}, onPlayed: () => {} },
  )
}

const named = (probes: readonly Probe[], names: readonly string[]): readonly Probe[] =>
  probes.filter(({ name }) => names.includes(name))

describe('on a few questions', { timeout: 300_000 }, () => {
  let few: ProbesMeasure
  const scoresOf = (name: string): ProbeScores | undefined =>
    few.probes.find(({ probe }) => probe.name === name)

  beforeAll(async () => {
    few = await measure({ seed: 3, probes: PROBES, published: PUBLISHED_PROBES })
  }, 300_000)

  it.each(PROBES.map(({ name, cases }) => [cases.join(', '), name]))(
    '%s: %s stays within the limits',
    (_, name) => {
      const scores = scoresOf(name)
      expect(scores?.episodeCount).toBe(12)
      expect(scores?.maxUnsolvedReturn ?? 0).toBeLessThanOrEqual(UNSOLVED_MAX + 1e-9)
      expect(scores?.meanReturn).toBeLessThanOrEqual(oracleMean(few) / 2)
      if (scores?.probe.knows !== 'gold') {
        expect(scores?.meanReturn).toBeLessThanOrEqual(JUNK_MEAN_MAX)
      }
      expect(shortcomings(few).filter((line) => line.startsWith(name))).toEqual([])
    },
  )

  it('R2: nothing is earned after the end', () => {
    expect(scoresOf('after_end')).toMatchObject({ meanReturn: 0, maxReturn: 0, meanSteps: 9 })
  })

  it('R3, R6: the bound is met, and so is no idle one', () => {
    expect(scoresOf('miser')?.maxUnsolvedReturn).toBeCloseTo(UNSOLVED_MAX, 9)
  })

  it('R11: the database files are as they were', () => {
    expect(few.areDataUnchanged).toBe(true)
  })

  it('passes the limits where the reward is the predecessor’s, so that the probes are able to', () => {
    const most = new Map(few.published.map((one) => [one.probe.name, one.maxUnsolvedReturn ?? 0]))
    expect(most.get('oscillation')).toBeGreaterThan(UNSOLVED_MAX)
    const search = few.published.find(({ probe }) => probe.name === 'plain_literals')
    expect(search?.successRate).toBeGreaterThan(0)
    const oscillation = few.published.filter(({ probe }) => probe.name === 'oscillation')
    expect(shortcomings({ ...few, probes: oscillation })).toHaveLength(1)
    expect(shortcomings({ ...few, areDataUnchanged: false })).toEqual(['A database file changed'])
  })
})

/** Their 200 episodes are played soon. */
const QUICK = [
  'same_describe',
  'after_end',
  'miser',
  'json_spray',
  'hidden_literals',
  'hoarder',
  'explorer',
]

describe('docs/reward-probes.md', { timeout: 300_000 }, () => {
  it('lists every probe', async () => {
    expect(await readFile(DOCUMENT, 'utf8')).toContain(toProbeList(PROBES))
  })

  it('has what the command prints', async () => {
    const document = rowsOf(await readFile(DOCUMENT, 'utf8'))
    const probes = named(PROBES, QUICK)
    const published = named(PUBLISHED_PROBES, ['plain_literals'])
    const printed = rowsOf(toProbesText(await measure({ episodeCount: 200, probes, published })))
    const missing = printed.filter((row) => !document.includes(row))
    expect(missing).toEqual([])
    expect(printed.length).toBeGreaterThan(QUICK.length + 3)
  })
})

describe('the command', { timeout: 300_000 }, () => {
  it('says what it plays, prints the result, and ends with 0 where all limits hold', async () => {
    const { code, stdout, stderr } = await run('--episodes', '1')
    expect(stdout).toContain('1 questions of `builtin`, drawn by seed 0.')
    for (const { name } of PROBES) expect(stderr).toContain(`Playing ${name}\n`)
    expect(code).toBe(0)
  })

  it('says what it cannot play', async () => {
    const { code, stderr } = await run('--dataset', 'nothing')
    expect([code, stderr]).toEqual([1, expect.stringContaining('nothing')])
    expect((await run('--help')).stdout).toContain('Usage: npm run probes')
  })
})

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string }

async function run(...words: string[]): Promise<Ended> {
  const env = { ...process.env, SQLENV_DATA_DIR: testDataDir() }
  const args = [SQLENV_COMMAND, 'probes', ...words]
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, args, { env })) }
  } catch (error) {
    return error as Ended
  }
}

/** The rows of all tables; how wide their columns are is the longest row's to say. */
function rowsOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.startsWith('|') && !line.includes('---'))
  return lines.map((line) => line.replaceAll(/ +/g, ' '))
}
