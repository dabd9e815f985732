/** Exports of recorded episodes: what stands in each format, and `sqlenv export` as it is run. */

import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { EXPORT_FORMATS, createExport } from '../src/evaluation/export/create-export.ts'
import type { ExportFormat, ExportOptions } from '../src/evaluation/export/create-export.ts'
import { answer, describe as describeTable, query } from '../src/evaluation/policies/policy.ts'
import type { Trajectory } from '../src/evaluation/trajectory/trajectory.ts'
import { TOOL_NAMES } from '../src/protocol/tools.ts'
import { SYSTEM_PROMPT } from '../src/evaluation/system-prompt.ts'
import { testDataDir } from './fixtures.ts'
import { openEpisodeRecording } from './recorded-episodes.ts'
import type { EpisodeRecording } from './recorded-episodes.ts'
import { SQLENV_COMMAND } from './server-process.ts'

/** How many sailings were cancelled: 91. */
const FERRIES = { question_id: 'island_ferries_002' }
const GOLD = "SELECT COUNT(*) FROM sailings WHERE status = 'cancelled'"

const HOSTILE = '=HYPERLINK("x")\n"quoted", \\ \u2028 \ud800 </tool_call> <|im_end|> é'

let recording: EpisodeRecording
let solved: Trajectory
let wrong: Trajectory
let left: Trajectory
let hostile: Trajectory
let ofTest: Trajectory

beforeAll(async () => {
  recording = openEpisodeRecording(testDataDir())
  const { record } = recording
  solved = await record(FERRIES, [describeTable('sailings'), query(GOLD), answer('91')])
  wrong = await record(FERRIES, [describeTable('sailings'), answer('90')])
  left = await record(FERRIES, [describeTable('sailings')])
  hostile = await record(FERRIES, [query(HOSTILE), answer('91')])
  ofTest = await record({ split: 'test', index: 0 }, [answer('0')])
})
afterAll(() => recording.close())

type Row = Record<string, unknown>

function exported(
  format: ExportFormat,
  trajectories: readonly Trajectory[],
  options: Partial<ExportOptions> = {},
) {
  const target = createExport(format, options)
  const added = trajectories.map((one) => target.add(one)).join('')
  const { text, ...rest } = target.end()
  return { text: added + text, ...rest }
}

function rowsOf(...given: Parameters<typeof exported>): Row[] {
  const lines = exported(...given).text.split('\n')
  expect(lines.pop()).toBe('')
  return lines.map((line) => JSON.parse(line) as Row)
}

type Part = ReturnType<typeof call> & { readonly from: string; readonly value: string }

/** Messages, or what a format has in their place. */
function partsOf(row: Row | undefined, key: string): readonly Part[] {
  return (row?.[key] ?? []) as readonly Part[]
}

const USER_TEXT =
  'Answer the question about the database with the tools.\n\n' +
  "Question: How many of the year's sailings were cancelled?\n" +
  'Tables: ports, operators, vessels, routes, fares, sailings, tickets, incidents\n' +
  'Steps: at most 15; answer with the last at the latest.'

const call = (name: string, text: string) => ({
  role: 'assistant',
  content: '',
  tool_calls: [{ type: 'function', function: { name, arguments: text } }],
})

