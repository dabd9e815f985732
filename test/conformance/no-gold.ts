/** R10: no gold answer, no gold SQL and nothing of the machine in any byte that a client sees. */

import { describe, expect, it } from 'vitest'

import { isUnfit } from '../../src/questions/question.ts'
import type { Question } from '../../src/questions/question.ts'
import { formatCell } from '../../src/sql/cell.ts'
import { action, envelopeOf, firstTableOf, resetOn, stateOn, stepFrame } from './episode.ts'
import { callTool, closeMcpSession, createMcpSession, postRpc } from './json-rpc.ts'
import type { Suite } from './suite.ts'

/** A seeded handful of each split is enough: what could leak does so for every question. */
const QUESTIONS_PER_SPLIT = 12

/** Shorter answers are found anywhere by chance. */
const TELLING_ANSWER_CHARS = 7

export function describeNoGold({ wire, mode, questions }: Suite): void {
  /** Everything that came while `ask` was running. */
  async function receivedBy(ask: () => Promise<void>): Promise<string> {
    const before = wire.received.length
    await ask()
    return wire.received.slice(before).join('\n')
  }

  describe.runIf(questions !== undefined)('R10: gold', () => {
    const chosen = () => {
      const fit = (questions?.() ?? []).filter((question) => !isUnfit(question))
      return [...Map.groupBy(fit, ({ split }) => split).values()].flatMap((ofSplit) =>
        spread(ofSplit, QUESTIONS_PER_SPLIT),
      )
    }

    /** All that an episode without a right answer shows, in every way that there is to play it. */
    const seenOf = (question: Question): Promise<string> =>
      receivedBy(async () => {
        const data = { question_id: question.questionId }
        const talk = await wire.openSocket('/ws')
        const table = firstTableOf(await resetOn(talk, data))
        await stateOn(talk)
        await talk.ask(stepFrame('DESCRIBE', table))
        await talk.ask(stepFrame('QUERY', 'SELECT nope'))
        await talk.ask(stepFrame('QUERY', `SELECT * FROM gold`))
        await talk.ask(stepFrame('NOPE', ''))
        envelopeOf(await talk.ask(stepFrame('ANSWER', 'no such answer')))
        await talk.ask(stepFrame('ANSWER', 'no such answer'))
        await stateOn(talk)
        await talk.close()
        const sessionId = await createMcpSession(wire, data)
        const wrong = callTool('answer', { value: 'no such answer' }, { session_id: sessionId })
        await postRpc(wire, wrong)
        await closeMcpSession(wire, sessionId)
        if (mode === 'production') return
        const { headers } = await wire.post('/reset', data)
        const header = { 'x-session-id': headers.get('x-session-id') ?? '' }
        await wire.post('/step', { action: action('ANSWER', 'no such answer') }, header)
        await wire.get('/state', header)
      })

    it('is in no reset, state or wrong answer, whichever way it is asked', async () => {
      const leaks: string[] = []
      for (const question of chosen()) {
        const secrets = secretsIn(await seenOf(question), question)
        if (secrets.length === 0) continue
        // An answer may be the same word as the name of a table, which every question shows.
        const other = questions?.().find(({ databaseId, questionId }) => {
          return databaseId === question.databaseId && questionId !== question.questionId
        })
        const elsewhere = other === undefined ? '' : await seenOf(other)
        leaks.push(
          ...secrets
            .filter((secret) => !contains(elsewhere, secret))
            .map((secret) => `${question.questionId}: ${secret}`),
        )
      }
      expect(leaks).toEqual([])
    })

    it('is in no task', async () => {
      const { json } = await wire.get('/list_environments')
      const base = `/${String((json as string[])[0])}`
      const byId = new Map((questions?.() ?? []).map((question) => [question.questionId, question]))
      const leaks: string[] = []
      for (const split of ['train', 'validation', 'test']) {
        const reply = await wire.post(`${base}/tasks`, { split })
        for (const task of (reply.json as { tasks: { id: string }[] }).tasks) {
          const question = byId.get(task.id)
          if (question !== undefined) leaks.push(...secretsIn(JSON.stringify(task), question))
        }
      }
      expect(leaks).toEqual([])
    })

    it('is in no description and no page', async () => {
      for (const path of ['/metadata', '/schema', '/openapi.json', '/web/', '/docs', '/redoc']) {
        const { text } = await wire.get(path)
        const told = (questions?.() ?? []).filter(({ goldSql }) => contains(text, goldSql))
        expect(told).toEqual([])
      }
    })

    it('is in nothing that the whole suite has seen, and no key says so', () => {
      const seen = wire.received.join('\n')
      const sqls = (questions?.() ?? []).filter(({ goldSql }) => contains(seen, goldSql))
      expect(sqls.map(({ questionId }) => questionId)).toEqual([])
      expect(seen).not.toMatch(/"gold|gold_(?:sql|answer|columns)/i)
    })
  })

  it('S8: shows no path, no stack and no source of ours in anything that it has answered', () => {
    const marks = /node_modules|\.ts:\d+|\bat (?:async )?\w+ \(|file:\/\/|ENOENT|better-sqlite3/
    expect(wire.received.filter((text) => marks.test(text))).toEqual([])
  })
}

/** What of a question's gold stands in a text that says nothing about the data. */
function secretsIn(seen: string, question: Question): string[] {
  const { questionText, goldSql, goldAnswer } = question
  const telling = goldAnswer
    .flat()
    .map(formatCell)
    .filter((text) => text.length >= TELLING_ANSWER_CHARS && !questionText.includes(text))
  return [goldSql, ...telling].filter((secret) => contains(seen, secret))
}

/** As it stands, and as JSON would quote it. */
function contains(seen: string, secret: string): boolean {
  return seen.includes(secret) || seen.includes(JSON.stringify(secret).slice(1, -1))
}

/** @returns up to `count`, evenly from the beginning to the end */
function spread<T>(items: readonly T[], count: number): T[] {
  const step = Math.max(1, items.length / count)
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, index) => items[Math.floor(index * step)],
  ).filter((item) => item !== undefined)
}
