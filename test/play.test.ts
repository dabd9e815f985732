/** The terminal game, driven as a process of its own over pipes, against a real server. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { readTrajectory } from '../src/evaluation/trajectory/read-trajectory.ts'
import type { Question } from '../src/questions/question.ts'
import { hasSpider, testDataDir } from './fixtures.ts'
import { questionsToPlay, toEpisode } from './openenv/episodes-to-play.ts'
import { SQLENV_COMMAND, startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

const ESCAPE = '\u001b'

let server: ServerProcess
let question: Question

beforeAll(async () => {
  server = await startServerProcess(testDataDir())
  const integerQuestion = questionsToPlay(testDataDir()).find((q) => q.answerType === 'integer')
  if (integerQuestion === undefined) throw new Error('Expected a question with an integer answer')
  question = integerQuestion
})

const folder = mkdtempSync(join(tmpdir(), 'sqlenv-play-'))

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.stop()
})

function startGame(args: readonly string[]) {
  const { FORCE_COLOR: _, ...env } = process.env
  const child = spawn(process.execPath, [SQLENV_COMMAND, 'play', ...args], { env })
  const printed = { stdout: '', stderr: '' }
  child.stdout.on('data', (text: Buffer) => (printed.stdout += text.toString()))
  child.stderr.on('data', (text: Buffer) => (printed.stderr += text.toString()))
  const end = async () => {
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, ...printed }
  }
  return { child, printed, end }
}

async function play(args: readonly string[], ...commands: string[]) {
  const { child, end } = startGame(args)
  child.stdin.end(commands.map((command) => `${command}\n`).join(''))
  return end()
}

/** The game about the one question, with what is on top. */
const playQuestion = (...commands: string[]) =>
  play(['--url', server.url, '--question', question.questionId], ...commands)

