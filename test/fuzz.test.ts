/**
 * SQL, frames, requests and bytes that nobody expects, sent to a real server until the time is up:
 * each gets the one reply it deserves, none tells what it must not, and nothing is left behind.
 * `FUZZ_SECONDS=600 npm test -- fuzz` is the long form; `FUZZ_SEED` repeats a run.
 */

import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { BROKEN_OFF_CASES, FORBIDDEN_CASES, FRAGMENT_CASES } from './fuzz/byte-cases.ts'
import { FRAME_CASES, RPC_CASES, replyExpectedFor } from './fuzz/frame-cases.ts'
import { makeFuzzPlace } from './fuzz/fuzz-place.ts'
import type { FuzzPlace } from './fuzz/fuzz-place.ts'
import { FUZZ_SECONDS, FUZZ_SEED, fuzz } from './fuzz/fuzz-run.ts'
import { startFuzzServer } from './fuzz/fuzz-server.ts'
import type { FuzzServer } from './fuzz/fuzz-server.ts'
import { httpCases, sendHttp } from './fuzz/http-cases.ts'
import { checkFrame, checkHttpReply, checkRpcResponse, checkText } from './fuzz/replies.ts'
import type { Frame } from './fuzz/replies.ts'
import { sqlCases } from './fuzz/sql-cases.ts'
import { framesReceived, openTcpSocket, openUpgraded } from './fuzz/tcp-socket.ts'
import { readUsage } from './fuzz/usage.ts'
import type { Usage } from './fuzz/usage.ts'
import { openRawSocket } from './raw-socket.ts'
import type { RawSocket } from './raw-socket.ts'

const QUERY_TIMEOUT_MS = 300
const QUERY_PROCESSES = 2

let place: FuzzPlace
let server: FuzzServer
let fingerprint: string
let usage: Usage

beforeAll(async () => {
  console.log(`FUZZ_SEED=${FUZZ_SEED} FUZZ_SECONDS=${FUZZ_SECONDS}`)
  place = makeFuzzPlace()
  fingerprint = place.fingerprint()
  const settings = {
    QUERY_TIMEOUT_MS,
    QUERY_PROCESSES,
    QUERY_CACHE_MB: 1,
    OPENENV_VALIDATION_TOKEN: 'a token that nobody sends, ever.',
  }
  server = await startFuzzServer(place.dataDir, settings)
  for (let count = 0; count < 20; count += 1) await playToRightAnswer()
  usage = readUsage()
})
afterAll(async () => {
  await server.stop()
  place.remove()
})

const TEST_MS_MAX = 120_000 + FUZZ_SECONDS * 1000

async function withSocket(use: (socket: RawSocket) => Promise<void>): Promise<void> {
  const socket = await openRawSocket(server.socketUrl)
  try {
    await use(socket)
  } finally {
    socket.close()
    await socket.closed
  }
}

function stepFrame(action_type: string, argument: string): string {
  return JSON.stringify({ type: 'step', data: { action_type, argument } })
}

async function playToRightAnswer(): Promise<void> {
  await withSocket(async (socket) => {
    socket.send('{"type":"reset","data":{"question_id":"corpus_001"}}')
    socket.send(stepFrame('DESCRIBE', 'pet'))
    socket.send(stepFrame('QUERY', 'SELECT name FROM pet ORDER BY weight DESC LIMIT 1'))
    socket.send(stepFrame('ANSWER', 'rex'))
    expect(await socket.next()).toMatchObject({ data: { reward: null, done: false } })
    expect(await socket.next()).toMatchObject({ data: { observation: { error: '' } } })
    expect(await socket.next()).toMatchObject({
      data: { observation: { result: 'name\n1. Rex', step_count: 2 }, done: false },
    })
    expect(await socket.next()).toMatchObject({
      data: { reward: 1, done: true, metadata: { outcome: 'solved' } },
    })
  })
}

