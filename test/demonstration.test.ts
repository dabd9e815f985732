/** Demonstrations on real data: every question of train, solved from what was seen, in many ways. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { loadData } from '../src/adapters/node/data-files.ts'
import { openInProcessPorts } from '../src/cli/verify-report/in-process-ports.ts'
import type { InProcessPorts } from '../src/cli/verify-report/in-process-ports.ts'
import { createEnvironment } from '../src/episode/environment.ts'
import { demonstrate } from '../src/evaluation/policies/demonstration/demonstration.ts'
import { oracle } from '../src/evaluation/policies/oracle.ts'
import type { Policy, SeenStep } from '../src/evaluation/policies/policy.ts'
import { parseAction } from '../src/protocol/action.ts'
import { toWireReply } from '../src/protocol/reply.ts'
import type { WireReply } from '../src/protocol/reply.ts'
import { playableQuestions } from '../src/questions/bank.ts'
import type { Question } from '../src/questions/question.ts'
import { createChance } from '../src/schema-names/seeded-chance.ts'
import { hasSpider, testDataDir } from './fixtures.ts'

type Played = {
  readonly question: Question
  readonly steps: readonly SeenStep[]
  readonly replies: readonly WireReply[]
}

async function play(
  { ports }: InProcessPorts,
  question: Question,
  policy: Policy,
  stepBudget = 15,
): Promise<Played> {
  const environment = createEnvironment(ports)
  const begun = environment.reset({ questionId: question.questionId, stepBudget })
  if (begun.kind === 'refused') throw new Error(begun.message)
  const { observation: start } = toWireReply(begun.reply)
  const steps: SeenStep[] = []
  const replies: WireReply[] = []
  while (replies.at(-1)?.done !== true) {
    const action = policy({ start, steps }, createChance(`${steps.length}`))
    const reply = toWireReply(await environment.step(parseAction(action)))
    replies.push(reply)
    steps.push({ action, observation: reply.observation })
  }
  return { question, steps, replies }
}

const rewardOf = ({ replies }: Played): number =>
  replies.reduce((sum, { reward }) => sum + (reward ?? 0), 0)

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length

const wordsOf = ({ steps }: Played): string =>
  steps.map(({ action }) => action.action_type).join(' ')

const share = (played: readonly Played[], isSo: (one: Played) => boolean): number =>
  played.filter(isSo).length / played.length

describe.each([
  ['builtin', true],
  ['spider', hasSpider],
] as const)('all questions of train of %s', (dataset, isThere) => {
  let inProcess: InProcessPorts
  let questions: readonly Question[]
  let played: Played[]

  beforeAll(async () => {
    if (!isThere) return
    const data = loadData(testDataDir(), [dataset])
    inProcess = openInProcessPorts(data)
    questions = playableQuestions(data.bank.defaultDataset).filter(({ split }) => split === 'train')
    played = []
    for (const question of questions) {
      played.push(await play(inProcess, question, demonstrate(question, '0')))
    }
  })
  afterAll(() => inProcess?.close())

  it.runIf(isThere)('end solved', () => {
    expect(played.length).toBeGreaterThan(350)
    const unsolved = played.filter(({ replies }) => replies.at(-1)?.metadata.outcome !== 'solved')
    expect(
      unsolved.map(({ question, steps }) => [question.questionId, steps.at(-1)?.action.argument]),
    ).toEqual([])
  })

  it.runIf(isThere)('repeat no action', () => {
    const repeating = played.filter(({ replies }) =>
      replies.some(({ metadata }) => metadata.reward_terms.repetition !== undefined),
    )
    expect(repeating.map(({ question }) => question.questionId)).toEqual([])
  })

  it.runIf(isThere)('have at most one error, which is a slip that the next step mends', () => {
    for (const { question, steps } of played) {
      const places = steps.flatMap(({ observation }, at) => (observation.error === '' ? [] : [at]))
      expect(places.length, question.questionId).toBeLessThanOrEqual(1)
      for (const at of places) {
        const [slip, next] = [steps[at], steps[at + 1]]
        expect(slip?.observation.error).toMatch(
          /^(Unknown table|SQL error: no such (column|table))/,
        )
        expect(next?.action.action_type).toBe(slip?.action.action_type)
        expect(next?.observation.error).toBe('')
      }
    }
  })

  it.runIf(isThere)('answer with nothing but what the last query has shown', () => {
    for (const { steps } of played) {
      const shown = steps.at(-2)?.observation.result ?? ''
      const cells = (steps.at(-1)?.action.argument ?? '').split(/\n| \| |, /)
      for (const cell of cells) expect(shown).toContain(cell)
    }
  })

  it.runIf(isThere)('earn nearly what the oracle earns, in many ways', async () => {
    const byOracle: Played[] = []
    for (const question of questions)
      byOracle.push(await play(inProcess, question, oracle(question)))
    const reward = mean(played.map(rewardOf))
    const oracleReward = mean(byOracle.map(rewardOf))
    const sequences = new Set(played.map(wordsOf)).size
    const isSolved = ({ replies }: Played) => replies.at(-1)?.metadata.outcome === 'solved'
    const sampled = share(played, (one) => wordsOf(one).includes('SAMPLE'))
    const explored = share(played, (one) => wordsOf(one).includes('QUERY QUERY'))
    const slipped = share(played, ({ steps }) =>
      steps.some(({ observation }) => observation.error !== ''),
    )
    const shares = [sampled, explored, slipped].map(percent)
    const rewards = [reward, oracleReward].map((one) => one.toFixed(3))
    const solved = percent(share(played, isSolved))
    const cells = [dataset, played.length, solved, sequences, ...shares, ...rewards]
    console.log(`| ${cells.join(' | ')} |`)
    expect(documentRows()).toContain(cells.join(' | '))
    expect(Math.abs(reward - oracleReward)).toBeLessThan(0.03)
    expect(sequences).toBeGreaterThan(40)
    for (const one of [sampled, explored]) expect(one).toBeGreaterThan(0.2)
    expect(slipped).toBeGreaterThan(0.1)
    expect(slipped).toBeLessThan(0.3)
  })
})

describe('a demonstration', () => {
  let inProcess: InProcessPorts
  let questions: readonly Question[]

  beforeAll(() => {
    const data = loadData(testDataDir(), ['builtin'])
    inProcess = openInProcessPorts(data)
    questions = playableQuestions(data.bank.defaultDataset)
  })
  afterAll(() => inProcess.close())

  const ofTrain = (): Question[] => questions.filter(({ split }) => split === 'train').slice(0, 60)

  it('is the same for the same variety, and for most questions another for another', async () => {
    let otherCount = 0
    for (const question of ofTrain()) {
      const [first, again, other] = await Promise.all(
        ['1', '1', '2'].map((variety) => play(inProcess, question, demonstrate(question, variety))),
      )
      expect(again).toEqual(first)
      if (JSON.stringify(other?.steps) !== JSON.stringify(first?.steps)) otherCount += 1
    }
    expect(otherCount).toBeGreaterThan(40)
  })

  it('keeps to its budget, and leaves out first what is not needed', async () => {
    for (const question of ofTrain()) {
      for (const budget of [2, 3, 4, 6]) {
        const { replies } = await play(inProcess, question, demonstrate(question, 'b'), budget)
        expect(replies.at(-1)?.metadata.outcome, question.questionId).toBe('solved')
      }
    }
  })

  it('is refused where there is no room for a query and an answer', async () => {
    const [question] = ofTrain()
    if (question === undefined) throw new Error('Expected a question')
    await expect(play(inProcess, question, demonstrate(question, ''), 1)).rejects.toThrow(
      'Expected a budget from 2 up',
    )
  })

  it('is refused for questions of validation and test, and for one that is unfit', () => {
    for (const split of ['validation', 'test']) {
      const question = questions.find((one) => one.split === split)
      if (question === undefined) throw new Error(`Expected a question of ${split}`)
      expect(() => demonstrate(question, '')).toThrow(`got ${question.questionId} of ${split}`)
    }
    const [question] = ofTrain()
    if (question === undefined) throw new Error('Expected a question')
    expect(() => demonstrate({ ...question, flags: ['unfit:tie'] }, '')).toThrow(RangeError)
  })
})

/** Of docs/evaluation.md, without the blanks that line up its columns. */
function documentRows(): string {
  const text = readFileSync(join(import.meta.dirname, '../docs/evaluation.md'), 'utf8')
  return text.replaceAll(/ +/g, ' ')
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`
}
