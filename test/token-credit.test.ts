/** Credit for parts of an action, on real databases: docs/token-credit.md is held to it. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { readDatabaseSchema } from '../src/adapters/node/database-catalogue.ts'
import { createNodeApp } from '../src/adapters/node/node-app.ts'
import type { NodeApp } from '../src/adapters/node/node-app.ts'
import { openSqliteEngine } from '../src/adapters/node/sqlite/sqlite-engine.ts'
import { playEpisode } from '../src/client/play-episode.ts'
import { connectSqlEnv } from '../src/client/sqlenv-client.ts'
import type { SqlEnvClient } from '../src/client/sqlenv-client.ts'
import { createEnvironment } from '../src/episode/environment.ts'
import type { Environment } from '../src/episode/environment.ts'
import { fetchEnvironmentFacts } from '../src/evaluation/trajectory/environment-facts.ts'
import { readTrajectory } from '../src/evaluation/trajectory/read-trajectory.ts'
import { createTrajectoryRecorder } from '../src/evaluation/trajectory/trajectory-recorder.ts'
import type { WireAction } from '../src/protocol/action.ts'
import type { WireReply } from '../src/protocol/reply.ts'
import { createQuestionBank, playableQuestions } from '../src/questions/bank.ts'
import { askedQuestion } from './asked-questions.ts'
import { creditedStep, expectLawfulCredit } from './credit-laws.ts'
import { testDataDir } from './fixtures.ts'
import { openInProcess } from './in-process.ts'
import { listenTo } from './listening.ts'
import type { Listening } from './listening.ts'
import { petsPorts } from './pets-world.ts'
import { CORPUS_DATABASE, HOSTILE_STATEMENTS, LEGITIMATE_STATEMENTS } from './sql-corpus.ts'

const DOCUMENT = join(import.meta.dirname, '..', 'docs', 'token-credit.md')
const BEGIN = '<!-- example -->'
const END = '<!-- end -->'
const CANCELLED = { question_id: 'island_ferries_002' }
const SAILINGS = 'SELECT count(*) FROM sailings'
const GOLD = `${SAILINGS} WHERE status = 'cancelled'`

let nodeApp: NodeApp
let server: Listening

beforeAll(async () => {
  nodeApp = createNodeApp({ dataDir: testDataDir(), settings: { QUERY_PROCESSES: 1 } })
  server = await listenTo(nodeApp)
})
afterAll(async () => {
  await server.stop()
  await nodeApp.close()
})

const act = (words: string): WireAction => {
  const [action_type = '', ...argument] = words.split(' ')
  return { action_type, argument: argument.join(' ') }
}

async function withClient<T>(use: (client: SqlEnvClient) => Promise<T>): Promise<T> {
  const client = await connectSqlEnv(server.url)
  try {
    return await use(client)
  } finally {
    await client.close()
  }
}

/** Each part of the text with its term, as a line that shows what it has earned. */
function creditLines({ argument }: WireAction, { metadata }: WireReply): string[] {
  const characters = Array.from(argument)
  return (metadata.credit ?? []).map(({ start, end, term, value }) => {
    const words = characters.slice(start, end).join('')
    return `${term.padEnd(10)} ${value.toFixed(5).padStart(8)}  ${start}–${end}  ${words}`
  })
}

