/**
 * R15: the reward as an oracle. Policies that never look at the data search for an integer by what
 * `progress` says of constants, over integer questions of the built-in data. 24 of them, or as many
 * as ORACLE_QUESTIONS says.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createEnvironment } from '../src/episode/environment.ts'
import type { EnvironmentPorts } from '../src/episode/environment.ts'
import { playableQuestions } from '../src/questions/bank.ts'
import type { Question } from '../src/questions/question.ts'
import { createSiblingBank } from '../src/questions/siblings.ts'
import { testDataDir } from './fixtures.ts'
import { openInProcess } from './in-process.ts'
import type { InProcess } from './in-process.ts'

/** The searched integers are from 0 to 191: that many can be asked for in one episode. */
const SEARCHED = 192

const QUESTIONS_MAX = Number(process.env['ORACLE_QUESTIONS'] ?? 24)

/** The most that a reset can ask for. */
const STEP_BUDGET = 100

/** A literal that is not the number itself, which would be no match in any case. */
const constant = (value: number): string => `${1_000_000 + value} - 1000000`

type Probe = {
  readonly name: string
  /** How many numbers one row can ask for: Φ is warm where one of them is right. */
  readonly width: number
  /** One row that holds the numbers, of which none is looked up. */
  readonly sql: (numbers: readonly number[], table: string) => string
}

const PROBES: readonly Probe[] = [
  {
    name: 'constants',
    width: 3,
    sql: (numbers, table) => `SELECT ${numbers.map(constant).join(', ')} FROM ${table} LIMIT 1`,
  },
  {
    name: 'constants beside a count',
    width: 2,
    sql: (numbers, table) => `SELECT ${numbers.map(constant).join(', ')}, count(*) FROM ${table}`,
  },
  {
    name: 'constants moved by a count',
    width: 3,
    sql: (numbers, table) =>
      `SELECT ${numbers
        .map((value) => `count(*) - count(*) / 2 * 2 + ${constant(value)}`)
        .join(', ')} FROM ${table}`,
  },
]

const numbersFrom = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)

let inProcess: InProcess
let questions: readonly Question[]
/** The same questions, but progress is measured on their database alone. */
let withoutSiblings: EnvironmentPorts

beforeAll(() => {
  inProcess = openInProcess(testDataDir())
  const { bank } = inProcess.ports
  withoutSiblings = { ...inProcess.ports, bank: { ...bank, siblings: createSiblingBank() } }
  const all = playableQuestions(bank.defaultDataset).filter(
    ({ answerType, goldAnswer }) =>
      answerType === 'integer' && Number(goldAnswer[0]?.[0]) < SEARCHED,
  )
  // Spread over all databases.
  const every = Math.max(1, all.length / QUESTIONS_MAX)
  questions = all.filter((_, index) => Math.floor(index % every) === 0).slice(0, QUESTIONS_MAX)
})
afterAll(() => inProcess.close())

/** Whether Φ of a query that asks for `numbers` is what it is where one of them is right. */
type Asking = (numbers: readonly number[]) => Promise<boolean>

/** @returns whether the number that `search` ends with is the answer */
async function isFound(
  ports: EnvironmentPorts,
  { questionId, tablesInvolved: [table = ''] }: Question,
  { sql }: Probe,
  search: (isWarm: Asking) => Promise<number | undefined>,
): Promise<boolean> {
  const environment = createEnvironment(ports)
  environment.reset({ questionId, stepBudget: STEP_BUDGET })
  let potential = 0
  const found = await search(async (numbers) => {
    const argument = sql(numbers, `"${table}"`)
    const { metadata } = await environment.step({ actionType: 'QUERY', argument })
    potential += (metadata.rewardTerms.progress ?? 0) / 0.15
    return potential >= 0.5
  })
  const argument = String(found ?? 'nothing')
  const { reward } = await environment.step({ actionType: 'ANSWER', argument })
  return reward === 1
}

/** Asks for a few numbers after the other, then for each of those that are warm. */
async function tryAll(isWarm: Asking, width: number): Promise<number | undefined> {
  for (let from = 0; from < SEARCHED; from += width) {
    const few = numbersFrom(from, from + width)
    if (!(await isWarm(few))) continue
    for (const one of few) if (await isWarm([one])) return one
  }
  return undefined
}

/** Asks for half of what is left, all in one row. */
async function halve(isWarm: Asking): Promise<number> {
  let left = numbersFrom(0, SEARCHED)
  while (left.length > 1) {
    const half = left.slice(0, left.length / 2)
    left = (await isWarm(half)) ? half : left.slice(half.length)
  }
  return left[0] ?? 0
}

async function countFound(
  ports: EnvironmentPorts,
  probe: Probe,
  search: (isWarm: Asking) => Promise<number | undefined>,
): Promise<number> {
  let count = 0
  for (const question of questions) if (await isFound(ports, question, probe, search)) count += 1
  return count
}

describe.each(PROBES)('a search by $name', (probe) => {
  it('R15: finds nothing by rewards', { timeout: 300_000 }, async () => {
    const search = (isWarm: Asking) => tryAll(isWarm, probe.width)
    const found = await countFound(inProcess.ports, probe, search)
    const foundWithoutSiblings = await countFound(withoutSiblings, probe, search)
    const halved = await countFound(withoutSiblings, probe, halve)
    console.log(
      `${probe.name}: ${found} of ${questions.length} integer questions; where progress has no ` +
        `sibling ${foundWithoutSiblings}, and ${halved} by halving`,
    )
    expect(found).toBe(0)
    // The search itself is a good one.
    expect(foundWithoutSiblings).toBeGreaterThan(questions.length / 2)
    // Numbers too many count against a result, so that no wide row is warm.
    expect(halved).toBeLessThanOrEqual(CHANCE)
  })
})

/** Guesses that are right by luck: halving always ends with some number. */
const CHANCE = 1
