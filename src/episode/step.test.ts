import { describe, expect, it } from 'vitest'

import type { Question } from '../questions/question.ts'
import { REWARD_PROFILES } from '../reward/profiles.ts'
import type { Row } from '../sql/cell.ts'
import type { QueryOutcome } from '../sql/query.ts'
import type { DatabaseSchema } from '../sql/schema.ts'
import type { Action } from './action.ts'
import { startEpisode } from './episode.ts'
import type { Episode, EpisodeStart } from './episode.ts'
import type { EpisodeLimits } from './limits.ts'
import { playOf } from './play.ts'
import { planStep, settleStep } from './step.ts'
import type { Step } from './step.ts'

const limits: EpisodeLimits = {
  argumentBytesMax: 65_536,
  resultRowsMax: 20,
  resultBytesMax: 16_384,
  cellCharsMax: 500,
  sampleRows: 5,
  queryTimeoutMs: 5000,
}

const question: Question = {
  questionId: 'q1',
  questionText: 'How many singers are there?',
  databaseId: 'concert',
  goldSql: 'SELECT count(*) FROM singer',
  goldColumns: ['count(*)'],
  goldAnswer: [[6n]],
  answerType: 'integer',
  difficulty: 'easy',
  tablesInvolved: ['singer'],
  split: 'train',
  rowOrderMatters: false,
  flags: [],
  source: 'by hand',
  license: 'MIT',
}

const schema: DatabaseSchema = {
  databaseId: 'concert',
  tables: [
    {
      name: 'singer',
      rowCount: 6,
      columns: [
        { name: 'Singer_ID', type: 'INT', isPrimaryKey: true, references: null },
        { name: 'Song Name', type: '', isPrimaryKey: false, references: null },
      ],
    },
    {
      name: 'Order "B"',
      rowCount: 1,
      columns: [
        {
          name: 'singer',
          type: 'INT',
          isPrimaryKey: false,
          references: { table: 'singer', column: 'Singer_ID' },
        },
      ],
    },
  ],
}

function start(more: Partial<EpisodeStart> = {}): Episode {
  return startEpisode({
    episodeId: null,
    question,
    ...playOf('concerts', question),
    schema,
    stepBudget: 15,
    rewardProfile: REWARD_PROFILES.default,
    grading: 'strict',
    givesCredit: false,
    limits,
    ...more,
  })
}

function act(words: string): Action {
  const [actionType = '', ...argument] = words.split(' ')
  return { actionType, argument: argument.join(' ') }
}

function table(...rows: Row[]): QueryOutcome {
  const columns = (rows[0] ?? []).map((_, index) => `c${index}`)
  return { kind: 'table', table: { columns, rows, isTruncated: false }, tablesRead: ['singer'] }
}

/** Takes a step whose query, if it makes one, gives `outcome`. */
function take(episode: Episode, words: string, outcome: QueryOutcome = table([1n])): Step {
  const action = act(words)
  const plan = planStep(episode, action)
  return plan.kind === 'settled' ? plan.step : settleStep(episode, action, outcome)
}

function takeAll(episode: Episode, ...words: string[]): Step[] {
  const steps: Step[] = []
  for (const word of words) steps.push(take(steps.at(-1)?.episode ?? episode, word))
  return steps
}

describe('DESCRIBE', () => {
  it('shows columns, types, keys and the row count, and schema_info keeps them', () => {
    const { reply } = take(start(), 'DESCRIBE Order "B"')
    expect(reply.observation.result).toBe(
      'Table Order "B": 1 row\n- singer INT, references singer(Singer_ID)',
    )
    expect(reply.observation.schemaInfo).toBe(
      `Tables: singer, Order "B"\n\n${reply.observation.result}`,
    )
  })

  it('knows a table in any letter case, and in quotes', () => {
    for (const name of ['SINGER', ' singer ', '"singer"', '`Singer`', '[singer]']) {
      expect(take(start(), `DESCRIBE ${name}`).reply.observation.error).toBe('')
    }
  })

  it('R1: is the same action however the name is written', () => {
    const [first, ...others] = takeAll(
      start(),
      ...['singer', '"singer"', '`SINGER`', '[Singer]', 'singer;', ' singer '].map(
        (name) => `DESCRIBE ${name}`,
      ),
    )
    expect(first?.reply.metadata.rewardTerms.novelty).toBe(0.01)
    for (const { reply } of others) expect(reply.metadata.rewardTerms.repetition).toBe(-0.03)
  })

  it('is another action than the slip whose hint it follows', () => {
    const [, hinted] = takeAll(start(), 'DESCRIBE singers', 'DESCRIBE singer')
    expect(hinted?.reply.metadata.rewardTerms.novelty).toBe(0.01)
  })

  it('lists a table once in schema_info, however often it is described', () => {
    const [once, twice] = takeAll(start(), 'DESCRIBE singer', 'describe SINGER')
    expect(twice?.reply.observation.schemaInfo).toBe(once?.reply.observation.schemaInfo)
    expect(twice?.reply.metadata.rewardTerms).toEqual({
      execution: 0.02,
      repetition: -0.03,
      step_cost: -0.02,
    })
  })

  it('names the tables, and the nearest, when there is no such table', () => {
    expect(take(start(), 'DESCRIBE singers').reply.observation.error).toBe(
      'Unknown table singers. Did you mean singer? Tables: singer, Order "B"',
    )
  })

  it.each(['singer; DROP TABLE singer', 'singer"; --', 'singer LIMIT 0', 'sqlite_master', '../x'])(
    'S8: takes %s for a name that no table has',
    (name) => {
      expect(take(start(), `DESCRIBE ${name}`).reply.observation.error).toContain('Unknown table')
      expect(planStep(start(), act(`SAMPLE ${name}`)).kind).toBe('settled')
    },
  )
})

