/** Plays every question that can be drawn: gold's query, then gold's answer, must earn everything. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createEnvironment } from '../src/episode/environment.ts'
import type { Reply } from '../src/episode/reply.ts'
import { playableQuestions } from '../src/questions/bank.ts'
import type { Question } from '../src/questions/question.ts'
import { formatAnswer } from '../src/verify/answer-formats.ts'
import { testDataDir } from './fixtures.ts'
import { openInProcess } from './in-process.ts'
import type { InProcess } from './in-process.ts'

let inProcess: InProcess

beforeAll(() => {
  inProcess = openInProcess(testDataDir())
})
afterAll(() => inProcess.close())

/** Of all data sets that are loaded: `builtin`, and Spider where its files are at hand. */
function questions(): Question[] {
  return inProcess.ports.bank.datasets.flatMap((dataset) => playableQuestions(dataset))
}

async function play(
  question: Question,
  rewardProfile: 'default' | 'published',
  answerOf: (shown: string) => string,
): Promise<{ query: Reply; answer: Reply }> {
  const environment = createEnvironment(inProcess.ports)
  environment.reset({ questionId: question.questionId, rewardProfile })
  const query = await environment.step({ actionType: 'QUERY', argument: question.goldSql })
  const argument = answerOf(query.observation.result)
  const answer = await environment.step({ actionType: 'ANSWER', argument })
  return { query, answer }
}

describe('every question that is not unfit', () => {
  it('is solved by its gold answer, in each documented format', async () => {
    const failed: string[] = []
    for (const question of questions()) {
      const texts = formatAnswer(question.goldColumns, question.goldAnswer)
      expect(texts.size).toBeGreaterThan(0)
      for (const [format, text] of texts) {
        const { answer } = await play(question, 'default', () => text)
        if (answer.metadata.outcome !== 'solved') failed.push(`${question.questionId} as ${format}`)
      }
    }
    expect(failed).toEqual([])
  })

  it('is solved by the result as it was shown, pasted', async () => {
    const failed: string[] = []
    for (const question of questions()) {
      const { query, answer } = await play(question, 'default', (shown) => shown)
      expect(query.metadata.query).toMatchObject({ truncated: false, code: 'ok' })
      if (answer.metadata.outcome !== 'solved') failed.push(question.questionId)
    }
    expect(failed).toEqual([])
  })

  it('earns 0.15 and 1 in the published profile', async () => {
    const totals = new Set<number>()
    for (const question of questions()) {
      const { query, answer } = await play(question, 'published', (shown) => shown)
      totals.add(Number(((query.reward ?? 0) + (answer.reward ?? 0)).toFixed(9)))
    }
    expect([...totals]).toEqual([1.15])
  })
})
