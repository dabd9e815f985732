import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

import { afterEach, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import type { WebSocket as ServerSocket } from 'ws'

import type { WireReply, WireState } from '../protocol/reply.ts'
import { connectSqlEnv } from './sqlenv-client.ts'
import type { ClientOptions, Exchange, SqlEnvClient } from './sqlenv-client.ts'

const REPLY: WireReply = {
  observation: {
    question: 'How many airlines are there?',
    schema_info: 'Tables: airlines',
    result: '',
    error: '',
    step_count: 0,
    budget_remaining: 15,
    action_history: [],
  },
  reward: null,
  done: false,
  metadata: {
    question_id: 'q1',
    db_id: 'flight_2',
    split: 'train',
    difficulty: 'easy',
    outcome: null,
    reward_terms: {},
    query: null,
  },
}

const STATE: WireState = {
  episode_id: null,
  step_count: 0,
  question_id: 'q1',
  db_id: 'flight_2',
  split: 'train',
  budget_remaining: 15,
  done: false,
}

const OBSERVATION = { type: 'observation', data: REPLY }

/** Answers a frame; what it returns is sent, `undefined` sends nothing. */
type Script = (frame: { type: string; data?: unknown }, socket: ServerSocket) => unknown

const everyFrame: Script = ({ type }) => {
  switch (type) {
    case 'state':
      return { type: 'state', data: STATE }
    case 'close':
      return undefined
    default:
      return OBSERVATION
  }
}

const releases: (() => unknown)[] = []

afterEach(async () => {
  for (const release of releases.splice(0).toReversed()) await release()
})

/** A server whose n-th connection follows the n-th script, and the last one from there on. */
async function startServer(...scripts: Script[]) {
  const frames: unknown[][] = []
  const sockets: ServerSocket[] = []
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/ws' })
  releases.push(() => stopServer(server))
  server.on('connection', (socket) => {
    const script = scripts[Math.min(sockets.length, scripts.length - 1)] ?? everyFrame
    const seen: unknown[] = []
    sockets.push(socket)
    frames.push(seen)
    socket.on('message', (text: Buffer) => {
      const frame = JSON.parse(text.toString())
      seen.push(frame)
      const reply = script(frame, socket)
      if (reply !== undefined) send(socket, reply)
    })
  })
  await once(server, 'listening')
  return { url: urlOf(server.address() as AddressInfo), frames, sockets, server }
}

function send(socket: ServerSocket, reply: unknown): void {
  socket.send(typeof reply === 'string' || Buffer.isBuffer(reply) ? reply : JSON.stringify(reply))
}

async function stopServer(server: WebSocketServer): Promise<void> {
  for (const socket of server.clients) socket.terminate()
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
}

function urlOf({ port }: AddressInfo): string {
  return `http://127.0.0.1:${port}`
}

async function connect(url: string, options?: ClientOptions): Promise<SqlEnvClient> {
  const client = await connectSqlEnv(url, options)
  releases.push(() => client.close())
  return client
}

/** The server closes the socket and the client has seen it. */
async function closeFromServer(socket: ServerSocket): Promise<void> {
  socket.close(1012)
  await once(socket, 'close')
}

const answer42 = { action_type: 'ANSWER', argument: '42' }

describe('the requests of a client', () => {
  it('are the frames of the protocol, one for each call', async () => {
    const { url, frames } = await startServer(everyFrame)
    const client = await connect(url)
    await client.reset()
    await client.reset({ seed: 7, db_id: 'flight_2' })
    await client.describe('airlines')
    await client.sample('airlines')
    await client.query('SELECT 1')
    await client.step(answer42)
    await client.answer('42')
    await client.state()
    expect(frames).toEqual([
      [
        { type: 'reset', data: {} },
        { type: 'reset', data: { seed: 7, db_id: 'flight_2' } },
        { type: 'step', data: { action_type: 'DESCRIBE', argument: 'airlines' } },
        { type: 'step', data: { action_type: 'SAMPLE', argument: 'airlines' } },
        { type: 'step', data: { action_type: 'QUERY', argument: 'SELECT 1' } },
        { type: 'step', data: answer42 },
        { type: 'step', data: answer42 },
        { type: 'state' },
      ],
    ])
  })

  it('give the replies as they came', async () => {
    const { url } = await startServer(everyFrame)
    const client = await connect(url)
    expect(await client.reset()).toEqual(REPLY)
    expect(await client.state()).toEqual(STATE)
  })

  it('are told as they went over the socket, errors left out', async () => {
    const refused = { type: 'error', data: { message: 'no', code: 'VALIDATION_ERROR' } }
    const text = ` ${JSON.stringify(OBSERVATION)}`
    const { url } = await startServer(({ type }) => (type === 'step' ? refused : text))
    const exchanges: Exchange[] = []
    const client = await connect(url, { onExchange: (exchange) => exchanges.push(exchange) })
    await client.reset({ seed: 7 })
    await expect(client.step(answer42)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
    expect(exchanges).toEqual([
      {
        request: { type: 'reset', data: { seed: 7 } },
        requestText: '{"type":"reset","data":{"seed":7}}',
        reply: OBSERVATION,
        replyText: text,
      },
    ])
  })

  it('made at once are sent one after the other, in their order', async () => {
    let onTheWay = 0
    let onTheWayMax = 0
    const { url } = await startServer((frame, socket) => {
      if (frame.type === 'close') return undefined
      onTheWay += 1
      onTheWayMax = Math.max(onTheWayMax, onTheWay)
      setImmediate(() => {
        onTheWay -= 1
        const step_count = (frame.data as { argument?: string }).argument?.length ?? 0
        const observation = { ...REPLY.observation, step_count }
        send(socket, { type: 'observation', data: { ...REPLY, observation } })
      })
      return undefined
    })
    const client = await connect(url)
    const replies = await Promise.all([
      client.reset(),
      client.query('1'),
      client.query('22'),
      client.answer('333'),
    ])
    expect(replies.map(({ observation }) => observation.step_count)).toEqual([0, 1, 2, 3])
    expect(onTheWayMax).toBe(1)
  })

  it('before the first reset: a state is asked for, a step is not sent', async () => {
    const { url, frames } = await startServer(everyFrame)
    const client = await connect(url)
    await client.state()
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: 'RESET_NEEDED' })
    expect(frames).toEqual([[{ type: 'state' }]])
  })
})