it(
  'S1, S3, S4, S8, R10: whatever the argument of QUERY, SAMPLE or DESCRIBE, a step is answered by an observation without gold, path or trace',
  async () => {
    const argument = sqlCases(place.paths, 3)
    const actions = fc.array(
      fc.tuple(fc.constantFrom('QUERY', 'QUERY', 'QUERY', 'SAMPLE', 'DESCRIBE'), argument),
      { minLength: 1, maxLength: 40 },
    )
    const questions = fc.constantFrom('corpus_001', 'corpus_001', 'company_001')
    const cases = fc.tuple(questions, actions)
    await fuzz(0.25, cases, async ([question_id, steps]) =>
      withSocket(async (socket) => {
        socket.send(JSON.stringify({ type: 'reset', data: { question_id, step_budget: 100 } }))
        for (const [word, text] of steps) socket.send(stepFrame(word, text))
        for (let count = 0; count <= steps.length; count += 1) {
          const frame = checkFrame(await socket.next(), place.secrets)
          expect(frame).toMatchObject({ type: 'observation', data: { done: false } })
          expect(frame).toMatchObject({ data: { observation: { step_count: count } } })
        }
        await expectNoMore(socket)
      }),
    )
  },
  TEST_MS_MAX,
)

const SENTINEL = '{"type":"sentinel"}'
const SENTINEL_REPLY = {
  type: 'error',
  data: { code: 'UNKNOWN_TYPE', message: 'Unknown message type: sentinel' },
}

async function expectNoMore(socket: RawSocket): Promise<void> {
  socket.send(SENTINEL)
  expect(await socket.next()).toEqual(SENTINEL_REPLY)
}

it(
  'R10: whatever the frame, it is answered once, as the protocol says, or the socket is closed',
  async () => {
    await fuzz(0.1, fc.array(FRAME_CASES, { maxLength: 8 }), async (frames) =>
      withSocket(async (socket) => {
        for (const frame of frames) {
          const expected = replyExpectedFor(frame)
          socket.send(frame)
          if (expected.types.length > 0) {
            const reply = checkFrame(await socket.next(), place.secrets)
            expect(expected.types).toContain(typeOf(reply))
          }
          if (expected.closes) {
            expect(await socket.closed).toBe(1000)
            await expect(socket.next()).rejects.toThrow('closed')
            return
          }
          await expectNoMore(socket)
        }
      }),
    )
  },
  TEST_MS_MAX,
)

function typeOf(frame: Frame): string {
  return frame.type === 'error' ? frame.data.code : frame.type
}

it(
  'closes a connection at once whose bytes the protocol forbids, and says why',
  async () => {
    await fuzz(0.05, FORBIDDEN_CASES, async ({ name, bytes, code }) => {
      const socket = await openUpgraded(server.port)
      socket.write(bytes)
      const farewell = Buffer.from([0x88, 2, code >> 8, code & 0xff])
      await socket.until(() => framesReceived(socket).length >= farewell.length)
      expect([name, framesReceived(socket)]).toEqual([name, farewell])
      socket.end()
      await socket.closed
    })
  },
  TEST_MS_MAX,
)

it(
  'answers a frame in parts once, with a pong for each ping between them',
  async () => {
    await fuzz(0.05, FRAGMENT_CASES, async (bytes) => {
      const socket = await openUpgraded(server.port)
      socket.write(bytes)
      const reply = '{"type":"state"'
      await socket.until(() => framesReceived(socket).includes(reply))
      socket.end()
      await socket.closed
      expect(framesReceived(socket).toString('latin1').split(reply).length).toBe(2)
    })
  },
  TEST_MS_MAX,
)

it(
  'S9: lives through connections that break off anywhere, and keeps none of their sessions',
  async () => {
    await fuzz(0.1, BROKEN_OFF_CASES, async ({ isUpgraded, pieces, ending }) => {
      const socket = await (isUpgraded ? openUpgraded : openTcpSocket)(server.port)
      for (const piece of pieces) socket.write(piece)
      socket[ending]()
      await socket.closed
    })
    await expect.poll(async () => server.sessionCount(), { timeout: 60_000 }).toBe(0)
    await playToRightAnswer()
  },
  TEST_MS_MAX,
)

