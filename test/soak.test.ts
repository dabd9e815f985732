/**
 * Thousands of episodes on one server, one step in a hundred hostile: memory, descriptors and
 * children stay flat, and a second run gives the same bytes. `SOAK_EPISODES=10000 npm test -- soak`
 * is the long form.
 */

import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'

import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import { playableQuestions } from '../src/questions/bank.ts'
import { drawIndex } from '../src/questions/draw.ts'
import type { Question } from '../src/questions/question.ts'
import { loadData } from '../src/adapters/node/data-files.ts'
import { formatAnswer } from '../src/verify/answer-formats.ts'
import { testDataDir } from './fixtures.ts'
import { startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { HOSTILE_STATEMENTS } from './sql-corpus.ts'

const EPISODES = Number(process.env['SOAK_EPISODES'] ?? 200)
const SESSIONS = 16
const HOSTILE_STEPS_IN_100 = 1

let server: ServerProcess
let questions: Question[]

beforeAll(async () => {
  server = await startServerProcess(testDataDir(), { QUERY_TIMEOUT_MS: '3000' })
  questions = loadData(testDataDir()).bank.datasets.flatMap((set) => playableQuestions(set))
})
afterAll(async () => {
  await server.stop()
})

/** Endless, or larger than memory: each ends in one way only, so that its reply is the same again. */
const HOGS = [
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n',
  "SELECT printf('%.*c', 1000000000, 'x')",
]

/** `codes`: how each step went, to see where two runs differ. */
type Played = { readonly hash: string; readonly codes: string; readonly outcome: string }

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
async function playSome(first: number): Promise<Map<number, Played>> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`)
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
    return text
  }
  const played = new Map<number, Played>()
  for (let episode = first; episode < EPISODES; episode += SESSIONS) {
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

async function playAll(): Promise<Map<number, Played>> {
  const parts = await Promise.all(Array.from({ length: SESSIONS }, (_, first) => playSome(first)))
  return new Map(parts.flatMap((part) => Array.from(part)).toSorted(([a], [b]) => a - b))
}

type Usage = { readonly rssMb: number; readonly descriptors: number; readonly children: number }

/** Of the server's own process; Linux tells it under /proc. */
function usage(): Usage {
  const proc = `/proc/${server.pid}`
  const rssKb = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`${proc}/status`, 'utf8'))?.[1])
  const children = readFileSync(`${proc}/task/${server.pid}/children`, 'utf8').trim()
  return {
    rssMb: rssKb / 1024,
    descriptors: readdirSync(`${proc}/fd`).length,
    children: children.split(' ').filter((pid) => pid !== '').length,
  }
}

it.runIf(process.platform === 'linux')(
  `S7, S9: ${EPISODES} episodes twice: equal to the byte, and nothing is left behind`,
  async () => {
    const first = await playAll()
    const before = usage()
    const second = await playAll()
    // Sockets that were just closed, and processes that were just replaced.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const after = usage()

    expect([...second]).toEqual([...first])
    expect(first.size).toBe(EPISODES)
    const wrong = [...first.values()].filter(({ outcome }) => !/^(?:solved|wrong)$/.test(outcome))
    expect(wrong).toEqual([])
    expect(after.children).toBeLessThanOrEqual(before.children + 1)
    expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + SESSIONS)
    expect(after.rssMb).toBeLessThan(before.rssMb * 1.25 + 32)
    console.log(`${EPISODES} episodes twice, before and after the second run:`, before, after)
  },
  30_000 + EPISODES * 200,
)
