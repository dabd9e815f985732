/** Laws of an episode, searched for exceptions on a real database. */

import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Action } from '../src/episode/action.ts'
import { createEnvironment } from '../src/episode/environment.ts'
import type { Environment } from '../src/episode/environment.ts'
import type { Reply } from '../src/episode/reply.ts'
import { REWARD_TERMS, sumTerms } from '../src/reward/terms.ts'
import { makeCompanyData } from './company-data.ts'
import type { CompanyData } from './company-data.ts'
import { openInProcess } from './in-process.ts'
import type { InProcess } from './in-process.ts'

let data: CompanyData
let inProcess: InProcess

beforeAll(() => {
  data = makeCompanyData()
  inProcess = openInProcess(data.dataDir)
})
afterAll(() => {
  inProcess.close()
  data.remove()
})

const GOLD = 'SELECT name, salary FROM employee ORDER BY salary DESC'

/** Everything from perfect to hopeless, new and repeated, for the question `company_004`. */
const ACTIONS: readonly Action[] = [
  ['DESCRIBE', 'employee'],
  ['describe', 'EMPLOYEE'],
  ['DESCRIBE', 'department'],
  ['DESCRIBE', 'nowhere'],
  ['SAMPLE', 'employee'],
  ['SAMPLE', 'department'],
  ['QUERY', GOLD],
  ['QUERY', `${GOLD} -- again;`],
  ['QUERY', `${GOLD} LIMIT 3`],
  ['QUERY', `${GOLD} LIMIT 2`],
  ['QUERY', `${GOLD} LIMIT 1`],
  ['QUERY', 'SELECT name, salary FROM employee ORDER BY salary'],
  ['QUERY', 'SELECT name FROM employee'],
  ['QUERY', 'SELECT * FROM employee'],
  ['QUERY', 'SELECT * FROM employee, department, employee AS e, department AS d'],
  ['QUERY', 'SELECT name FROM employee WHERE 0'],
  ['QUERY', 'SELECT count(*) FROM department'],
  ['QUERY', "SELECT 'Cara', 100.5 FROM employee LIMIT 1"],
  ['QUERY', "VALUES ('Cara', 100.5), ('Bob', 100.0), ('Alice', 99.5)"],
  ['QUERY', 'SELECT 1'],
  ['QUERY', 'SELECT nothing FROM employee'],
  ['QUERY', 'DELETE FROM employee'],
  ['QUERY', ''],
  ['SHRUG', 'x'],
].map(([actionType = '', argument = '']) => ({ actionType, argument }))

const WRONG_ANSWER: Action = { actionType: 'ANSWER', argument: 'nobody' }
const RIGHT_ANSWER: Action = {
  actionType: 'ANSWER',
  argument: 'Cara | 100.5\nBob | 100\nAlice | 99.5',
}

function begin(stepBudget: number): Environment {
  const environment = createEnvironment(inProcess.ports)
  environment.reset({ questionId: 'company_004', stepBudget })
  return environment
}

async function play(stepBudget: number, actions: readonly Action[]): Promise<Reply[]> {
  const environment = begin(stepBudget)
  const replies: Reply[] = []
  for (const action of actions) replies.push(await environment.step(action))
  return replies
}

function total(replies: readonly Reply[]): number {
  return replies.reduce((sum, { reward }) => sum + (reward ?? 0), 0)
}

const anyActions = fc.array(fc.constantFrom(...ACTIONS, WRONG_ANSWER, RIGHT_ANSWER), {
  maxLength: 20,
})
const explorations = fc.array(fc.constantFrom(...ACTIONS, WRONG_ANSWER), { maxLength: 40 })
const anyBudget = fc.integer({ min: 1, max: 100 })

it('the terms of every step sum to its reward, in table order', async () => {
  await fc.assert(
    fc.asyncProperty(anyActions, anyBudget, async (actions, stepBudget) => {
      for (const { reward, metadata } of await play(stepBudget, actions)) {
        expect(reward).toBe(sumTerms(metadata.rewardTerms))
        const order = Object.keys(metadata.rewardTerms)
        expect(order).toEqual(REWARD_TERMS.filter((term) => order.includes(term)))
      }
    }),
  )
})

it('nothing changes after the end', async () => {
  await fc.assert(
    fc.asyncProperty(anyActions, anyActions, async (before, after) => {
      const environment = begin(15)
      for (const action of before) await environment.step(action)
      await environment.step(WRONG_ANSWER)
      const state = environment.state()
      for (const action of after) {
        const reply = await environment.step(action)
        expect([reply.reward, reply.isDone]).toEqual([0, true])
      }
      expect(environment.state()).toEqual(state)
    }),
  )
})

it('counts every step once and never beyond the budget', async () => {
  await fc.assert(
    fc.asyncProperty(anyActions, anyBudget, async (actions, stepBudget) => {
      const replies = await play(stepBudget, actions)
      for (const { observation, isDone, metadata } of replies) {
        expect(observation.stepCount + observation.budgetRemaining).toBe(stepBudget)
        expect(observation.actionHistory).toHaveLength(observation.stepCount)
        expect(isDone).toBe(metadata.outcome !== null)
      }
    }),
  )
})

it('the same actions give the same replies', async () => {
  await fc.assert(
    fc.asyncProperty(anyActions, async (actions) => {
      expect(JSON.stringify(await play(15, actions))).toBe(JSON.stringify(await play(15, actions)))
    }),
  )
})

describe('R6: an episode without a right answer totals at most 0.30', () => {
  const BOUND = 0.3 + 1e-9

  it('for random policies', async () => {
    await fc.assert(
      fc.asyncProperty(explorations, anyBudget, async (actions, stepBudget) => {
        expect(total(await play(stepBudget, actions))).toBeLessThanOrEqual(BOUND)
      }),
      { numRuns: 500 },
    )
  })

  it.each([1, 2, 3, 5, 10, 15, 40, 100])(
    'for a greedy policy at a budget of %i',
    async (budget) => {
      const taken: Action[] = []
      for (let step = 0; step < Math.min(budget, 15); step += 1) {
        const totals = await Promise.all(
          ACTIONS.map(async (action) => total(await play(budget, [...taken, action]))),
        )
        const best = ACTIONS[totals.indexOf(Math.max(...totals))]
        if (best !== undefined) taken.push(best)
        expect(Math.max(...totals)).toBeLessThanOrEqual(BOUND)
      }
    },
  )

  it.each([2, 15, 50, 100])(
    'R3: for a policy that goes up and down for %i steps',
    async (budget) => {
      const actions = Array.from({ length: budget }, (_, step): Action => {
        const sql = step % 2 === 0 ? GOLD : 'SELECT name FROM employee'
        return { actionType: 'QUERY', argument: `${sql} LIMIT ${step + 3}` }
      })
      expect(total(await play(budget, actions))).toBeLessThanOrEqual(BOUND)
    },
  )

  it('while the published profile pays such a policy 0.50 and more', async () => {
    const environment = createEnvironment(inProcess.ports)
    environment.reset({ questionId: 'company_004', rewardProfile: 'published' })
    let sum = 0
    for (let step = 0; step < 15; step += 1) {
      const argument = step % 2 === 0 ? `${GOLD} LIMIT ${step + 3}` : `SELECT ${step} WHERE 0`
      sum += (await environment.step({ actionType: 'QUERY', argument })).reward ?? 0
    }
    expect(sum).toBeCloseTo(0.5, 9)
  })
})