it(
  'R10: whatever is sent to /reset, /step and /state, the answer is one of ours, and no fault',
  async () => {
    await fuzz(0.1, httpCases(FRAME_CASES), async (tried) => {
      const { status, text } = await sendHttp(server.port, tried)
      checkHttpReply(status, text, place.secrets)
      // A page of another site, and nobody else.
      if (status === 403) expect(Object.keys(tried.headers)).toContain('origin')
    })
  },
  TEST_MS_MAX,
)

it(
  'R10, S12: whatever is posted to /mcp, the answer is 200 and JSON-RPC, and no fault',
  async () => {
    await fuzz(0.1, RPC_CASES, async (body) => {
      const tried = { method: 'POST', path: '/mcp', headers: {}, body }
      const { status, text } = await sendHttp(server.port, tried)
      expect(status).toBe(200)
      const response = checkRpcResponse(text, place.secrets)
      const sessionId = createdSessionId(response)
      if (sessionId !== undefined) await closeMcpSession(sessionId)
    })
  },
  TEST_MS_MAX,
)

it(
  'R10, S12: whatever the frame of the socket /mcp, it has one response',
  async () => {
    await fuzz(0.05, fc.array(RPC_CASES, { maxLength: 8 }), async (frames) => {
      const socket = await openRawSocket(server.socketUrl.replace('/ws', '/mcp'))
      for (const frame of frames) {
        socket.send(frame)
        checkRpcResponse(JSON.stringify(await socket.next()), place.secrets)
      }
      socket.close()
      await socket.closed
    })
  },
  TEST_MS_MAX,
)

const TASK_PATHS = ['splits', 'num_tasks', 'tasks', 'task', 'task_range'].map(
  (name) => `/sql_env/${name}`,
)

it(
  'R10: whatever is sent to the tasks, the page and /mcp/http, it is no fault and tells no gold',
  async () => {
    const paths = fc.constantFrom(...TASK_PATHS, '/web/reset', '/web/step', '/mcp/http')
    const fields = fc.constantFrom(
      '{"split":"train"}',
      '{"split":"train","index":0}',
      '{"split":"train","index":1e999}',
      '{"split":"train","start":-1,"stop":9007199254740993}',
      '{"split":"__proto__"}',
    )
    const cases = fc.tuple(paths, fc.oneof(fields, FRAME_CASES))
    await fuzz(0.05, cases, async ([path, body]) => {
      const tried = { method: 'POST', path, headers: { 'mcp-session-id': 'forged' }, body }
      const { status, text } = await sendHttp(server.port, tried)
      checkText(text, place.secrets)
      expect([200, 400, 404, 405, 422]).toContain(status)
    })
  },
  TEST_MS_MAX,
)

function createdSessionId(response: object): string | undefined {
  const result = 'result' in response ? response.result : undefined
  const isCreated = typeof result === 'object' && result !== null && 'session_id' in result
  return isCreated && 'observation' in result ? String(result.session_id) : undefined
}

async function closeMcpSession(session_id: string): Promise<void> {
  const method = 'openenv/session/close'
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { session_id } })
  const tried = { method: 'POST', path: '/mcp', headers: {}, body }
  expect((await sendHttp(server.port, tried)).text).toContain('"closed":true')
}

it(
  'S7, S9, V4: after all that nothing is left behind, and the next episode is as the first',
  async () => {
    expect(server.faults()).toEqual([])
    expect(place.fingerprint()).toBe(fingerprint)
    const settled = { timeout: 60_000, interval: 200 }
    await expect.poll(async () => server.sessionCount(), settled).toBe(0)
    await expect
      .poll(() => readUsage().queryProcessCount, settled)
      .toBeLessThanOrEqual(QUERY_PROCESSES + 1)
    await expect
      .poll(() => readUsage().descriptorCount, settled)
      .toBeLessThanOrEqual(usage.descriptorCount + 10)
    await expect.poll(() => readUsage().heapMb, settled).toBeLessThan(usage.heapMb + 50)
    expect(readUsage().residentMb).toBeLessThan(usage.residentMb * 1.5 + 250)
    await playToRightAnswer()
    console.log('before and after:', usage, readUsage())
  },
  TEST_MS_MAX,
)
