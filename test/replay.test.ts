/** `sqlenv replay` as its users run it: a process of its own, on episodes of a real server. */

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { databasePathIn } from '../src/adapters/node/data-files.ts'
import { createRandomPlayer } from '../src/cli/record-episodes/random-player.ts'
import { playEpisode } from '../src/client/play-episode.ts'
import type { Player } from '../src/client/play-episode.ts'
import { connectSqlEnv } from '../src/client/sqlenv-client.ts'
import { fetchEnvironmentFacts } from '../src/evaluation/trajectory/environment-facts.ts'
import { createTrajectoryRecorder } from '../src/evaluation/trajectory/trajectory-recorder.ts'
import type { WireResetData } from '../src/protocol/reset-options.ts'
import { toPlayedStep } from '../src/web/record/played-step.ts'
import type { PlayedAction, PlayedStep } from '../src/web/record/played-step.ts'
import { REWARD_PROFILE_NAMES } from '../src/reward/profiles.ts'
import { SCHEMA_LEVELS } from '../src/schema-names/levels.ts'
import { GRADINGS } from '../src/verify/grade-answer.ts'
import { makeCompanyData } from './company-data.ts'
import { testDataDir } from './fixtures.ts'
import { SQLENV_COMMAND, startServerProcess } from './server-process.ts'
import { HOSTILE_STATEMENTS } from './sql-corpus.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlenv-replay-'))
const company = makeCompanyData()

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  company.remove()
})

type Plan = { readonly reset: WireResetData; readonly player: () => Player }

/** @returns a line for each plan, as a server process of its own plays it */
async function record(dataDir: string, plans: readonly Plan[]): Promise<string[]> {
  const server = await startServerProcess(dataDir)
  try {
    const lines: string[] = []
    const facts = await fetchEnvironmentFacts(server.url)
    const recorder = createTrajectoryRecorder(facts, (trajectory) => {
      lines.push(JSON.stringify(trajectory))
    })
    const client = await connectSqlEnv(server.url, { onExchange: recorder.onExchange })
    for (const { reset, player } of plans) {
      for await (const reply of playEpisode(client, reset, player())) if (reply.done) break
    }
    recorder.leave()
    await client.close()
    return lines
  } finally {
    await server.stop()
  }
}

function put(name: string, text: string | Buffer): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const toFileText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