describe('SAMPLE', () => {
  it('asks for five rows of the table, its name quoted from the catalogue', () => {
    expect(planStep(start(), act('SAMPLE order "b"'))).toMatchObject({
      kind: 'query',
      databaseId: 'concert',
      sql: 'SELECT * FROM "Order ""B""" LIMIT 5',
    })
  })

  it('shows them numbered under their names', () => {
    const { reply } = take(start(), 'SAMPLE singer', table([1n, 'Joe'], [2n, null], [3n, 37.0]))
    expect(reply.observation.result).toBe('c0 | c1\n1. 1 | Joe\n2. 2 | NULL\n3. 3 | 37.0')
    expect(reply.metadata.query).toBeNull()
  })
})

describe('QUERY', () => {
  it('shows 20 rows and says how many there are', () => {
    const rows = Array.from({ length: 25 }, (_, index) => [BigInt(index)])
    const { reply } = take(start(), 'QUERY SELECT n FROM t', table(...rows))
    const lines = reply.observation.result.split('\n')
    expect([lines.length, lines.at(-2), lines.at(-1)]).toEqual([22, '20. 19', '(20 of 25 rows)'])
    expect(reply.metadata.query).toEqual({ rows: 25, truncated: true, code: 'ok' })
  })

  it('says of a result that was not read to its end that there are more', () => {
    const rows = Array.from({ length: 1000 }, () => [1n])
    const outcome = table(...rows)
    if (outcome.kind === 'table') Object.assign(outcome.table, { isTruncated: true })
    const { reply } = take(start(), 'QUERY SELECT n FROM t', outcome)
    expect(reply.observation.result.split('\n').at(-1)).toBe('(20 of more than 1000 rows)')
    expect(reply.metadata.query).toEqual({ rows: 1000, truncated: true, code: 'ok' })
  })

  it('says that there are no rows', () => {
    const outcome: QueryOutcome = {
      kind: 'table',
      table: { columns: ['a', 'a'], rows: [], isTruncated: false },
      tablesRead: ['singer'],
    }
    expect(take(start(), 'QUERY SELECT 1', outcome).reply.observation.result).toBe(
      'a | a\n(no rows)',
    )
  })

  it('cuts long cells and says so, and keeps a row on its line', () => {
    const { reply } = take(start(), 'QUERY SELECT a', table(['x'.repeat(600), 'two\r\nlines']))
    expect(reply.observation.result).toBe(
      `c0 | c1\n1. ${'x'.repeat(500)}… (600 characters) | two lines`,
    )
  })

  it('stops at the bytes that a result may take', () => {
    const wide = Array.from({ length: 10 }, () => 'ü'.repeat(500))
    const { reply } = take(start(), 'QUERY SELECT a', table(wide, wide, wide))
    expect(reply.observation.result).toMatch(/\(1 of 3 rows\)$/)
    expect(reply.metadata.query).toEqual({ rows: 3, truncated: true, code: 'ok' })
  })

  it.each<[QueryOutcome, string, RegExp]>([
    [{ kind: 'refused', reason: 'pragma' }, 'refused', /PRAGMA/],
    [{ kind: 'refused', reason: 'schema_table' }, 'refused', /DESCRIBE/],
    [{ kind: 'failed', message: 'no such column: x' }, 'failed', /^SQL error: no such column: x$/],
    [{ kind: 'timed_out', deadlineMs: 5000 }, 'timed_out', /5 s/],
    [{ kind: 'too_large' }, 'too_large', /memory/],
  ])('goes on after %o', (outcome, code, message) => {
    const { reply } = take(start(), 'QUERY SELECT x', outcome)
    expect(reply.observation).toMatchObject({ error: expect.stringMatching(message), result: '' })
    expect(reply).toMatchObject({ reward: -0.02, isDone: false })
    expect(reply.metadata.query).toEqual({ rows: 0, truncated: false, code })
  })

  it('R1: is the same action whatever its case, blanks, comments and closing semicolon', () => {
    const [, again] = takeAll(
      start(),
      'QUERY SELECT name FROM singer',
      'QUERY select  NAME /* x */ from singer ; -- y',
    )
    expect(again?.reply.metadata.rewardTerms.repetition).toBe(-0.03)
  })

  it('is another action when what stands in quotes differs', () => {
    const [, other] = takeAll(start(), "QUERY SELECT 'a' FROM t", "QUERY SELECT 'A' FROM t")
    expect(other?.reply.metadata.rewardTerms.repetition).toBeUndefined()
  })

  it('R1: is not new when its rows were seen, in any order and under other names', () => {
    const first = take(start(), 'QUERY SELECT a FROM t', table([1n], [2n]))
    const second = take(
      first.episode,
      'QUERY SELECT a AS b FROM t ORDER BY 1 DESC',
      table([2n], [1n]),
    )
    expect(first.reply.metadata.rewardTerms.novelty).toBe(0.01)
    expect(second.reply.metadata.rewardTerms.novelty).toBeUndefined()
  })

  it.each<[Row[], Row[]]>([
    [[[37n]], [[37.0]]],
    [[['Ann']], [[' ANN ']]],
    [[[0.1 + 0.2]], [[0.3]]],
  ])('R1: takes %o and %o for the same rows, as the verifier does', (rows, others) => {
    const first = take(start(), 'QUERY SELECT a FROM t', table(...rows))
    const second = take(first.episode, 'QUERY SELECT b FROM t', table(...others))
    expect(second.reply.metadata.rewardTerms.novelty).toBeUndefined()
  })

  it('R3: pays progress as a difference, and takes it back', () => {
    const gold = take(start(), 'QUERY SELECT count(*) FROM singer', table([6n]))
    const junk = take(
      gold.episode,
      'QUERY SELECT name FROM singer',
      table(['a'], ['b'], ['c'], ['d'], ['e']),
    )
    expect(gold.reply.metadata.rewardTerms.progress).toBe(0.15)
    expect(junk.reply.metadata.rewardTerms.progress).toBe(-0.15)
  })

  it('leaves Φ as it is when the query fails or reads no table', () => {
    const gold = take(start(), 'QUERY SELECT count(*) FROM singer', table([6n]))
    const failed = take(gold.episode, 'QUERY SELEC', { kind: 'failed', message: 'syntax error' })
    const constant = take(failed.episode, 'QUERY SELECT 5', {
      kind: 'table',
      table: { columns: ['5'], rows: [[5n]], isTruncated: false },
      tablesRead: [],
    })
    expect([failed.episode.potential, constant.episode.potential]).toEqual([1, 1])
    expect(constant.reply.reward).toBe(-0.02)
  })
})