describe('over a socket', () => {
  const ACTIONS = [
    'DESCRIBE salings',
    'DESCRIBE sailings',
    'SAMPLE vessels',
    'SAMPLE vessels',
    `QUERY SELECT '🏝', s.colour, colour FROM sailings AS s WHERE "s" . "colour" = 3`,
    'QUERY SELECT x FROM nowhere',
    'QUERY SELEC 1',
    'QUERY DELETE FROM sailings',
    "QUERY SELECT date('now') FROM sailings",
    `QUERY ${SAILINGS} WHERE status = 'canceled'`,
    `QUERY ${GOLD}`,
    `QUERY ${GOLD} -- again`,
    `QUERY ${SAILINGS}`,
    'LOOK around',
    'QUERY  ',
    'ANSWER 91',
  ].map(act)

  it('adds up to the reward at every step, for every kind of action', async () => {
    await withClient(async (client) => {
      const opening = await client.reset({ ...CANCELLED, step_budget: 20, credit: true })
      expect(opening.metadata.credit).toEqual([])
      for (const action of ACTIONS) {
        const reply = await client.step(action)
        expectLawfulCredit(action.argument, creditedStep(reply))
        expect(reply.metadata.credit).not.toEqual([])
      }
      const late = await client.step(act('QUERY SELECT 1'))
      expect(late.metadata.credit).toEqual([])
    })
  })

  it('goes to all of the text where what is left of the query never ends', async () => {
    // Without its first condition the second one counts for ever.
    const endless = '(SELECT max(i + sailing_id) FROM n) > 0'
    const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)'
    const argument = `${numbers} ${SAILINGS} WHERE sailing_id < 0 AND ${endless}`
    await withClient(async (client) => {
      await client.reset({ ...CANCELLED, credit: true })
      const reply = await client.step({ action_type: 'QUERY', argument })
      expectLawfulCredit(argument, creditedStep(reply))
      const progress = reply.metadata.credit?.filter(({ term }) => term === 'progress')
      expect(progress).toMatchObject([{ start: 0, end: argument.length }])
      const next = await client.step(act(`QUERY ${GOLD}`))
      expect(next.observation.step_count).toBe(2)
      expect(next.metadata.query?.code).toBe('ok')
    })
  })

  it('is not there unless it is asked for, and all else is the same bytes', async () => {
    await withClient(async (client) => {
      for (const credit of [undefined, null, false]) {
        const reset = { ...CANCELLED, ...(credit !== undefined && { credit }) }
        expect((await client.reset(reset)).metadata).not.toHaveProperty('credit')
        expect((await client.step(act(`QUERY ${GOLD}`))).metadata).not.toHaveProperty('credit')
      }
    })
  })

  it('refuses what is neither true nor false', async () => {
    await withClient(async (client) => {
      const reset = { credit: 'yes' as unknown as boolean }
      await expect(client.reset(reset)).rejects.toMatchObject({
        code: 'VALIDATION_ERROR',
        message: expect.stringContaining('credit'),
      })
    })
  })

  it('is kept at every step of a trajectory, also where it is as before', async () => {
    const lines: string[] = []
    const recorder = createTrajectoryRecorder(
      await fetchEnvironmentFacts(server.url),
      (trajectory) => lines.push(JSON.stringify(trajectory)),
    )
    const client = await connectSqlEnv(server.url, { onExchange: recorder.onExchange })
    const actions = ['DESCRIBE nowhere', 'SAMPLE nowhere', `QUERY ${GOLD}`, 'ANSWER 91'].map(act)
    const replies: WireReply[] = []
    const player = () => actions[replies.length - 1] ?? act('ANSWER')
    for await (const reply of playEpisode(client, { ...CANCELLED, credit: true }, player)) {
      replies.push(reply)
    }
    await client.close()
    const reading = readTrajectory(lines[0] ?? '')
    if (reading.kind !== 'trajectory') expect.fail(JSON.stringify(reading))
    expect(reading.trajectory.reset).toEqual({ ...CANCELLED, credit: true })
    for (const { reply } of reading.trajectory.steps) {
      expect(reply.metadata).toHaveProperty('credit')
    }
    expect(reading.exchanges.map(({ reply }) => reply)).toEqual(replies)
  })

  it('is as the example in docs/token-credit.md has it', async () => {
    const text = readFileSync(DOCUMENT, 'utf8')
    const [before = '', rest = ''] = text.split(BEGIN)
    const [written = '', after = ''] = rest.split(END)
    const actions = [...written.matchAll(/^→ (.*)$/gm)].map(([, words = '']) => act(words))
    const lines = await withClient(async (client) => {
      const played: string[] = []
      await client.reset({ ...CANCELLED, credit: true })
      for (const action of actions) {
        const reply = await client.step(action)
        played.push(`→ ${action.action_type} ${action.argument}`)
        played.push(`reward ${(reply.reward ?? 0).toFixed(5)}`, ...creditLines(action, reply), '')
      }
      return played
    })
    const example = `\n\n\`\`\`text\n${lines.join('\n').trimEnd()}\n\`\`\`\n\n`
    if (process.env['UPDATE_DOCS'] === '1') {
      writeFileSync(DOCUMENT, [before, BEGIN, example, END, after].join(''))
    }
    expect(readFileSync(DOCUMENT, 'utf8')).toContain(`${BEGIN}${example}${END}`)
    expect(actions.length).toBeGreaterThan(3)
  })
})

