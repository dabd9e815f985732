/** `sqlenv eval --out`: the folder of a run, as its users come to it: killed, resumed, compared, full. */

import { execFile, spawn } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { testDataDir } from './fixtures.ts'
import { SQLENV_COMMAND } from './server-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlenv-eval-runs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ended = { readonly code: number | null; readonly said: string }

function sqlenv(...words: string[]): Promise<Ended> {
  const env = { ...process.env, SQLENV_DATA_DIR: testDataDir() }
  return new Promise((resolve) => {
    const options = { env, timeout: 120_000 }
    execFile(process.execPath, [SQLENV_COMMAND, ...words], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code
      resolve({ code: typeof code === 'number' ? code : null, said: stdout + stderr })
    })
  })
}

const WORDS = ['eval', '--policy', 'heuristic,random', '--episodes', '40', '--seed', '3']
const dirOf = (name: string) => join(folder, name)
const textOf = (name: string, file: string) => readFileSync(join(dirOf(name), file), 'utf8')

function copyOf(name: string, copy: string): string {
  cpSync(dirOf(name), dirOf(copy), { recursive: true })
  return dirOf(copy)
}

beforeAll(async () => {
  const { code, said } = await sqlenv(...WORDS, '--out', dirOf('whole'))
  expect(said).toContain('Policies on builtin')
  expect(code).toBe(0)
}, 120_000)

describe('what a run leaves', () => {
  it('are its reports, its episodes and their trajectories', () => {
    expect(readdirSync(dirOf('whole')).toSorted()).toEqual([
      'episodes.jsonl',
      'report.html',
      'report.json',
      'report.md',
      'run.json',
      'run.lock',
      'trajectories.jsonl',
    ])
    const lines = textOf('whole', 'episodes.jsonl').trimEnd().split('\n')
    expect(lines).toHaveLength(80)
    expect(lines.map((line) => (JSON.parse(line) as { place: number }).place)).toEqual([
      ...Array.from({ length: 40 }, (_, place) => place),
      ...Array.from({ length: 40 }, (_, place) => place),
    ])
  })

  it('replays to the same bytes in another process', async () => {
    const replayed = await sqlenv('replay', join(dirOf('whole'), 'trajectories.jsonl'))
    expect(replayed.said).toContain('80 of 80 episodes are the same')
    expect(replayed.code).toBe(0)
  })

  it('has the same bytes however many are played at a time', async () => {
    await sqlenv(...WORDS, '--parallel', '1', '--out', dirOf('alone'))
    for (const file of ['episodes.jsonl', 'trajectories.jsonl']) {
      expect(textOf('alone', file), file).toBe(textOf('whole', file))
    }
  })
})

describe('a run that was killed', () => {
  it('is gone on with, and comes to the same bytes', async () => {
    const out = dirOf('killed')
    const child = spawn(process.execPath, [SQLENV_COMMAND, ...WORDS, '--out', out], {
      env: { ...process.env, SQLENV_DATA_DIR: testDataDir() },
      stdio: 'ignore',
    })
    const file = join(out, 'episodes.jsonl')
    await expect
      .poll(() => existsSync(file) && readFileSync(file, 'utf8').split('\n').length > 5, {
        timeout: 30_000,
        interval: 2,
      })
      .toBe(true)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    const playedCount = readFileSync(file, 'utf8').split('\n').length - 1
    expect(playedCount).toBeLessThan(80)
    const resumed = await sqlenv(...WORDS, '--resume', '--out', out)
    expect(resumed.code).toBe(0)
    for (const name of readdirSync(dirOf('whole'))) {
      expect(textOf('killed', name), name).toBe(textOf('whole', name))
    }
  })

  it('loses a line that was being written, and nothing else', async () => {
    const out = copyOf('whole', 'torn')
    const file = join(out, 'episodes.jsonl')
    truncateSync(file, readFileSync(file).length - 20)
    appendFileSync(join(out, 'trajectories.jsonl'), '{"format":"sqlenv-tra')
    const resumed = await sqlenv(...WORDS, '--resume', '--out', out)
    expect(resumed.code).toBe(0)
    expect(textOf('torn', 'episodes.jsonl')).toBe(textOf('whole', 'episodes.jsonl'))
    expect(textOf('torn', 'trajectories.jsonl')).toBe(textOf('whole', 'trajectories.jsonl'))
  })

  it('plays again what crashed', async () => {
    const out = copyOf('whole', 'crashed')
    const file = join(out, 'episodes.jsonl')
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    const line = JSON.parse(lines[4] ?? '') as object
    const fault = { code: 'EXECUTION_ERROR', message: 'A fault of ours' }
    lines[4] = JSON.stringify({ ...line, outcome: null, fault })
    writeFileSync(file, `${lines.join('\n')}\n`)
    const resumed = await sqlenv(...WORDS, '--resume', '--out', out)
    expect(resumed.code).toBe(0)
    expect(textOf('crashed', 'report.json')).toBe(textOf('whole', 'report.json'))
    expect(textOf('crashed', 'episodes.jsonl').trimEnd().split('\n')).toHaveLength(81)
  })
})