describe('ANSWER', () => {
  it('ends the episode, right or wrong, and counts as a step', () => {
    const right = take(start(), 'ANSWER 6')
    expect(right.reply).toMatchObject({ reward: 1, isDone: true, metadata: { outcome: 'solved' } })
    expect(right.reply.observation).toMatchObject({ stepCount: 1, budgetRemaining: 14 })
    const wrong = take(start(), 'ANSWER 7')
    expect(wrong.reply).toMatchObject({ reward: 0, isDone: true, metadata: { outcome: 'wrong' } })
    expect(wrong.reply.metadata.rewardTerms).toEqual({ answer: 0 })
  })

  it('is wrong when it is blank', () => {
    expect(take(start(), 'ANSWER  ').reply.metadata.outcome).toBe('wrong')
  })

  it('R9: only the first one counts', () => {
    const [, second] = takeAll(start(), 'ANSWER 7', 'ANSWER 6')
    expect(second?.reply).toMatchObject({ reward: 0, isDone: true, metadata: { outcome: 'wrong' } })
  })

  it('says how it was read, and not what would have been right', () => {
    const { result } = take(start(), 'ANSWER seven').reply.observation
    expect(result).toMatch(/^Wrong\. Your answer was read as .*seven/)
    expect(result).not.toContain('6')
  })

  it('can be the last step of the budget', () => {
    const [, last] = takeAll(start({ stepBudget: 2 }), 'DESCRIBE singer', 'ANSWER 6')
    expect(last?.reply).toMatchObject({ reward: 1, metadata: { outcome: 'solved' } })
  })
})

