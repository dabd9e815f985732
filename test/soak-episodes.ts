/** Episodes that are the same at every run: honest ones, with something hostile now and then. */

import { createHash } from 'node:crypto'

import { WebSocket } from 'ws'

import { drawIndex } from '../src/questions/draw.ts'
import type { Question } from '../src/questions/question.ts'
import { formatAnswer } from '../src/verify/answer-formats.ts'
import { HOSTILE_STATEMENTS } from './sql-corpus.ts'

export const SESSIONS = 16
const HOSTILE_STEPS_IN_100 = 1

export type Soak = {
  readonly socketUrl: string
  readonly questions: readonly Question[]
  readonly episodeCount: number
  /** Whether a step that failed by the server's fault is sent again. */
  readonly askAgain: boolean
}

/** Endless, or larger than memory: each ends in one way only, so that its reply is the same again. */
const HOGS = [
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n',
  "SELECT printf('%.*c', 1000000000, 'x')",
]

/** `codes`: how each step went, to see where two runs differ. */
export type Played = { readonly hash: string; readonly codes: string; readonly outcome: string }

type Words = readonly [actionType: string, argument: string]

/** The same for the same number: looking around, gold's query, sometimes something hostile. */
function wordsOf(episode: number, question: Question): readonly Words[] {
  const draw = (step: number, count: number) => drawIndex(episode * 1000 + step, count)
  const table = question.tablesInvolved[0] ?? 'nowhere'
  const [answer = ''] = formatAnswer(question.goldColumns, question.goldAnswer).values()
  const honest: readonly Words[] = [
    ['DESCRIBE', table],
    ['SAMPLE', table],
    ['QUERY', `SELECT count(*) FROM "${table}"`],
    ['QUERY', question.goldSql],
    ['ANSWER', draw(99, 2) === 0 ? answer : 'something else'],
  ]
  return honest.map((words, step) => {
    if (words[0] === 'ANSWER' || draw(step, 100) >= HOSTILE_STEPS_IN_100) return words
    // Hogs are rarer still: each holds a process until its deadline.
    const hostile = [...HOSTILE_STATEMENTS.map(([sql]) => sql), ...HOGS]
    return ['QUERY', hostile[draw(step + 50, hostile.length)] ?? '']
  })
}

/** Plays episodes `first`, `first + SESSIONS`, … on one socket. @returns each one's hash and outcome */
async function playSome(
  { socketUrl, questions, episodeCount, askAgain }: Soak,
  first: number,
): Promise<Map<number, Played>> {
  const socket = new WebSocket(socketUrl)
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const ask = async (frame: object): Promise<string> => {
    const reply = new Promise<string>((resolve, reject) => {
      socket.once('message', (text: Buffer) => resolve(text.toString()))
      socket.once('close', (code) => reject(new Error(`closed with ${code}`)))
    })
    socket.send(JSON.stringify(frame))
    const text = await reply
    socket.removeAllListeners('close')
    // The fault is the server's and the episode as it was: the same step can be sent again.
    return askAgain && text.includes('"code":"EXECUTION_ERROR"') ? ask(frame) : text
  }
  const played = new Map<number, Played>()
  for (let episode = first; episode < episodeCount; episode += SESSIONS) {
    const question = questions[drawIndex(episode, questions.length)]
    if (question === undefined) throw new Error('There are no questions')
    const hash = createHash('sha256')
    hash.update(await ask({ type: 'reset', data: { question_id: question.questionId } }))
    const codes: string[] = []
    let reply = ''
    for (const [action_type, argument] of wordsOf(episode, question)) {
      reply = await ask({ type: 'step', data: { action_type, argument } })
      hash.update(reply)
      codes.push(/"code":"(\w+)"/.exec(reply)?.[1] ?? action_type)
    }
    const outcome = /"outcome":"(\w+)"/.exec(reply)?.[1] ?? reply
    played.set(episode, { hash: hash.digest('hex'), codes: codes.join(), outcome })
  }
  socket.close()
  return played
}

/** @returns what came of each episode, by its number */
export async function playAll(soak: Soak): Promise<Map<number, Played>> {
  const parts = await Promise.all(
    Array.from({ length: SESSIONS }, (_, first) => playSome(soak, first)),
  )
  return new Map(parts.flatMap((part) => Array.from(part)).toSorted(([a], [b]) => a - b))
}
