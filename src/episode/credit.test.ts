import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { expectLawfulCredit } from '../../test/credit-laws.ts'
import { petsPorts } from '../../test/pets-world.ts'
import { REWARD_PROFILE_NAMES } from '../reward/profiles.ts'
import type { QueryLimits, QueryOutcome } from '../sql/query.ts'
import type { Action } from './action.ts'
import { CLAUSES_MAX } from './clause-shares.ts'
import { createEnvironment } from './environment.ts'
import type { Environment } from './environment.ts'
import type { Episode } from './episode.ts'
import type { Reply } from './reply.ts'
import { snapshotOf } from './snapshot.ts'

const query = (argument: string): Action => ({ actionType: 'QUERY', argument })

type Run = { readonly sql: string; readonly limits: QueryLimits }

/** @param outcomes - of some queries, by their text; else what the world has */
function begin(outcomes: Readonly<Record<string, QueryOutcome | Error>> = {}) {
  const runs: Run[] = []
  const environment = createEnvironment({
    ...petsPorts,
    queries: {
      async run(databaseKey, sql, limits, turn, siblingKey) {
        runs.push({ sql, limits })
        const outcome = outcomes[sql]
        if (outcome instanceof Error) throw outcome
        return outcome ?? petsPorts.queries.run(databaseKey, sql, limits, turn, siblingKey)
      },
    },
  })
  environment.reset({ givesCredit: true })
  return { environment, runs }
}

/** The term's parts of the text with their values. */
async function partsOf(environment: Environment, action: Action, term: string) {
  const { metadata } = await environment.step(action)
  const characters = Array.from(action.argument)
  return (metadata.credit ?? [])
    .filter((credit) => credit.term === term)
    .map(({ start, end, value }) => [characters.slice(start, end).join(''), value])
}

const GOLD = 'SELECT gold FROM pet LIMIT 1'

describe('progress', () => {
  it('goes to the clauses without which the result is farther from gold', async () => {
    const { environment } = begin()
    // The limit changes nothing in a world where results follow from the word gold.
    expect(await partsOf(environment, query(GOLD), 'progress')).toEqual([
      // Another name is a quarter of the way, and no table is none of it.
      ['gold', expect.closeTo((0.15 * 3) / 7, 12)],
      ['FROM pet', expect.closeTo((0.15 * 4) / 7, 12)],
    ])
  })

  it('that is lost goes to the clauses without which it would not be', async () => {
    const { environment } = begin()
    await environment.step(query(GOLD))
    const action = query('SELECT name FROM pet WHERE lost')
    const { environment: mended } = begin({
      'SELECT name FROM pet  ': {
        kind: 'table',
        table: { columns: ['name'], rows: [['Ann']], isTruncated: false },
        siblingTable: { columns: ['name'], rows: [['Bo']], isTruncated: false },
        tablesRead: ['pet'],
      },
    })
    await mended.step(query(GOLD))
    expect(await partsOf(mended, action, 'progress')).toEqual([['WHERE lost', expect.any(Number)]])
    // Where nothing alone would mend it, all of it has lost.
    expect(await partsOf(environment, action, 'progress')).toEqual([
      [action.argument, expect.any(Number)],
    ])
  })

  it('goes to all of the text where a clause cannot be tried in time, or there are too many', async () => {
    const { environment, runs } = begin({
      'SELECT   FROM pet LIMIT 1': { kind: 'timed_out', deadlineMs: 625 },
    })
    expect(await partsOf(environment, query(GOLD), 'progress')).toEqual([
      [GOLD, expect.closeTo(0.15)],
    ])
    // No other one is tried after it.
    expect(runs).toHaveLength(2)

    const arms = Array(CLAUSES_MAX + 1).fill('SELECT gold')
    const long = query(`${arms.join(' UNION ')} FROM pet`)
    const other = begin()
    expect(await partsOf(other.environment, long, 'progress')).toEqual([
      [long.argument, expect.closeTo(0.15)],
    ])
    expect(other.runs).toHaveLength(1)
  })

  it('is looked for within one more deadline', async () => {
    const { environment, runs } = begin()
    await environment.step(query(GOLD))
    const [whole, ...others] = runs
    expect(whole?.limits.stepsShare).toBeUndefined()
    expect(others.map(({ sql }) => sql)).toEqual([
      'SELECT   FROM pet LIMIT 1',
      'SELECT gold   LIMIT 1',
      'SELECT gold FROM pet  ',
    ])
    for (const { limits } of others) {
      expect(limits.deadlineMs).toBe((whole?.limits.deadlineMs ?? 0) / CLAUSES_MAX)
      expect(limits.stepsShare).toBe(1 / CLAUSES_MAX)
    }
  })

  it('is looked for only where there is some', async () => {
    const { environment, runs } = begin()
    await environment.step(query('SELECT bad FROM pet'))
    await environment.step(query('SELECT 1'))
    expect(runs).toHaveLength(2)
  })
})