describe('an error frame', () => {
  const refusal = {
    type: 'error',
    data: {
      message: 'Invalid message: argument: Field required',
      code: 'VALIDATION_ERROR',
      errors: [{ type: 'missing', loc: ['argument'], msg: 'Field required', input: {} }],
    },
  }

  it('is thrown with its code and details, and the session goes on', async () => {
    const { url } = await startServer((frame, socket) =>
      frame.type === 'step' ? refusal : everyFrame(frame, socket),
    )
    const client = await connect(url)
    await client.reset()
    await expect(client.answer('42')).rejects.toMatchObject({
      name: 'SqlEnvError',
      code: 'VALIDATION_ERROR',
      message: 'Invalid message: argument: Field required',
      details: [{ type: 'missing', loc: ['argument'] }],
    })
    expect(await client.state()).toEqual(STATE)
  })

  it('with a code of a newer server counts as EXECUTION_ERROR', async () => {
    const { url } = await startServer(() => ({
      type: 'error',
      data: { message: 'Too warm', code: 'TOO_WARM' },
    }))
    const client = await connect(url)
    await expect(client.reset()).rejects.toMatchObject({
      code: 'EXECUTION_ERROR',
      message: 'Too warm',
    })
  })

  it('that a full server sends unasked is the answer to the first request', async () => {
    const full = {
      type: 'error',
      data: { message: 'Full', code: 'CAPACITY_REACHED', active_sessions: 8, max_sessions: 8 },
    }
    const { url, server, sockets } = await startServer(everyFrame)
    server.on('connection', (socket) => {
      if (sockets.length > 1) return
      send(socket, full)
      socket.close(1000)
    })
    const client = await connect(url)
    await once(sockets[0] as ServerSocket, 'close')
    await expect(client.reset()).rejects.toMatchObject({
      code: 'CAPACITY_REACHED',
      message: 'Full',
    })
    expect(await client.reset()).toEqual(REPLY)
    expect(sockets).toHaveLength(2)
  })
})

describe('a connection that the server closed', () => {
  it('between two requests takes the episode with it: a reset is needed', async () => {
    const { url, frames, sockets } = await startServer(everyFrame)
    const client = await connect(url)
    await client.reset()
    await closeFromServer(sockets[0] as ServerSocket)
    await expect(client.answer('42')).rejects.toMatchObject({
      code: 'RESET_NEEDED',
      message: 'The connection was lost, and the episode with it: reset before the next step',
    })
    await expect(client.state()).rejects.toMatchObject({ code: 'RESET_NEEDED' })
    expect(frames).toHaveLength(1)
  })

  it('is opened again by the next reset', async () => {
    const { url, frames, sockets } = await startServer(everyFrame)
    const client = await connect(url)
    await client.reset()
    await closeFromServer(sockets[0] as ServerSocket)
    await client.reset({ seed: 2 })
    await client.answer('42')
    expect(frames[1]).toEqual([
      { type: 'reset', data: { seed: 2 } },
      { type: 'step', data: answer42 },
    ])
  })

  it('between a request and its reply: the request fails and is never sent again', async () => {
    const { url, frames } = await startServer((frame, socket) => {
      if (frame.type !== 'step') return everyFrame(frame, socket)
      socket.terminate()
      return undefined
    }, everyFrame)
    const client = await connect(url)
    await client.reset()
    await expect(client.answer('42')).rejects.toMatchObject({ code: 'CONNECTION_LOST' })
    await expect(client.answer('42')).rejects.toMatchObject({ code: 'RESET_NEEDED' })
    await client.reset()
    expect(frames).toEqual([
      [
        { type: 'reset', data: {} },
        { type: 'step', data: answer42 },
      ],
      [{ type: 'reset', data: {} }],
    ])
  })
})