describe('a folder that cannot be used', () => {
  it('holds a run that is not to be resumed', async () => {
    const { code, said } = await sqlenv(...WORDS, '--out', dirOf('whole'))
    expect(said).toContain('holds a run: go on with it by --resume')
    expect(code).toBe(1)
  })

  it('holds another run', async () => {
    const out = copyOf('whole', 'other-seed')
    const { code, said } = await sqlenv(...WORDS, '--seed', '4', '--resume', '--out', out)
    expect(said).toContain('has seed 3, and this one 4')
    expect(code).toBe(1)
  })

  it('holds a run of a version that is not known', async () => {
    const out = copyOf('whole', 'newer')
    const header = JSON.parse(textOf('newer', 'run.json')) as object
    writeFileSync(join(out, 'run.json'), JSON.stringify({ ...header, format: 'sqlenv-run/9' }))
    const resumed = await sqlenv(...WORDS, '--resume', '--out', out)
    expect(resumed.said).toContain(
      'it is of format sqlenv-run/9, and this version has sqlenv-run/1',
    )
    const compared = await sqlenv(...WORDS, '--compare', out)
    expect(compared.said).toContain('it is of format sqlenv-run/9')
    expect([resumed.code, compared.code]).toEqual([1, 1])
  })

  it('has a damaged line, which is named', async () => {
    const out = copyOf('whole', 'damaged')
    const file = join(out, 'episodes.jsonl')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"place":3,', '"place":"three",'))
    const { code, said } = await sqlenv(...WORDS, '--resume', '--out', out)
    expect(said).toContain('episodes.jsonl, line 4: place')
    expect(code).toBe(1)
  })

  it('has lines of two runs', async () => {
    const out = copyOf('whole', 'mixed')
    appendFileSync(join(out, 'episodes.jsonl'), textOf('whole', 'episodes.jsonl'))
    const { code, said } = await sqlenv(...WORDS, '--resume', '--out', out)
    expect(said).toContain('episodes.jsonl, line 81: trajectories_end: Expected no less than in')
    expect(code).toBe(1)
  })

  it('holds what somebody else has recorded', async () => {
    const out = dirOf('recorded')
    mkdirSync(out)
    writeFileSync(join(out, 'episodes.jsonl'), 'kept\n')
    const { code, said } = await sqlenv(...WORDS, '--out', out)
    expect(said).toContain('has episodes.jsonl, which is of no run: give another --out')
    expect(code).toBe(1)
    expect(textOf('recorded', 'episodes.jsonl')).toBe('kept\n')
  })

  it('is being written by another command', async () => {
    const out = dirOf('shared')
    const ends = await Promise.all([1, 2, 3].map(() => sqlenv(...WORDS, '--resume', '--out', out)))
    for (const { code, said } of ends.filter((end) => end.code !== 0)) {
      expect(said).toContain(`Another command is writing to ${out}`)
      expect(code).toBe(1)
    }
    expect(ends.map(({ code }) => code)).toContain(0)
    expect(textOf('shared', 'episodes.jsonl')).toBe(textOf('whole', 'episodes.jsonl'))
  })

  it('has lost trajectories', async () => {
    const out = copyOf('whole', 'shorter')
    truncateSync(join(out, 'trajectories.jsonl'), 100)
    const { code, said } = await sqlenv(...WORDS, '--resume', '--out', out)
    expect(said).toContain('trajectories.jsonl has 100 bytes of the')
    expect(code).toBe(1)
  })

  it('cannot be made', async () => {
    const file = join(dirOf('whole'), 'run.json')
    for (const out of ['/proc/nowhere/run', file, join(file, 'run')]) {
      const { code, said } = await sqlenv(...WORDS, '--out', out)
      expect(said, out).toContain(`Cannot write to ${out}: `)
      expect(code).toBe(1)
    }
  })

  it('is on a full disk: what was played is kept', async () => {
    const out = dirOf('full')
    mkdirSync(out)
    symlinkSync('/dev/full', join(out, 'trajectories.jsonl'))
    const { code, said } = await sqlenv(...WORDS, '--out', out)
    expect(said).toContain(`Cannot write to ${out}: ENOSPC`)
    expect(code).toBe(1)
    rmSync(join(out, 'trajectories.jsonl'))
    const resumed = await sqlenv(...WORDS, '--resume', '--out', out)
    expect(resumed.code).toBe(0)
    expect(textOf('full', 'trajectories.jsonl')).toBe(textOf('whole', 'trajectories.jsonl'))
  })
})

