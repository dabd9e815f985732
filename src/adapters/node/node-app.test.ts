import { createConnection } from 'node:net'
import { Writable } from 'node:stream'

import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import { makeCompanyData } from '../../../test/company-data.ts'
import type { CompanyData } from '../../../test/company-data.ts'
import { listenTo } from '../../../test/listening.ts'
import type { Listening } from '../../../test/listening.ts'
import { openRawSocket } from '../../../test/raw-socket.ts'
import { createNodeApp } from './node-app.ts'
import type { NodeApp } from './node-app.ts'

let data: CompanyData
let nodeApp: NodeApp
let server: Listening
let log = ''

beforeAll(async () => {
  data = makeCompanyData()
  const write = (chunk: Buffer, _encoding: unknown, done: () => void) => {
    log += chunk.toString()
    done()
  }
  nodeApp = createNodeApp({
    dataDir: data.dataDir,
    settings: { QUERY_PROCESSES: 1, SESSION_IDLE_TIMEOUT_S: 1 },
    logger: pino({ level: 'debug' }, new Writable({ write })),
  })
  server = await listenTo(nodeApp)
})
afterAll(async () => {
  await server.stop()
  await nodeApp.close()
  data.remove()
})

const RESET = '{"type":"reset","data":{"question_id":"company_002"}}'
const QUERY = `{"type":"step","data":{"action_type":"QUERY","argument":"SELECT name FROM employee WHERE department = 'Engineering'"}}`

async function metric(name: string): Promise<number> {
  const text = await (await nodeApp.app.request('/metrics')).text()
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `)) ?? ''
  return Number(line.slice(name.length))
}

describe('GET /metrics', () => {
  it('counts sessions, resets, and steps by action and outcome', async () => {
    const socket = await openRawSocket(server.socketUrl)
    socket.send(RESET)
    await socket.next()
    expect(await metric('sqlenv_sessions')).toBe(1)
    const frames = [
      QUERY,
      QUERY.replace('SELECT', 'DELETE'),
      QUERY.replace('QUERY', 'SHRUG'),
      'nope',
    ]
    for (const frame of frames) {
      socket.send(frame)
      await socket.next()
    }
    expect(await metric('sqlenv_steps_total{action="QUERY",outcome="ok"}')).toBe(1)
    expect(await metric('sqlenv_steps_total{action="QUERY",outcome="failed"}')).toBe(1)
    expect(await metric('sqlenv_steps_total{action="malformed",outcome="error"}')).toBe(1)
    expect(await metric('sqlenv_errors_total{code="INVALID_JSON"}')).toBe(1)
    expect(await metric('sqlenv_step_seconds_count{action="QUERY"}')).toBe(2)
    expect(await metric('sqlenv_query_seconds_count{outcome="table"}')).toBe(1)
    expect(await metric('sqlenv_queries_waiting')).toBe(0)
    expect(await metric('sqlenv_queries_running')).toBe(0)
    expect(await metric('sqlenv_query_processes')).toBeGreaterThan(0)
    expect(await metric('sqlenv_query_processes_resident_bytes')).toBeGreaterThan(2 ** 20)
    expect(await metric('sqlenv_query_process_ends_total{reason="crash"}')).toBe(0)
    expect(await metric('sqlenv_outcomes_new_total')).toBeGreaterThan(0)
    socket.close()
    await socket.closed
    await expect.poll(async () => metric('sqlenv_sessions')).toBe(0)
  })
})

describe('the log', () => {
  it('tells steps at debug level by session id, and neither gold nor the agent’s words', async () => {
    const socket = await openRawSocket(server.socketUrl)
    log = ''
    socket.send(RESET)
    await socket.next()
    socket.send(QUERY)
    await socket.next()
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toMatchObject([
      { msg: 'reset', questionId: 'company_002' },
      { msg: 'step', actionType: 'QUERY', outcome: 'ok', durationMs: expect.any(Number) },
    ])
    expect(lines[0]?.['sessionId']).toBe(lines[1]?.['sessionId'])
    expect(log).not.toMatch(/Engineering|Alice|SELECT/)
    socket.close()
    await socket.closed
  })
})

describe('a session', () => {
  it('that does nothing for the idle time-out is closed, and one that steps is not', async () => {
    const idle = await openRawSocket(server.socketUrl)
    const busy = await openRawSocket(server.socketUrl)
    busy.send(RESET)
    await busy.next()
    const steps = setInterval(() => busy.send(QUERY), 200)
    idle.send(RESET)
    await idle.next()
    // Asking for the state keeps nothing alive.
    const asks = setInterval(() => idle.send('{"type":"state"}'), 200)
    expect(await idle.closed).toBe(1000)
    clearInterval(asks)
    let isBusyClosed = false
    void busy.closed.then(() => (isBusyClosed = true))
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(isBusyClosed).toBe(false)
    clearInterval(steps)
    busy.close()
    await busy.closed
  })

  it('S9: is not read from while its client reads nothing, and others go on', async () => {
    const frames = 20_000
    const lazy = new WebSocket(server.socketUrl)
    await new Promise((resolve) => lazy.once('open', resolve))
    lazy.pause()
    lazy.send(RESET)
    // Each reply repeats the question and the schema, so unread replies would pile up.
    for (let count = 0; count < frames; count += 1)
      lazy.send('{"type":"reset","data":{"question_id":"company_004"}}')
    await new Promise((resolve) => setTimeout(resolve, 500))
    const [connection] = nodeApp.sockets.wss.clients
    expect(connection?.bufferedAmount).toBeLessThan(1024 * 1024)
    const other = await openRawSocket(server.socketUrl)
    other.send(RESET)
    expect(await other.next()).toMatchObject({ type: 'observation' })
    other.close()
    await other.closed

    let replyCount = 0
    const all = new Promise<void>((resolve) => {
      lazy.on('message', () => {
        replyCount += 1
        if (replyCount === frames + 1) resolve()
      })
    })
    lazy.resume()
    await all
    expect(replyCount).toBe(frames + 1)
    lazy.close()
  })

  it('that is cut off in the middle of a frame leaves nothing behind', async () => {
    const { hostname, port } = new URL(server.url)
    const raw = createConnection({ host: hostname, port: Number(port) })
    raw.write(
      `GET /ws HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n`,
    )
    await new Promise((resolve) => raw.once('data', resolve))
    raw.write(Buffer.from([0x81, 0xfe, 0x01]))
    raw.destroy()
    await expect.poll(async () => metric('sqlenv_sessions')).toBe(0)
  })
})
