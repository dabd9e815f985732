/**
 * R15: the reward as an oracle. Policies that never look at the data search for an integer by what
 * `progress` says of constants, over integer questions of the built-in data. 24 of them, or as many
 * as ORACLE_QUESTIONS says.
 */

import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { mersenne } from 'pure-rand/generator/mersenne'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createEnvironment } from '../src/episode/environment.ts'
import type { EnvironmentPorts } from '../src/episode/environment.ts'
import { playableQuestions } from '../src/questions/bank.ts'
import type { Question } from '../src/questions/question.ts'
import { createSiblingBank } from '../src/questions/siblings.ts'
import { testDataDir } from './fixtures.ts'
import { openInProcess } from './in-process.ts'
import type { InProcess } from './in-process.ts'

/** The searched integers are from 0 to 1023: ten halvings. */
const SEARCHED = 1024

const QUESTIONS_MAX = Number(process.env['ORACLE_QUESTIONS'] ?? 24)

/** The most that a reset can ask for. */
const STEP_BUDGET = 100

/** A literal that is not the number itself, which would be no match in any case. */
const constant = (value: number): string => `${1_000_000 + value} - 1000000`

type Probe = {
  readonly name: string
  /** One row that holds every number from `from` to before `to`, of which none is looked up. */
  readonly sql: (from: number, to: number, table: string) => string
}

const numbersTo = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)

const PROBES: readonly Probe[] = [
  {
    name: 'constants',
    sql: (from, to, table) =>
      `SELECT ${numbersTo(from, to).map(constant).join(', ')} FROM ${table} LIMIT 1`,
  },
  {
    name: 'constants beside a count',
    sql: (from, to, table) =>
      `SELECT ${numbersTo(from, to).map(constant).join(', ')}, count(*) FROM ${table}`,
  },
  {
    name: 'constants moved by a count',
    sql: (from, to, table) =>
      `SELECT ${numbersTo(from, to)
        .map((value) => `count(*) - count(*) / 2 * 2 + ${constant(value)}`)
        .join(', ')} FROM ${table}`,
  },
]

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

/** Halves what is left by what the rewards say, or by a coin where `coin` is given. */
async function isFound(
  ports: EnvironmentPorts,
  { questionId, tablesInvolved: [table = ''] }: Question,
  { sql }: Probe,
  coin?: () => boolean,
): Promise<boolean> {
  const environment = createEnvironment(ports)
  environment.reset({ questionId, stepBudget: STEP_BUDGET })
  let potential = 0
  async function isWarm(from: number, to: number): Promise<boolean> {
    const argument = sql(from, to, `"${table}"`)
    const { metadata } = await environment.step({ actionType: 'QUERY', argument })
    potential += (metadata.rewardTerms.progress ?? 0) / 0.15
    return coin === undefined ? potential >= 0.5 : coin()
  }
  let [from, to] = [0, SEARCHED]
  while (to - from > 1) {
    const middle = (from + to) / 2
    if (await isWarm(from, middle)) to = middle
    else from = middle
  }
  const { reward } = await environment.step({ actionType: 'ANSWER', argument: String(from) })
  return reward === 1
}

async function countFound(
  ports: EnvironmentPorts,
  probe: Probe,
  coin?: () => boolean,
): Promise<number> {
  let count = 0
  for (const question of questions) if (await isFound(ports, question, probe, coin)) count += 1
  return count
}

describe.each(PROBES)('a search by $name', (probe) => {
  it(
    'R15: solves no more questions than one that sees no rewards',
    { timeout: 300_000 },
    async () => {
      const generator = mersenne(15)
      const coin = (): boolean => uniformInt(generator, 0, 1) === 1
      const found = await countFound(inProcess.ports, probe)
      const foundByCoin = await countFound(inProcess.ports, probe, coin)
      const foundWithoutSiblings = await countFound(withoutSiblings, probe)
      console.log(
        `${probe.name}: ${found} of ${questions.length} integer questions with rewards, ` +
          `${foundByCoin} by coin; ${foundWithoutSiblings} where progress has no sibling`,
      )
      expect(found).toBeLessThanOrEqual(foundByCoin + CHANCE)
      // The search itself is a good one.
      expect(foundWithoutSiblings).toBeGreaterThan(questions.length / 2)
    },
  )
})

/** Guesses that are right by luck: each has one in 1024. */
const CHANCE = 1