describe('files for other tools', () => {
  it('are written of the oracle as demonstrations of train', async () => {
    const words = ['eval', '--policy', 'oracle', '--episodes', '30', '--out', dirOf('shown')]
    const { code, said } = await sqlenv(...words, '--export', 'sft,openenv')
    expect(said).toContain(`${join(dirOf('shown'), 'sft.jsonl')}: 30 rows of 30 episodes`)
    expect(code).toBe(0)
    const rows = textOf('shown', 'sft.jsonl').trimEnd().split('\n')
    const facts = rows.map((row) => JSON.parse(row) as { split: string; step_count: number })
    expect(new Set(facts.map(({ split }) => split))).toEqual(new Set(['train']))
    expect(new Set(facts.map(({ step_count: count }) => count)).size).toBeGreaterThan(3)
    expect(textOf('shown', 'results.jsonl').trimEnd().split('\n')).toHaveLength(30)
  })

  it('are made anew when a run is gone on with', async () => {
    const out = copyOf('whole', 'exported')
    const { code } = await sqlenv(...WORDS, '--resume', '--export', 'csv', '--out', out)
    expect(code).toBe(0)
    expect(textOf('exported', 'steps.csv')).toMatch(/^episode,question_id/)
  })

  it('end the run with 1 where one has no row', async () => {
    const words = ['eval', '--policy', 'constant', '--episodes', '3', '--out', dirOf('alike')]
    const { code, said } = await sqlenv(...words, '--export', 'preference')
    expect(said).toContain('preference.jsonl: 0 rows of')
    expect(code).toBe(1)
  })

  it('are refused for what nobody may be shown', async () => {
    const words = ['eval', '--policy', 'oracle', '--export', 'sft', '--split', 'train,test']
    const { code, said } = await sqlenv(...words)
    expect(said).toContain('Expected --split train')
    expect(code).toBe(2)
  })
})

it('asks for credit, and keeps it', async () => {
  const words = ['eval', '--policy', 'oracle', '--episodes', '5', '--credit']
  const { code } = await sqlenv(...words, '--out', dirOf('credited'))
  expect(code).toBe(0)
  const [line = ''] = textOf('credited', 'trajectories.jsonl').split('\n')
  const { steps } = JSON.parse(line) as { steps: { reply: { metadata: { credit: object[] } } }[] }
  expect(steps.every(({ reply }) => reply.metadata.credit.length > 0)).toBe(true)
  const other = await sqlenv(...words.slice(0, -1), '--resume', '--out', dirOf('credited'))
  expect(other.said).toContain('has credit true, and this one false')
})

describe('two runs', () => {
  it('are compared question by question', async () => {
    const words = ['eval', '--policy', 'oracle', '--episodes', '60', '--seed', '3']
    const { code, said } = await sqlenv(...words, '--compare', dirOf('whole'), '--out', dirOf('b'))
    // Neither of the other run's two policies has the name of this one's.
    expect(said).toContain("none of this one's policies: heuristic, random")
    expect(code).toBe(1)
    const one = ['eval', '--policy', 'random', '--episodes', '40', '--seed', '3']
    await sqlenv(...one, '--out', dirOf('random'))
    const compared = await sqlenv(...words, '--compare', dirOf('random'), '--out', dirOf('b'))
    expect(compared.said).toContain('oracle against random')
    const report = JSON.parse(textOf('b', 'report.json')) as {
      comparison: { policies: Record<string, unknown>[] }
    }
    expect(report.comparison.policies).toMatchObject([
      { policy: 'oracle', other_policy: 'random', n_pairs: 40, n_unpaired: 20, n_lost: 0 },
    ])
    expect(textOf('b', 'report.md')).toContain(`## Compared with ${dirOf('random')}`)
  })

  it('are refused where one is none', async () => {
    const { code, said } = await sqlenv(...WORDS, '--compare', dirOf('nowhere'))
    expect(said).toContain('Expected a folder that eval --out has written')
    expect(code).toBe(1)
  })
})
