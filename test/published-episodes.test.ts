/** Episodes whose totals the predecessor published, on the databases that it used. */

import { afterAll, beforeAll, expect, it } from 'vitest'

import { createEnvironment } from '../src/episode/environment.ts'
import { hasSpider, testDataDir } from './fixtures.ts'
import { openInProcess } from './in-process.ts'
import type { InProcess } from './in-process.ts'

let inProcess: InProcess

beforeAll(() => {
  inProcess = openInProcess(testDataDir())
})
afterAll(() => inProcess.close())

async function total(questionText: string, actions: readonly (readonly [string, string])[]) {
  const environment = createEnvironment(inProcess.ports)
  const started = environment.reset({ questionText, rewardProfile: 'published', dataset: 'spider' })
  expect(started.kind).toBe('started')
  let sum = 0
  for (const [actionType, argument] of actions) {
    sum += (await environment.step({ actionType, argument })).reward ?? 0
  }
  return sum
}

const BIGGEST_BONUS =
  'SELECT t1.name FROM employee AS t1 JOIN evaluation AS t2 ON t1.employee_id = t2.employee_id ORDER BY t2.bonus DESC LIMIT 1'

it.runIf(hasSpider)('DESCRIBE, a perfect QUERY and a right ANSWER total 1.15', async () => {
  const actions = [
    ['DESCRIBE', 'employee'],
    ['QUERY', 'SELECT count(*) FROM employee'],
    ['ANSWER', '10'],
  ] as const
  expect(await total('How many employees are there?', actions)).toBeCloseTo(1.15, 9)
})

it.runIf(hasSpider)(
  'the biggest bonus, with one unknown column on the way, totals 1.13',
  async () => {
    const actions = [
      ['DESCRIBE', 'employee'],
      ['QUERY', 'SELECT name FROM employee ORDER BY bonus DESC LIMIT 1'],
      ['DESCRIBE', 'evaluation'],
      ['QUERY', BIGGEST_BONUS],
      ['ANSWER', 'Louis Deacon'],
    ] as const
    const text = 'Which employee received the biggest bonus? Give me the employee name.'
    expect(await total(text, actions)).toBeCloseTo(1.13, 9)
  },
)