describe('a malformed action', () => {
  it.each([
    ['EXPLORE singer', 'Unknown action EXPLORE. Expected one of DESCRIBE, SAMPLE, QUERY, ANSWER.'],
    ['DESCRIBE  ', 'DESCRIBE needs a table name.'],
    ['SAMPLE', 'SAMPLE needs a table name.'],
    ['QUERY \n ', 'QUERY needs an SQL query.'],
    [`QUERY ${'x'.repeat(65_537)}`, 'The argument is longer than 65536 bytes.'],
    [`ANSWER ${'ü'.repeat(32_769)}`, 'The argument is longer than 65536 bytes.'],
  ])('costs a step: %.20s', (words, error) => {
    const { reply } = take(start(), words)
    expect(reply.observation).toMatchObject({ error, stepCount: 1, budgetRemaining: 14 })
    expect(reply).toMatchObject({ reward: -0.02, isDone: false })
  })

  it('may write its word in any case', () => {
    expect(take(start(), 'aNsWeR 6').reply.metadata.outcome).toBe('solved')
  })

  it('shows and keeps no more of a word than 40 characters', () => {
    const { reply } = take(start(), `${'W'.repeat(1_000_000)} x`)
    expect(reply.observation.error.length).toBeLessThan(120)
    expect(reply.observation.actionHistory[0]?.length).toBeLessThan(50)
  })
})

describe('the budget', () => {
  it('ends the episode without an answer when it is used up', () => {
    const [, last] = takeAll(start({ stepBudget: 2 }), 'DESCRIBE singer', 'SAMPLE singer')
    expect(last?.reply).toMatchObject({ isDone: true, metadata: { outcome: 'out_of_budget' } })
    expect(last?.reply.metadata.rewardTerms).toMatchObject({ novelty: 0.075, answer: 0 })
    expect(last?.reply.observation.result).not.toBe('')
  })

  it('N7: is not touched by a fault of ours, since nothing is settled then', () => {
    const episode = start()
    expect(planStep(episode, act('QUERY SELECT 1')).kind).toBe('query')
    expect(episode.stepCount).toBe(0)
  })
})

describe('after the end', () => {
  it('R2: nothing changes: error text, reward 0, done', () => {
    const end = take(start(), 'ANSWER 6')
    for (const words of ['QUERY SELECT 1', 'DESCRIBE singer', 'ANSWER 6', 'NONSENSE']) {
      const after = take(end.episode, words)
      expect(after.episode).toBe(end.episode)
      expect(after.reply).toMatchObject({
        reward: 0,
        isDone: true,
        metadata: { outcome: 'solved', rewardTerms: {}, query: null },
      })
      expect(after.reply.observation).toMatchObject({
        error: 'The episode is over: nothing changes any more.',
        stepCount: 1,
      })
    }
  })
})

it('keeps the first 200 characters of an argument in the history', () => {
  const { reply } = take(start(), `query SELECT '${'😀'.repeat(300)}' FROM t`)
  expect(reply.observation.actionHistory).toEqual([`QUERY SELECT '${'😀'.repeat(192)}`])
})

it('never answers with more than 256 KiB', () => {
  const nasty = '\u0001'
  const wide = {
    ...schema,
    tables: Array.from({ length: 3000 }, (_, index) => ({
      name: `${nasty.repeat(20)}${index}`,
      rowCount: 0,
      columns: [],
    })),
  }
  const episode = start({
    schema: wide,
    stepBudget: 100,
    question: { ...question, questionText: nasty.repeat(100_000) },
    limits: { ...limits, resultBytesMax: 65_536, cellCharsMax: 10_000, resultRowsMax: 1000 },
  })
  const rows = Array.from({ length: 1000 }, () =>
    Array.from({ length: 50 }, () => nasty.repeat(9999)),
  )
  let step = take(episode, `QUERY ${nasty.repeat(60_000)}`, table(...rows.slice(0, 20)))
  for (let count = 1; count < 99; count += 1) {
    step = take(step.episode, `QUERY ${nasty.repeat(60_000)}`, {
      kind: 'failed',
      message: nasty.repeat(60_000),
    })
  }
  step = take(step.episode, `QUERY ${nasty.repeat(60_000)}`, table(...rows.slice(0, 20)))
  expect(Buffer.byteLength(JSON.stringify(step.reply))).toBeLessThan(256 * 1024)
})