async function replay(...args: string[]) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [SQLENV_COMMAND, 'replay', ...args],
      { timeout: 120_000 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

describe('episodes on all data', () => {
  const plans = Array.from({ length: 40 }, (_, seed): Plan => ({
    reset: {
      seed,
      reward: pick(REWARD_PROFILE_NAMES, seed),
      grading: pick(GRADINGS, seed),
      schema: pick(SCHEMA_LEVELS, seed),
      ...(seed % 4 === 0 && { step_budget: 5 }),
      ...(seed % 3 === 0 && { credit: true }),
    },
    player: () => randomPlayer(seed),
  }))
  let lines: string[]
  let file: string

  beforeAll(async () => {
    lines = await record(testDataDir(), plans)
    file = put('all.jsonl', toFileText(lines))
  })

  it('have the same hashes in another process', async () => {
    expect(lines).toHaveLength(plans.length)
    expect(await record(testDataDir(), plans)).toEqual(lines)
  })

  it('are the same in the process of the command', async () => {
    expect(await replay(file, '--data-dir', testDataDir())).toEqual({
      code: 0,
      stdout: `${file}: 40 of 40 episodes are the same\n`,
      stderr: '',
    })
  })

  it('are the same on a server', async () => {
    const server = await startServerProcess(testDataDir())
    const { code, stdout } = await replay(file, file, '--url', server.url, '--jobs', '7')
    await server.stop()
    expect(code).toBe(0)
    expect(stdout).toBe(`${file}: 40 of 40 episodes are the same\n`.repeat(2))
  })
})

/** Looks around, tries an attack now and then, and answers by chance. */
function randomPlayer(seed: number): Player {
  const steps: PlayedStep[] = []
  let choose: ReturnType<typeof createRandomPlayer> | undefined
  let action: PlayedAction | undefined
  return (reply) => {
    choose ??= createRandomPlayer(`replay ${seed}`, reply)
    if (action !== undefined) steps.push(toPlayedStep(action, reply))
    const isAttack = steps.length % 3 === 2
    const [attack] = pick(HOSTILE_STATEMENTS, seed * 7 + steps.length)
    action = isAttack ? { action_type: 'QUERY', argument: attack } : choose(steps, reply)
    return action
  }
}

function pick<T>(items: readonly T[], place: number): T {
  const item = items[place % items.length]
  if (item === undefined) throw new RangeError('Expected something to pick from')
  return item
}

describe('a file', () => {
  const queries = [
    'SELECT count(*) FROM employee',
    "SELECT salary FROM employee WHERE name = 'Bob'",
  ]
  const plan: Plan = {
    reset: { question_id: 'company_001' },
    player: () => {
      const sql = queries.values()
      return () => {
        const { value, done } = sql.next()
        return done === true
          ? { action_type: 'ANSWER', argument: '3' }
          : { action_type: 'QUERY', argument: value }
      }
    },
  }
  const left: Plan = { reset: {}, player: () => () => undefined }
  let lines: string[]

  beforeAll(async () => {
    lines = await record(company.dataDir, [plan, left, plan])
  })

  const replayLines = (
    name: string,
    text: string | Buffer | readonly string[],
    dataDir = company.dataDir,
  ) =>
    replay(
      put(name, typeof text === 'string' || Buffer.isBuffer(text) ? text : toFileText(text)),
      '--data-dir',
      dataDir,
    )

  it('may hold episodes that were left, about a question drawn by chance', async () => {
    expect(lines.map((line) => (JSON.parse(line) as { outcome: unknown }).outcome)).toEqual([
      'solved',
      null,
      'solved',
    ])
    expect(await replayLines('left.jsonl', lines)).toMatchObject({ code: 0 })
  })

  it('says where other data differ, and that they are other data', async () => {
    const other = makeCompanyData()
    const database = new Database(databasePathIn(other.dataDir, 'company'))
    database.exec("UPDATE employee SET salary = 117.25 WHERE name = 'Bob'")
    database.close()
    const { code, stdout, stderr } = await replayLines('other.jsonl', lines, other.dataDir)
    other.remove()
    expect(code).toBe(1)
    expect(stderr).toMatch(/other\.jsonl was recorded on other data: company has the checksum/)
    expect(stdout).toContain('0 of 3 episodes are the same\n')
    expect(stdout).toContain(
      [
        '  line 1 differs at step 2 of 3, observation.result',
        String.raw`    recorded "salary\n1. 100.0"`,
        String.raw`    replayed "salary\n1. 117.25"`,
        '  line 2 was recorded on other data: company has the checksum',
      ].join('\n'),
    )
  })

  it('names the step that was changed after it was recorded', async () => {
    const changed = lines.map((line, index) =>
      index === 2 ? line.replace('100.0', '100.1') : line,
    )
    const { code, stdout } = await replayLines('changed.jsonl', changed)
    expect(code).toBe(1)
    expect(stdout).toMatch(/: 2 of 3 episodes are the same\n  line 3 was changed .*: step 2 does/)
  })

  it('of a writer that was killed is read up to its half line', async () => {
    const text = toFileText(lines)
    const { code, stdout } = await replayLines('half.jsonl', text.slice(0, -200))
    expect(code).toBe(2)
    expect(stdout).toMatch(/: 2 of 2 episodes are the same\n  line 3 is cut off: the file ends/)
  })

  it('without a line break at its end is whole', async () => {
    expect(await replayLines('open.jsonl', lines.join('\n'))).toMatchObject({ code: 0 })
  })

  it('of a later format is different, and said to be', async () => {
    const later = (lines[0] ?? '').replace('trajectory/1', 'trajectory/2')
    const { code, stdout } = await replayLines('later.jsonl', [later])
    expect(code).toBe(1)
    expect(stdout).toContain('line 1 has the format sqlenv-trajectory/2; this version reads')
  })

  it.each([
    ['nothing', '', 'it has no lines'],
    ['bytes that are no text', Buffer.from([0xff, 0x0a]), 'line 1 is not UTF-8'],
    ['other JSON', '{"a":1}\n', 'line 1 is no trajectory: format: '],
    ['an empty line', '\n', 'line 1 is no trajectory: it is not JSON'],
    [
      'escapes of a terminal',
      '{"\u001b[2J":1,"format":"\\u001b[31mred\\n  line 9 fine"}\n',
      'line 1',
    ],
    ['a line without an end', `"${'x'.repeat(33 * 2 ** 20)}`, 'line 1 is longer than 33554432'],
  ])('with %s is refused in one line', async (name, text, said) => {
    const { code, stdout, stderr } = await replayLines(`${name}.jsonl`, text)
    expect({ code, stderr: stderr.replace(/.*MB\n/g, '') }).toEqual({ code: 2, stderr: '' })
    expect(stdout).toContain(said)
    expect(stdout.trimEnd().split('\n')).toHaveLength(2)
    expect(stdout.length).toBeLessThan(1000)
    expect(/[^\P{Cc}\n]/u.test(stdout)).toBe(false)
  })
})

it('the example of docs/trajectories.md is the same', async () => {
  const text = readFileSync(join(import.meta.dirname, '..', 'docs', 'trajectories.md'), 'utf8')
  const [, example = ''] = /^(\{"format".*\})$/m.exec(text) ?? []
  expect(await replay(put('example.jsonl', `${example}\n`), '--data-dir', testDataDir())).toEqual({
    code: 0,
    stdout: `${join(folder, 'example.jsonl')}: 1 of 1 episodes are the same\n`,
    stderr: '',
  })
})

describe('without a file or a server', () => {
  it.each([
    [[], 'Expected a file of trajectories'],
    [['no-such-file.jsonl'], 'Expected a file that can be read at no-such-file.jsonl'],
    [[folder], 'Expected a file that can be read at'],
    [['x', '--jobs', '0'], 'Expected --jobs to be a number from 1 to 64, got 0'],
    [['x', '--url', 'ftp://host'], 'Expected the URL of a server, got ftp://host'],
    [['x', '--url', 'h', '--data-dir', 'd'], 'Expected --url or --data-dir, got both'],
    [['x', '--fast'], "Unknown option '--fast'"],
  ])('%j is wrong usage', async (args, said) => {
    const { code, stdout, stderr } = await replay(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
  })

  it('says that no server answers', async () => {
    const server = await startServerProcess(company.dataDir)
    await server.stop()
    const { code, stderr } = await replay(put('any.jsonl', 'x\n'), '--url', server.url)
    expect(code).toBe(1)
    expect(stderr).toContain(`No SQLEnv server answers at ${server.url}`)
  })

  it('has a help text', async () => {
    const { code, stdout } = await replay('--help')
    expect(code).toBe(0)
    expect(stdout).toContain('Usage: npm run replay')
  })
})