describe('a failed action', () => {
  it.each<readonly [string, string, string, readonly string[]]>([
    ['QUERY', 'SELECT bad, "bad" FROM pet', 'step_cost', ['bad', '"bad"']],
    ['QUERY', "SELECT '🏝👩‍🔬' || bad", 'step_cost', ['bad']],
    ['DESCRIBE', '\t nowhere ', 'step_cost', ['nowhere']],
    ['SAMPLE', 'nowhere', 'step_cost', ['nowhere']],
    ['QUERY', 'SELECT slow', 'step_cost', ['SELECT slow']],
    ['QUERY', ' ', 'step_cost', [' ']],
    ['QUERY', '', 'step_cost', ['']],
    ['SHRUG', '🏝', 'step_cost', ['🏝']],
    ['ANSWER', 'Rex', 'answer', ['Rex']],
  ])('%s %j is blamed in its words for %s', async (actionType, argument, term, words) => {
    const { environment } = begin()
    const parts = await partsOf(environment, { actionType, argument }, term)
    expect(parts.map(([word]) => word)).toEqual(words)
  })

  it('R1: that is repeated is charged for it as a whole', async () => {
    const { environment } = begin()
    const action = query('SELECT bad FROM pet')
    await environment.step(action)
    expect(await partsOf(environment, action, 'repetition')).toEqual([[action.argument, -0.03]])
  })
})

describe('a fault of ours while clauses are left out', () => {
  it('leaves the episode as it was', async () => {
    const { environment } = begin({ 'SELECT gold   LIMIT 1': new Error('The queue is full') })
    await expect(environment.step(query(GOLD))).rejects.toThrow('The queue is full')
    expect(environment.state()).toMatchObject({ stepCount: 0 })
  })
})

const action: fc.Arbitrary<Action> = fc.record({
  actionType: fc.constantFrom('DESCRIBE', 'SAMPLE', 'QUERY', 'query', 'QUERY', 'ANSWER', '\0'),
  argument: fc.oneof(
    fc.constantFrom('pet', ' Owner;', 'nowhere', 'Ann', 'x'.repeat(300)),
    fc.constantFrom(GOLD, 'SELECT gold, name FROM pet', 'SELECT name FROM pet', 'SELECT gold'),
    fc.constantFrom('SELECT bad FROM pet', 'SELECT slow FROM pet', "SELECT '🏝', bad"),
    fc.string({ unit: 'binary', maxLength: 20 }),
  ),
})

it('changes nothing but the credit: replies and episode are as without it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { maxLength: 12 }),
      fc.constantFrom(...REWARD_PROFILE_NAMES),
      async (actions, rewardProfile) => {
        const play = async (givesCredit: boolean) => {
          let kept: Episode | undefined
          const environment = createEnvironment(petsPorts, { keep: (episode) => (kept = episode) })
          const options = { rewardProfile, givesCredit, stepBudget: 8 }
          const reset = environment.reset(options)
          const replies: Reply[] = reset.kind === 'started' ? [reset.reply] : []
          for (const each of actions) replies.push(await environment.step(each))
          return { replies, text: kept && snapshotOf({ ...kept, givesCredit: false }) }
        }
        const plain = await play(false)
        const credited = await play(true)
        expect(credited.text).toBe(plain.text)
        expect(await play(true)).toEqual(credited)
        for (const [index, reply] of credited.replies.entries()) {
          const { credit, ...metadata } = reply.metadata
          expect({ ...reply, metadata }).toEqual(plain.replies[index])
          expect(plain.replies[index]?.metadata).not.toHaveProperty('credit')
          const argument = actions[index - 1]?.argument ?? ''
          const reward = reply.reward ?? 0
          expectLawfulCredit(argument, { reward, terms: metadata.rewardTerms, credit })
        }
      },
    ),
    { numRuns: 200 },
  )
})
