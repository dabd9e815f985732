import { request as httpRequest } from 'node:http'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { makeCompanyData } from '../../test/company-data.ts'
import type { CompanyData } from '../../test/company-data.ts'
import { listenTo } from '../../test/listening.ts'
import type { Listening } from '../../test/listening.ts'
import { openRawSocket } from '../../test/raw-socket.ts'
import type { RawSocket } from '../../test/raw-socket.ts'
import { createNodeApp } from '../adapters/node/node-app.ts'
import type { NodeApp } from '../adapters/node/node-app.ts'

let data: CompanyData
let nodeApp: NodeApp
let server: Listening

beforeAll(async () => {
  data = makeCompanyData()
  nodeApp = createNodeApp({
    dataDir: data.dataDir,
    settings: { QUERY_PROCESSES: 1, MAX_CONCURRENT_ENVS: 3 },
  })
  server = await listenTo(nodeApp)
})
afterAll(async () => {
  await server.stop()
  await nodeApp.close()
  data.remove()
})

async function withSocket(use: (socket: RawSocket) => Promise<void>, query = ''): Promise<void> {
  const socket = await openRawSocket(server.socketUrl + query)
  try {
    await use(socket)
  } finally {
    socket.close()
    await socket.closed
  }
}

const RESET = JSON.stringify({ type: 'reset', data: { question_id: 'company_001' } })

function stepFrame(action_type: string, argument: string): string {
  return JSON.stringify({ type: 'step', data: { action_type, argument } })
}

it('plays an episode: one reply for each frame, metadata beside the observation', async () => {
  await withSocket(async (socket) => {
    socket.send(RESET)
    expect(await socket.next()).toMatchObject({
      type: 'observation',
      data: {
        observation: { question: 'How many employees are there?' },
        reward: null,
        done: false,
      },
    })
    socket.send(stepFrame('QUERY', 'SELECT count(*) FROM employee'))
    expect(await socket.next()).toMatchObject({
      type: 'observation',
      data: {
        observation: { result: 'count(*)\n1. 3', step_count: 1, budget_remaining: 14 },
        reward: 0.15,
        metadata: { reward_terms: { execution: 0.02, progress: 0.15 } },
      },
    })
    socket.send('{"type":"state"}')
    expect(await socket.next()).toMatchObject({ type: 'state', data: { step_count: 1 } })
    socket.send(stepFrame('answer', '3'))
    expect(await socket.next()).toMatchObject({ data: { reward: 1, done: true } })
  })
})

it('answers pipelined frames one by one, in order', async () => {
  await withSocket(async (socket) => {
    socket.send(RESET)
    for (let index = 0; index < 20; index += 1) {
      socket.send(index % 2 === 0 ? stepFrame('QUERY', `SELECT ${index}`) : '{"type":"state"}')
    }
    await socket.next()
    for (let index = 0; index < 20; index += 1) {
      const frame = await socket.next()
      expect(frame['type']).toBe(index % 2 === 0 ? 'observation' : 'state')
      if (index < 14) continue
      // Ten steps fit the budget; every other frame is one.
      expect(JSON.stringify(frame)).toContain(`"step_count":${Math.floor(index / 2) + 1}`)
    }
  })
})

it('answers what came before a close, and nothing behind it', async () => {
  await withSocket(async (socket) => {
    socket.send(RESET)
    socket.send('{"type":"close"}')
    socket.send('{"type":"state"}')
    expect(await socket.next()).toMatchObject({ type: 'observation' })
    expect(await socket.closed).toBe(1000)
    await expect(socket.next()).rejects.toThrow()
  })
})