it('finds the clauses of every built-in gold, and adds up', async () => {
  const { ports, close } = openInProcess(testDataDir())
  const environment = createEnvironment(ports)
  const questions = playableQuestions(ports.bank.defaultDataset)
  for (const { questionId, goldSql: argument } of questions) {
    environment.reset({ questionId, givesCredit: true })
    const { reward, metadata } = await environment.step({ actionType: 'QUERY', argument })
    expectLawfulCredit(argument, { reward, terms: metadata.rewardTerms, credit: metadata.credit })
    const progress = metadata.credit?.filter(({ term }) => term === 'progress') ?? []
    expect(progress.length, argument).toBeGreaterThan(0)
    for (const { start, end, value } of progress) {
      expect(value).toBeGreaterThan(0)
      expect(end - start, argument).toBeLessThan(Array.from(argument).length)
    }
  }
  expect(questions.length).toBeGreaterThan(700)
  close()
}, 120_000)

describe('on hostile statements', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sqlenv-credit-'))
  const path = join(folder, 'corpus.sqlite')
  const builder = new Database(path)
  builder.exec(CORPUS_DATABASE)
  builder.close()
  const engine = openSqliteEngine(path)

  afterAll(() => {
    engine.close()
    rmSync(folder, { recursive: true })
  })

  function begin(): Environment {
    const question = askedQuestion({ questionId: 'q', databaseId: 'corpus', goldAnswer: [['Rex']] })
    const environment = createEnvironment({
      ...petsPorts,
      limits: { ...petsPorts.limits, argumentBytesMax: 65_536 },
      bank: createQuestionBank([{ name: 'corpus', questions: [question] }]),
      schemaOf: () => readDatabaseSchema('corpus', path),
      queries: { run: async (_key, sql, limits) => engine.run(sql, limits) },
    })
    environment.reset({ givesCredit: true, stepBudget: 100 })
    return environment
  }

  it('S1: adds up, with an astral character before them too, and twice', async () => {
    const statements = [
      ...HOSTILE_STATEMENTS.map(([sql]) => sql),
      ...LEGITIMATE_STATEMENTS.map(([sql]) => sql),
    ]
    for (const sql of statements) {
      const environment = begin()
      for (const argument of [sql, `/* 🏝👩‍🔬 */ ${sql}`, sql]) {
        const { reward, metadata } = await environment.step({ actionType: 'QUERY', argument })
        const { rewardTerms: terms, credit } = metadata
        expectLawfulCredit(argument, { reward, terms, credit })
      }
    }
  })

  it.each([
    ['SELECT weight, wieght FROM pet', ['wieght']],
    ["SELECT '🏝', pet . wieght FROM pet", ['pet . wieght']],
    ['SELECT p."wieght" FROM pet p WHERE P.wieght > 3', ['p."wieght"', 'P.wieght']],
    ['SELECT name FROM owner JOIN pet USING (owner_id)', ['name']],
    ['SELECT name FROM pets', ['pets']],
    ['SELECT name FROM "pe""ts"', ['"pe""ts"']],
    ['SELECT q.* FROM pet', ['q']],
    ['SELECT mediane(weight) FROM pet', ['mediane']],
    ['SELECT name, FROM pet', ['FROM']],
    ["SELECT 'open FROM pet", ["'open FROM pet"]],
    ['SELECT name FROM pet WHERE count(*) > 1', ['count']],
    ["SELECT date('now')", ["'now'"]],
  ])("blames the words that SQLite's own message names: %s", async (sql, words) => {
    const { metadata } = await begin().step({ actionType: 'QUERY', argument: sql })
    const characters = Array.from(sql)
    const blamed = metadata.credit?.filter(({ term }) => term === 'step_cost') ?? []
    expect(blamed.map(({ start, end }) => characters.slice(start, end).join(''))).toEqual(words)
  })
})