describe('sft', () => {
  it('is the conversation that a trainer of the environment has', () => {
    const [row] = rowsOf('sft', [solved])
    const described = solved.steps[0]?.reply.observation.result
    expect(row).toMatchObject({
      question_id: 'island_ferries_002',
      db_id: 'island_ferries',
      split: 'train',
      difficulty: 'easy',
      outcome: 'solved',
      reward_total: solved.reward_total,
      step_count: 3,
      error_count: 0,
    })
    expect(row?.['messages']).toEqual([
      { role: 'system', content: SYSTEM_PROMPT },
      { role: 'user', content: USER_TEXT },
      call('describe', '{"table_name": "sailings"}'),
      { role: 'tool', name: 'describe', content: `${described}\n(14 steps left)` },
      call('query', `{"sql": "${GOLD}"}`),
      { role: 'tool', name: 'query', content: 'COUNT(*)\n1. 91\n(13 steps left)' },
      call('answer', '{"value": "91"}'),
      {
        role: 'tool',
        name: 'answer',
        content: 'Correct. Your answer was read as one value: 91\nThe episode is over.',
      },
      { role: 'assistant', content: 'Done.' },
    ])
  })

  it('shows the tools as text, each with its own parameter only', () => {
    const [row] = rowsOf('sft', [solved])
    const tools = JSON.parse(String(row?.['tools'])) as { function: { name: string } }[]
    expect(tools.map(({ function: { name } }) => name)).toEqual([...TOOL_NAMES].toSorted())
    expect(String(row?.['tools'])).not.toContain('null')
  })

  it('S11: keeps any text of an agent apart from the JSON around it, and fit for UTF-8', () => {
    const [row] = rowsOf('sft', [hostile])
    const made = partsOf(row, 'messages')[2]?.tool_calls[0]
    const { sql } = JSON.parse(made?.function.arguments ?? '') as { sql: string }
    expect(row).toMatchObject({ step_count: 2, error_count: 1 })
    expect(sql).toBe(HOSTILE.replace('\ud800', '\ufffd'))
    expect(JSON.stringify(row).isWellFormed()).toBe(true)
  })

  it('begins with the prompt of the rows that are trained on afterwards, or with none', () => {
    const begins = (systemPrompt: string, prompt: string) => {
      const [row] = rowsOf('sft', [solved], { systemPrompt, prompt })
      const messages = partsOf(row, 'messages')
      return messages.slice(0, 2).map(({ role, content }) => `${role}: ${content}`)
    }
    const [system, user] = begins('Be brief.', 'Hello.')
    expect(system).toBe('system: Be brief.')
    expect(user).toMatch(/^user: Hello\.\n\nQuestion: How many/)
    expect(begins('', '')[0]).toMatch(/^user: Question: How many/)
  })

  it('R10: has no gold but what was said', async () => {
    const guess = await recording.record(FERRIES, [answer('91')])
    for (const format of EXPORT_FORMATS) {
      const { text } = exported(format, [guess, wrong])
      expect(text).toContain('91')
      expect(text).not.toMatch(/status =|gold/i)
    }
  })
})

describe.each(EXPORT_FORMATS)('%s', (format) => {
  it('leaves out episodes that were left, and says how many', () => {
    const { text, takenCount, remarks } = exported(format, [left, left])
    expect({ text, takenCount }).toEqual({ text: '', takenCount: 0 })
    expect(remarks).toEqual(['2 left out: not played to the end'])
  })

  it('leaves out episodes with a word that no tool sends', async () => {
    const odd = await recording.record(FERRIES, [
      { action_type: 'LOOK', argument: 'x' },
      answer('91'),
    ])
    expect(exported(format, [odd]).remarks).toEqual(['1 left out: with a step that is no tool'])
  })

  it('reads an action in any letter case', async () => {
    const low = await recording.record(FERRIES, [{ action_type: 'answer', argument: '91' }])
    expect(exported(format, [low]).takenCount).toBe(1)
  })
})

describe('what is taken', () => {
  it.each(['sft', 'preference', 'sharegpt'] as const)(
    '%s: of train only, unless asked',
    (format) => {
      const outcomes = ['solved', 'wrong'] as const
      expect(exported(format, [ofTest], { outcomes }).remarks).toEqual(['1 left out: of test'])
      expect(exported(format, [ofTest], { outcomes, splits: ['test'] }).takenCount).toBe(1)
    },
  )

  it.each(['sft', 'sharegpt'] as const)('%s: solved only, unless asked', (format) => {
    expect(exported(format, [wrong]).remarks).toEqual(['1 left out: wrong'])
    expect(exported(format, [wrong], { outcomes: ['wrong'] }).takenCount).toBe(1)
  })

  it.each(['openenv', 'csv'] as const)('%s: all that has an end', (format) => {
    expect(exported(format, [solved, wrong, ofTest, left]).takenCount).toBe(3)
  })
})