describe('a bad frame that leaves the socket open', () => {
  it.each<[string, string, object]>([
    ['no JSON', 'nope', { code: 'INVALID_JSON' }],
    ['nothing', '', { code: 'INVALID_JSON' }],
    ['two documents', '{}{}', { code: 'INVALID_JSON' }],
    ['no type', '{}', { code: 'UNKNOWN_TYPE', message: 'Unknown message type: (none)' }],
    [
      'an unknown type',
      '{"type":"RESET"}',
      { code: 'UNKNOWN_TYPE', message: 'Unknown message type: RESET' },
    ],
    [
      'a number as type',
      '{"type":5}',
      { code: 'UNKNOWN_TYPE', message: 'Unknown message type: 5' },
    ],
    [
      'deep nesting',
      `{"type":"state","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      { code: 'VALIDATION_ERROR' },
    ],
    [
      'a step without data',
      '{"type":"step"}',
      { code: 'VALIDATION_ERROR', errors: [{ type: 'missing', loc: ['data'] }] },
    ],
    [
      'a list as data',
      '{"type":"reset","data":[]}',
      { code: 'VALIDATION_ERROR', errors: [{ type: 'dict_type', loc: ['data'] }] },
    ],
    [
      'null as data',
      '{"type":"reset","data":null}',
      { code: 'VALIDATION_ERROR', errors: [{ type: 'dict_type', loc: ['data'] }] },
    ],
    [
      'an extra key',
      '{"type":"reset","foo":1}',
      { code: 'VALIDATION_ERROR', errors: [{ type: 'extra_forbidden', loc: ['foo'] }] },
    ],
    [
      'data on state',
      '{"type":"state","data":{}}',
      { code: 'VALIDATION_ERROR', errors: [{ loc: ['data'] }] },
    ],
    [
      'data on close',
      '{"type":"close","data":{}}',
      { code: 'VALIDATION_ERROR', errors: [{ loc: ['data'] }] },
    ],
    [
      'no argument',
      '{"type":"step","data":{"action_type":"QUERY"}}',
      { code: 'VALIDATION_ERROR', errors: [{ type: 'missing', loc: ['argument'] }] },
    ],
    ['a wrapped action', '{"type":"step","data":{"action":{}}}', { code: 'VALIDATION_ERROR' }],
    [
      'an extra key like those of objects',
      '{"type":"step","data":{"action_type":"QUERY","argument":"x","toString":1}}',
      { code: 'VALIDATION_ERROR', errors: [{ type: 'extra_forbidden', loc: ['toString'] }] },
    ],
    [
      'a negative seed',
      '{"type":"reset","data":{"seed":-1}}',
      { code: 'VALIDATION_ERROR', errors: [{ type: 'greater_than_equal', loc: ['seed'] }] },
    ],
    [
      'a question that is not there',
      '{"type":"reset","data":{"question_id":"x"}}',
      { code: 'VALIDATION_ERROR', errors: [{ loc: ['question_id'] }] },
    ],
  ])('%s', async (_case, frame, error) => {
    await withSocket(async (socket) => {
      socket.send(frame)
      expect(await socket.next()).toMatchObject({ type: 'error', data: error })
      socket.send(RESET)
      expect(await socket.next()).toMatchObject({ type: 'observation' })
    })
  })
})

it.each([
  ['deep', '['.repeat(500_000) + ']'.repeat(500_000)],
  ['wide', `[${'{},'.repeat(300_000)}{}]`],
])(
  'tells a frame that is too %s so, before it is parsed; the episode is as it was',
  async (_, json) => {
    await withSocket(async (socket) => {
      socket.send(RESET)
      await socket.next()
      socket.send(`{"type":"step","data":{"action_type":"QUERY","argument":"","metadata":${json}}}`)
      expect(await socket.next()).toMatchObject({
        type: 'error',
        data: { code: 'VALIDATION_ERROR', errors: [{ type: 'too_much_json', loc: [] }] },
      })
      socket.send('{"type":"state"}')
      expect(await socket.next()).toMatchObject({ type: 'state', data: { step_count: 0 } })
    })
  },
)

describe('a bad frame that ends the session', () => {
  it.each<[string, string | Buffer]>([
    ['a list', '[]'],
    ['a number', '1'],
    ['null', 'null'],
    ['a text', '"state"'],
    ['a binary frame', Buffer.from('{"type":"state"}')],
  ])('%s is SESSION_ERROR, then 1000', async (_case, frame) => {
    await withSocket(async (socket) => {
      socket.send(frame)
      expect(await socket.next()).toMatchObject({ type: 'error', data: { code: 'SESSION_ERROR' } })
      expect(await socket.closed).toBe(1000)
    })
  })

  it('more than 1 MiB is 1009, and just under it is a step whose argument is too long', async () => {
    await withSocket(async (socket) => {
      socket.send(RESET)
      await socket.next()
      socket.send(stepFrame('QUERY', 'x'.repeat(1024 * 1024 - 200)))
      expect(await socket.next()).toMatchObject({
        type: 'observation',
        data: { observation: { error: expect.stringMatching(/65536 bytes/), step_count: 1 } },
      })
      socket.send('x'.repeat(1024 * 1024 + 1))
      expect(await socket.closed).toBe(1009)
    })
    await withSocket(async (socket) => {
      socket.send(RESET)
      expect(await socket.next()).toMatchObject({ type: 'observation' })
    })
  })
})

it('refuses an unknown session id unasked, as SESSION_ERROR', async () => {
  await withSocket(async (socket) => {
    expect(await socket.next()).toEqual({
      type: 'error',
      data: { message: 'Unknown session_id: 123', code: 'SESSION_ERROR' },
    })
    expect(await socket.closed).toBe(1000)
  }, '?session_id=123')
})

it('S9: tells one socket too many so after the handshake, and frees every slot again', async () => {
  const open = await Promise.all([1, 2, 3].map(() => openRawSocket(server.socketUrl)))
  await withSocket(async (socket) => {
    expect(await socket.next()).toEqual({
      type: 'error',
      data: {
        message: 'Server at capacity: 3/3 sessions active',
        code: 'CAPACITY_REACHED',
        active_sessions: 3,
        max_sessions: 3,
      },
    })
    expect(await socket.closed).toBe(1000)
  })
  for (const socket of open) socket.close()
  await Promise.all(open.map(({ closed }) => closed))
  await expect.poll(async () => firstReply()).toMatchObject({ type: 'observation' })
})

async function firstReply(): Promise<unknown> {
  const socket = await openRawSocket(server.socketUrl)
  socket.send(RESET)
  const reply = await socket.next()
  socket.close()
  await socket.closed
  return reply
}

it('takes no slot for a handshake that fails', async () => {
  for (let count = 0; count < 5; count += 1) {
    await new Promise<void>((resolve) => {
      const broken = httpRequest(`${server.url}/ws`, {
        headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
      })
      broken.on('response', (response) => response.resume().on('end', resolve))
      broken.on('error', () => resolve())
      broken.end()
    })
  }
  expect(await firstReply()).toMatchObject({ type: 'observation' })
})

it('FACTORY_ERROR: says that an environment could not be built, and closes', async () => {
  const { createApp } = await import('./app.ts')
  const { createNodeWebSocket } = await import('@hono/node-ws')
  const { Hono } = await import('hono')
  const app = new Hono()
  const { upgradeWebSocket, ...sockets } = createNodeWebSocket({ app })
  const broken = {
    ...nodeApp.ports,
    upgradeWebSocket,
    monitor: { ...nodeApp.ports.monitor, failed: () => undefined },
  }
  createApp(
    {
      ...broken,
      createEnvironment: () => {
        throw new Error('no')
      },
    },
    app,
  )
  const other = await listenTo({ ...nodeApp, app, sockets })
  const socket = await openRawSocket(other.socketUrl)
  expect(await socket.next()).toMatchObject({
    data: { code: 'FACTORY_ERROR', factory_name: 'createEnvironment' },
  })
  expect(await socket.closed).toBe(1000)
  await other.stop()
})