describe('an episode', () => {
  it('is played from the question to the verdict', async () => {
    const { table, gold_sql, answer } = toEpisode(question)
    const { code, stdout, stderr } = await playQuestion(
      `describe ${table}`,
      `sample ${table}`,
      gold_sql,
      `answer ${answer}`,
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(question.questionText)
    expect(stdout).toMatch(/^Tables: .*\w/m)
    expect(stdout).toContain(`${'█'.repeat(30)} 15 of 15 steps left`)
    expect(stdout).toContain(`> describe ${table}\nTable ${table}: `)
    expect(stdout).toContain(`${'█'.repeat(28)}░░ 14 of 15 steps left`)
    expect(stdout).toMatch(/Reward \+0\.01 = execution \+0\.02, novelty \+0\.01, step_cost -0\.02/)
    expect(stdout).toMatch(/^┌─.*\n│ # │/m)
    expect(stdout).toMatch(
      /Right! Solved in 4 steps\.\nTotal reward \+1\.\d+ = .*answer \+1\.00\n$/,
    )
  })

  it('tells a wrong answer', async () => {
    const { code, stdout } = await playQuestion('answer no such thing')
    expect(code).toBe(0)
    expect(stdout).toMatch(/Wrong: .* It took 1 step\.\nTotal reward \+0\.00 = answer \+0\.00\n$/)
  })

  it('tells that the budget ran out, which --budget sets', async () => {
    const { stdout } = await play(['--url', server.url, '--budget', '1', '--seed', '3'], 'SELECT 1')
    expect(stdout).toContain('1 of 1 steps left')
    expect(stdout).toContain('Out of budget after 1 step, without an answer.')
  })

  it('goes on after an error, and tells it', async () => {
    const { stdout } = await playQuestion('describe no_such_table', 'SELECT', 'quit')
    expect(stdout).toContain('no_such_table')
    expect(stdout).toContain('SQL error')
    expect(stdout).toContain('Left after 2 steps')
  })

  it('costs nothing where help or a hint is given', async () => {
    const { stdout } = await playQuestion('help', 'answer', 'describe ', '', 'quit')
    expect(stdout).toContain('Answer what?')
    expect(stdout).toContain('Describe which table?')
    expect(stdout).toContain('Left after 0 steps, without an answer.\nTotal reward +0.00\n')
  })

  it('takes piped SQL of several lines as one query', async () => {
    const { stdout } = await playQuestion('SELECT 1', '  AS one;', 'SELECT', '2', 'quit')
    expect(stdout).toContain('> SELECT 1\n  AS one;\n')
    expect(stdout).toMatch(/│ # │ one │/)
    expect(stdout).toContain('Left after 2 steps')
  })

  it('shows what was described so far with help', async () => {
    const { table } = toEpisode(question)
    const { stdout } = await playQuestion(`describe ${table}`, 'help', 'quit')
    const help = stdout.slice(stdout.indexOf('> help'))
    expect(help).toContain(question.questionText)
    expect(help).toContain(`Table ${table}: `)
  })

  it('is paid as --reward says', async () => {
    const byDefault = await playQuestion('SELECT 1')
    expect(byDefault.stdout).toContain('Total reward -0.02 = step_cost -0.02')
    const published = await play(
      ['--url', server.url, '--question', question.questionId, '--reward', 'published'],
      'SELECT 1',
    )
    expect(published.stdout).toMatch(/Total reward \+.* = execution \+0\.02/)
  })

  it('is graded as --grading says', async () => {
    const rough = questionsToPlay(testDataDir()).find((q) => q.answerType === 'float')
    if (rough === undefined) throw new Error('Expected a question with a float answer')
    const answer = `answer ${Number(rough.goldAnswer[0]?.[0]) * 1.005}`
    const args = ['--url', server.url, '--question', rough.questionId]
    expect((await play(args, answer)).stdout).toContain('Wrong')
    expect((await play([...args, '--grading', 'published'], answer)).stdout).toContain('Right!')
  })

  it('is about the question at --index of --split', async () => {
    const at = async (index: string) => {
      const { stdout } = await play(
        ['--url', server.url, '--split', question.split, '--index', index],
        'quit',
      )
      return stdout
    }
    const [first, again, second] = await Promise.all([at('0'), at('0'), at('1')])
    expect(again).toBe(first)
    expect(second).not.toBe(first)
  })

  it('is left when the input ends', async () => {
    const { code, stdout } = await playQuestion('SELECT 1')
    expect(code).toBe(0)
    expect(stdout).toContain('Left after 1 step, without an answer.')
  })

  it('is the same one with the same seed', async () => {
    const seeded = ['--url', server.url, '--seed', '11']
    const [first, second] = await Promise.all([play(seeded, 'quit'), play(seeded, 'quit')])
    expect(second.stdout).toBe(first.stdout)
  })

  it('S11: shows what a terminal would obey, and sends it no colours through a pipe', async () => {
    const [table] = question.tablesInvolved
    const { stdout } = await playQuestion(
      `SELECT char(27) || '[2J' AS a, char(8238) || 'b' AS b FROM ${table} LIMIT 1`,
      `describe x${ESCAPE}[31m`,
      'quit',
    )
    expect(stdout).toContain(String.raw`\u{1b}[2J`)
    expect(stdout).toContain(String.raw`\u{202e}b`)
    expect(stdout).toContain(String.raw`x\u{1b}[31m`)
    expect(/[^\P{Cc}\n]|\p{Bidi_Control}/u.test(stdout)).toBe(false)
  })

  it('is put at the end of the file of --record, also when it is left', async () => {
    const file = join(folder, 'played.jsonl')
    const record = ['--url', server.url, '--question', question.questionId, '--record', file]
    await play(record, 'SELECT 1', 'quit')
    await play(record, 'answer no such thing')
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    expect(lines.map(readTrajectory)).toMatchObject([
      { kind: 'trajectory', trajectory: { outcome: null, steps: [{}] } },
      { kind: 'trajectory', trajectory: { outcome: 'wrong', steps: [{}] } },
    ])
  })

  it('is not begun where --record cannot be written', async () => {
    const { code, stdout, stderr } = await play(['--url', server.url, '--record', folder], 'quit')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^Cannot write .*: EISDIR.*\n$/)
  })

  it('ends cleanly on Ctrl-C', async () => {
    const { child, printed, end } = startGame(['--url', server.url])
    const ended = end()
    await expect.poll(() => printed.stdout, { timeout: 20_000 }).toContain('steps left')
    child.kill('SIGINT')
    const { code, stdout, stderr } = await ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Left after 0 steps')
  })
})

describe('without an episode', () => {
  it('says in one line that no server is there, and how to start one', async () => {
    const gone = await startServerProcess(testDataDir())
    await gone.stop()
    const { code, stdout, stderr } = await play(['--url', gone.url])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toBe(
      `No SQLEnv server answers at ${gone.url}. Start one in another terminal: npm start\n`,
    )
  })

  it('says in one line that the server went away', async () => {
    const leaving = await startServerProcess(testDataDir())
    const { child, printed, end } = startGame(['--url', leaving.url])
    const ended = end()
    await expect.poll(() => printed.stdout, { timeout: 20_000 }).toContain('steps left')
    await leaving.stop()
    child.stdin.end('SELECT 1\n')
    const { code, stderr } = await ended
    expect(code).toBe(1)
    expect(stderr).toBe(
      `The server at ${leaving.url} closed the connection, and the episode is gone with it.\n`,
    )
  })

  it.each([
    [['--db', 'no_such_database'], 1, /^db_id: .*no_such_database\n$/],
    [['--dataset', 'none'], 1, /^dataset: .*none.*\n$/],
    [['--split', 'holdout'], 1, /^split: .*\n$/],
    [['--index', '0'], 1, /^index: .*split\n$/],
    [['--reward', 'double'], 1, /^reward: .*\n$/],
    [['--grading', 'lenient'], 1, /^grading: .*\n$/],
    [['--budget', '101'], 1, /^step_budget: .*100\n$/],
    [
      ['--seed', 'seven'],
      2,
      /^Expected --seed to be a number from 0 to \d+, got seven\nSee: .*--help\n$/,
    ],
    [['--colour'], 2, /^Unknown option '--colour'.*\nSee: .*--help\n$/],
    [['--url', 'ftp://host'], 1, /^Expected the URL of a server, got ftp:\/\/host\n$/],
  ])('refuses %j in words', async (args, code, message) => {
    const failed = await play(['--url', server.url, ...args])
    expect(failed).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(message) })
  })

  it.skipIf(!hasSpider)('says where a database is that another data set has', async () => {
    const { code, stderr } = await play(['--url', server.url, '--db', 'world_1'])
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^db_id: .*dataset spider\n$/)])
  })

  it('explains itself with --help', async () => {
    const { code, stdout } = await play(['--help'])
    expect(code).toBe(0)
    for (const option of [
      'url',
      'dataset',
      'split',
      'db',
      'difficulty',
      'seed',
      'question',
      'index',
      'budget',
      'reward',
      'grading',
    ]) {
      expect(stdout).toContain(`--${option} `)
    }
  })
})