describe('preference', () => {
  it('sets the best against the worst, from where they part', () => {
    const [row, ...others] = rowsOf('preference', [wrong, solved])
    expect(others).toEqual([])
    const described = solved.steps[0]?.reply.observation.result
    expect(row).toMatchObject({
      chosen_outcome: 'solved',
      chosen_reward: solved.reward_total,
      rejected_outcome: 'wrong',
      rejected_reward: wrong.reward_total,
      prompt: [
        { role: 'system', content: SYSTEM_PROMPT },
        { role: 'user', content: USER_TEXT },
        call('describe', '{"table_name": "sailings"}'),
        { role: 'tool', name: 'describe', content: `${described}\n(14 steps left)` },
      ],
    })
    expect(row?.['rejected']).toEqual([call('answer', '{"value": "90"}')])
    expect(row?.['chosen']).toHaveLength(3)
  })

  it('ends before the result that says which one was right', () => {
    const { text } = exported('preference', [wrong, solved])
    expect(text).not.toMatch(/Correct|Wrong|The episode is over/)
  })

  it('gives the same bytes in whatever order the episodes come', () => {
    const all = [solved, wrong, hostile, solved, wrong]
    const { text } = exported('preference', all)
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(exported('preference', shuffled).text).toBe(text)
      }),
    )
  })

  it('of two that are solved takes the one that earned more', () => {
    const [row] = rowsOf('preference', [hostile, solved])
    expect(row).toMatchObject({
      chosen_outcome: 'solved',
      chosen_reward: solved.reward_total,
      rejected_outcome: 'solved',
      rejected_reward: hostile.reward_total,
    })
  })

  it('says how many openings have no contrast', () => {
    expect(exported('preference', [solved, solved])).toEqual({
      text: '',
      rowCount: 0,
      takenCount: 2,
      remarks: ['openings without two that differ in worth: 1'],
    })
  })

  it('compares only what was played under the same rules', async () => {
    const { record } = recording
    const published = await record({ ...FERRIES, grading: 'published' }, [answer('90')])
    const short = await record({ ...FERRIES, step_budget: 5 }, [answer('90')])
    expect(exported('preference', [solved, published, short]).rowCount).toBe(0)
    const spelledOut = await record({ ...FERRIES, grading: 'strict', variant: 0 }, [answer('90')])
    expect(exported('preference', [solved, spelledOut]).rowCount).toBe(1)
  })
})

describe('openenv', () => {
  it('is an episode as openenv collect records it', () => {
    const [first, second] = rowsOf('openenv', [solved, wrong])
    expect(first).toMatchObject({
      episode_id: 'ep-000000',
      reward: 1,
      done: true,
      metrics: { turns: 3, tool_calls: 3, reward_total: solved.reward_total },
      verify_metrics: { outcome: 'solved', solved: true },
      task: { question_id: 'island_ferries_002', split: 'train' },
    })
    expect(partsOf(first, 'tool_trace')[1]).toMatchObject({
      tool_name: 'query',
      arguments: { sql: GOLD },
      result: { data: 'COUNT(*)\n1. 91\n(13 steps left)', done: false, error: null },
    })
    expect(second).toMatchObject({ episode_id: 'ep-000001', reward: 0 })
  })
})

describe('sharegpt', () => {
  it('takes turns after the system: the human or the tools, then the model', () => {
    const [row] = rowsOf('sharegpt', [solved])
    const parts = partsOf(row, 'conversations')
    expect(parts.map(({ from }) => from)).toEqual([
      'system',
      'human',
      ...solved.steps.flatMap(() => ['function_call', 'observation']),
      'gpt',
    ])
    expect(JSON.parse(parts[2]?.value ?? '')).toEqual({
      name: 'describe',
      arguments: { table_name: 'sailings' },
    })
  })
})