describe('a reply that is late', () => {
  it('fails its request and is never taken for the next reply', async () => {
    let sendLate: (() => void) | undefined
    const late = { type: 'observation', data: { ...REPLY, reward: 1, done: true } }
    const { url } = await startServer((frame, socket) => {
      if (frame.type !== 'step') return everyFrame(frame, socket)
      sendLate = () => send(socket, late)
      return undefined
    }, everyFrame)
    const client = await connect(url, { replyTimeoutMs: 20 })
    await client.reset()
    await expect(client.answer('42')).rejects.toMatchObject({ code: 'TIMED_OUT' })
    sendLate?.()
    await expect(client.answer('42')).rejects.toMatchObject({ code: 'RESET_NEEDED' })
    expect(await client.reset()).toEqual(REPLY)
    expect(await client.answer('42')).toEqual(REPLY)
  })
})

describe('what is no reply of the protocol', () => {
  it.each([
    ['text that is not JSON', 'nope'],
    ['a binary frame', Buffer.from(JSON.stringify(OBSERVATION))],
    ['a list', []],
    ['an unknown type', { type: 'greeting' }],
    ['an observation without done', { type: 'observation', data: { ...REPLY, done: undefined } }],
    ['a reward as text', { type: 'observation', data: { ...REPLY, reward: '1' } }],
    ['a state', { type: 'state', data: STATE }],
  ])('%s is BAD_REPLY, and the connection is given up', async (_, reply) => {
    const { url, sockets } = await startServer(() => reply, everyFrame)
    const client = await connect(url)
    await expect(client.reset()).rejects.toMatchObject({ code: 'BAD_REPLY' })
    expect(await client.reset()).toEqual(REPLY)
    expect(sockets).toHaveLength(2)
  })

  it('sent unasked makes the connection useless, since replies are told by their order', async () => {
    const { url, sockets } = await startServer(everyFrame)
    const client = await connect(url)
    await client.reset()
    const socket = sockets[0] as ServerSocket
    send(socket, OBSERVATION)
    await once(socket, 'close')
    await expect(client.answer('42')).rejects.toMatchObject({ code: 'RESET_NEEDED' })
  })

  it('does not include keys that a newer server adds', async () => {
    const metadata = { ...REPLY.metadata, variant: 3 }
    const newer = { type: 'observation', data: { ...REPLY, metadata, trace: [] }, id: 1 }
    const { url } = await startServer(() => newer)
    const client = await connect(url)
    expect(await client.reset()).toMatchObject(REPLY)
  })
})

describe('connecting', () => {
  it('fails with CONNECT_FAILED where nobody listens', async () => {
    const { url, server } = await startServer(everyFrame)
    await stopServer(server)
    await expect(connectSqlEnv(url, { connectAttemptsMax: 1 })).rejects.toMatchObject({
      code: 'CONNECT_FAILED',
    })
  })

  it('fails with CONNECT_FAILED where no handshake comes', async () => {
    const mute = createServer().listen(0, '127.0.0.1')
    releases.push(() => mute.close())
    await once(mute, 'listening')
    const url = urlOf(mute.address() as AddressInfo)
    await expect(
      connectSqlEnv(url, { connectTimeoutMs: 30, connectAttemptsMax: 1 }),
    ).rejects.toMatchObject({ code: 'CONNECT_FAILED', message: /not open after 30 ms/ })
  })

  it('is tried again, up to the attempts that are allowed', async () => {
    let attempts = 0
    const busy = createServer((socket) => {
      attempts += 1
      socket.destroy()
    }).listen(0, '127.0.0.1')
    releases.push(() => busy.close())
    await once(busy, 'listening')
    const url = urlOf(busy.address() as AddressInfo)
    await expect(connectSqlEnv(url, { connectAttemptsMax: 3 })).rejects.toThrow(/No connection/)
    expect(attempts).toBe(3)
  })

  it('refuses what is no URL', async () => {
    await expect(connectSqlEnv('ftp://host')).rejects.toThrow(TypeError)
  })
})

describe('close', () => {
  it('says so to the server, and fails what is on its way and what comes later', async () => {
    const { url, frames, sockets } = await startServer((frame, socket) =>
      frame.type === 'step' ? undefined : everyFrame(frame, socket),
    )
    const client = await connect(url)
    await client.reset()
    const pending = client.query('SELECT 1')
    const waiting = client.query('SELECT 2')
    const outcomes = Promise.allSettled([pending, waiting])
    await expect.poll(() => frames[0]).toHaveLength(2)
    await client.close()
    expect(await outcomes).toMatchObject([
      { status: 'rejected', reason: { code: 'CLIENT_CLOSED' } },
      { status: 'rejected', reason: { code: 'CLIENT_CLOSED' } },
    ])
    await expect(client.reset()).rejects.toMatchObject({ code: 'CLIENT_CLOSED' })
    expect(frames[0]?.at(-1)).toEqual({ type: 'close' })
    expect(sockets).toHaveLength(1)
  })

  it('does nothing the second time', async () => {
    const { url } = await startServer(everyFrame)
    const client = await connect(url)
    await client.close()
    await client.close()
  })
})