describe('csv', () => {
  it('has a row for each step, under one header', () => {
    const lines = exported('csv', [wrong, wrong]).text.split('\r\n')
    expect(lines[0]).toBe(
      'episode,question_id,db_id,split,difficulty,question,outcome,reward_total,step,action_type,' +
        'argument,result,error,query_code,query_rows,reward,reward_terms,done,budget_remaining',
    )
    const begins = lines.flatMap((line) => /^\d,\w+/.exec(line)?.[0] ?? [])
    const [one, two] = ['1,island_ferries_002', '2,island_ferries_002']
    expect(begins).toEqual([one, one, two, two])
  })

  it('S11: marks what a spreadsheet would run, and loses no character of any text', async () => {
    const texts = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom('=1+1', '+1', '-2', '@x', '\t=1', "'quoted'", '\r\n', '＝1', 'a,"b"\n c'),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const episode = await recording.record(FERRIES, [query(text), answer('91')])
        const [header = [], first = []] = parseCsv(exported('csv', [episode]).text)
        const cell = first[header.indexOf('argument')] ?? ''
        expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/u)
        expect(cell.replace(/^'/, '')).toBe(text.toWellFormed())
      }),
    )
  })
})

/** RFC 4180 as it is written there. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (const [, quoted, plain = '', end] of text.matchAll(cells)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '\r\n') rows.push([])
  }
  return rows
}

describe('sqlenv export', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sqlenv-export-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const inFolder = (name: string): string => join(folder, name)

  function put(name: string, lines: readonly (Trajectory | string)[], end = '\n'): string {
    const texts = lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
    writeFileSync(inFolder(name), texts.join('\n') + end)
    return inFolder(name)
  }

  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [SQLENV_COMMAND, 'export', ...args],
        { timeout: 120_000, env: { ...process.env, ...env } },
        (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      )
    })

  it.each(EXPORT_FORMATS)('writes %s as the function gives it', async (format) => {
    const file = put('some.jsonl', [solved, wrong, left])
    const out = inFolder(`some.${format}`)
    const { code, stdout, stderr } = await run(['--format', format, '--out', out, file, file])
    const whole = exported(format, [solved, wrong, left, solved, wrong, left])
    expect(readFileSync(out, 'utf8')).toBe(whole.text)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(
      `${out}: ${whole.rowCount} rows of ${whole.takenCount} episodes\n` +
        whole.remarks.map((remark) => `  ${remark}\n`).join(''),
    )
  })

  it('takes what it is asked to', async () => {
    const file = put('asked.jsonl', [solved, wrong, ofTest])
    const out = inFolder('asked.sft')
    const words = ['--split', 'test,train', '--outcome', 'wrong,solved', '--prompt', 'Hi']
    const { code } = await run(['--format', 'sft', '--out', out, ...words, file])
    expect(code).toBe(0)
    const options = {
      splits: ['train', 'test'],
      outcomes: ['solved', 'wrong'],
      prompt: 'Hi',
    } as const
    expect(readFileSync(out, 'utf8')).toBe(exported('sft', [solved, wrong, ofTest], options).text)
  })

  it('goes on after a line that was changed or is of another format, and ends with 1', async () => {
    const lines = [
      JSON.stringify(solved).replace('1283', '1284'),
      JSON.stringify(solved).replace('trajectory/1', 'trajectory/9'),
      solved,
    ]
    const out = inFolder('changed.sft')
    const file = put('changed.jsonl', lines)
    const { code, stdout, stderr } = await run(['--format', 'sft', '--out', out, file])
    expect({ code, stdout }).toEqual({ code: 1, stdout: `${out}: 1 rows of 1 episodes\n` })
    expect(stderr).toBe(
      `${file}: line 1 was changed after it was recorded: step 1 does not fit the hashes\n` +
        `${file}: line 2 has the format sqlenv-trajectory/9; this version reads sqlenv-trajectory/1\n`,
    )
  })

  it('of a writer that was killed takes the whole lines, and ends with 2', async () => {
    const file = put('half.jsonl', [solved, JSON.stringify(solved).slice(0, -9)], '')
    const out = inFolder('half.sft')
    const { code, stdout, stderr } = await run(['--format', 'sft', '--out', out, file])
    expect({ code, stdout }).toEqual({ code: 2, stdout: `${out}: 1 rows of 1 episodes\n` })
    expect(stderr).toContain(`${file}: line 2 is cut off: the file ends in the middle of it`)
  })

  it('ends with 1 where nothing is to be written', async () => {
    const file = put('left.jsonl', [left])
    const { code, stdout } = await run(['--format', 'csv', '--out', inFolder('left.csv'), file])
    expect(code).toBe(1)
    expect(stdout).toContain('0 rows of 0 episodes\n  1 left out: not played to the end')
  })

  it.each([
    ['a folder that is not there', join('nowhere', 'x'), 'ENOENT'],
    ['a folder in its place', '.', 'it is a folder'],
  ])('ends with 1 where it cannot write: %s', async (_name, place, said) => {
    const out = join(folder, place)
    const file = put('any.jsonl', [solved])
    const { code, stdout, stderr } = await run(['--format', 'csv', '--out', out, file])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(new RegExp(`^Cannot write ${out}: .*${said}`))
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it.runIf(existsSync('/dev/full'))('ends with 1 on a disk that is full', async () => {
    const file = put('any.jsonl', [solved])
    const { code, stderr } = await run(['--format', 'csv', '--out', '/dev/full', file])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Cannot write \/dev\/full: ENOSPC/)
  })

  it('leaves what was there, and nothing else, until the file is whole', async () => {
    const out = put('kept.csv', ['what was there'])
    await run(['--format', 'csv', '--out', out, '--outcome', 'lucky', put('any.jsonl', [solved])])
    expect(readFileSync(out, 'utf8')).toBe('what was there\n')
    expect(readdirSync(folder).filter((name) => name.endsWith('.unfinished'))).toEqual([])
  })

  it('holds a few lines at a time of a long file', async () => {
    const line = `${JSON.stringify(solved)}\n`
    const lineCount = Math.ceil((48 * 2 ** 20) / line.length)
    const file = put('long.jsonl', [])
    writeFileSync(file, line.repeat(lineCount))
    const out = inFolder('long.csv')
    const { code, stdout } = await run(['--format', 'csv', '--out', out, file], {
      NODE_OPTIONS: '--max-old-space-size=32',
    })
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${out}: ${lineCount * 3} rows of ${lineCount} episodes\n`,
    })
  })

  it.each([
    [[], 'Expected --format to be one of sft, preference, openenv, sharegpt, csv, got nothing'],
    [['--format', 'xml'], 'got xml'],
    [['--format', 'csv', 'x'], 'Expected --out with the file to write'],
    [['--format', 'csv', '--out', 'y'], 'Expected a file of trajectories'],
    [['--format', 'csv', '--out', 'y', 'no-such'], 'Expected a file that can be read at no-such'],
    [
      ['--format', 'csv', '--out', 'y', '--split', 'dev', 'x'],
      'Expected --split to be one of train',
    ],
    [
      ['--format', 'csv', '--out', 'y', '--outcome', '', 'x'],
      'Expected --outcome to be one of solved',
    ],
    [['--fast'], "Unknown option '--fast'"],
  ])('%j is wrong usage', async (args, said) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
  })

  it('does not write over what it reads', async () => {
    const file = put('same.jsonl', [solved])
    const { code, stderr } = await run(['--format', 'csv', '--out', file, file])
    expect(code).toBe(2)
    expect(stderr).toContain('Expected --out to be another file')
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(solved)}\n`)
  })

  it('has a help text', async () => {
    const { code, stdout } = await run(['--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('Usage: npm run export')
  })
})

describe('docs/trajectories.md', () => {
  const document = readFileSync(join(import.meta.dirname, '../docs/trajectories.md'), 'utf8')
  const [, line = ''] = /^(\{"format".*\})$/m.exec(document) ?? []

  it.each(EXPORT_FORMATS)('shows what %s makes of its example', async (format) => {
    const example = JSON.parse(line) as Trajectory
    const guess = await recording.record(FERRIES, [answer('90')])
    const { text } = exported(format, format === 'preference' ? [example, guess] : [example])
    for (const shown of text.trimEnd().split('\r\n')) {
      const short = shown.trimEnd().replace(/"tools":".*"/, '"tools":"…"')
      expect(document).toContain(short.replace(JSON.stringify(SYSTEM_PROMPT), '"…"'))
    }
  })
})
