import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { makeCompanyData } from '../../test/company-data.ts'
import type { CompanyData } from '../../test/company-data.ts'
import { listenTo } from '../../test/listening.ts'
import { openRawSocket } from '../../test/raw-socket.ts'
import { createNodeApp } from '../adapters/node/node-app.ts'
import type { NodeApp } from '../adapters/node/node-app.ts'
import { KEPT_SESSION_YIELDS_MS, createSessions } from './sessions.ts'
import type { Sessions } from './sessions.ts'

const SESSIONS_MAX = 3

let data: CompanyData
let nodeApp: NodeApp
let nowMs: number
let ended: string[]
let sessions: Sessions

beforeAll(() => {
  data = makeCompanyData()
  nodeApp = createNodeApp({
    dataDir: data.dataDir,
    settings: { QUERY_PROCESSES: 1, MAX_CONCURRENT_ENVS: SESSIONS_MAX },
  })
})
afterAll(async () => {
  await nodeApp.close()
  data.remove()
})
beforeEach(() => {
  nowMs = 0
  ended = []
  sessions = newSessions()
})

function newSessions(createEnvironment = nodeApp.ports.createEnvironment): Sessions {
  const { ports } = nodeApp
  const sessionEnded = (id: string) => ended.push(id)
  const monitor = { ...ports.monitor, failed: () => undefined, sessionEnded }
  return createSessions({ ...ports, createEnvironment, now: () => nowMs, monitor })
}

const keep = async () => (await sessions.openKept({})).id

/** Each is idle for a second more than the next. */
async function fill(): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < SESSIONS_MAX) {
    ids.push(await keep())
    nowMs += 1000
  }
  return ids
}

const full = expect.objectContaining({ code: 'CAPACITY_REACHED' })

describe('a socket that opens while all sessions are taken', () => {
  it('has the room of the kept session that was idle longest', async () => {
    const [first = '', second = ''] = await fill()
    sessions.find(first)
    sessions.open('socket')
    expect(ended).toEqual([second])
    expect(() => sessions.find(second)).toThrow('Unknown session_id')
    expect(sessions.find(first).id).toBe(first)
  })

  it('never has the room of a session that a socket holds', async () => {
    const [first = '', second = '', third = ''] = await fill()
    sessions.attach(first)
    sessions.open('one')
    sessions.open('other')
    expect(ended).toEqual([second, third])
    expect(() => sessions.open('another')).toThrow(full)
    sessions.detach(first)
    sessions.open('another')
    expect(ended).toEqual([second, third, first])
    expect(() => sessions.open('one too many')).toThrow(full)
  })

  it('takes nobody’s room where its environment cannot be built', async () => {
    sessions = newSessions((role, id) => {
      if (id === 'broken') throw new Error('no')
      return nodeApp.ports.createEnvironment(role, id)
    })
    await fill()
    expect(() => sessions.open('broken')).toThrow(
      expect.objectContaining({ code: 'FACTORY_ERROR' }),
    )
    expect(ended).toEqual([])
  })
})

describe('a kept session that opens while all are taken', () => {
  it('has the room of one that was idle for a minute', async () => {
    const [first] = await fill()
    nowMs = KEPT_SESSION_YIELDS_MS
    await keep()
    expect(ended).toEqual([first])
  })

  it('is refused where none was', async () => {
    await fill()
    nowMs = KEPT_SESSION_YIELDS_MS - 1
    await expect(keep()).rejects.toThrow(full)
    expect(ended).toEqual([])
  })

  it('is refused where those that were are held by sockets', async () => {
    for (const id of await fill()) sessions.attach(id)
    nowMs = 2 * KEPT_SESSION_YIELDS_MS
    await expect(keep()).rejects.toThrow(full)
  })

  it('takes nobody’s room where its reset data are refused', async () => {
    await fill()
    nowMs = 2 * KEPT_SESSION_YIELDS_MS
    await expect(sessions.openKept({ questionId: 'none' })).rejects.toThrow('none')
    expect(ended).toEqual([])
  })
})

it('lets sockets in, however many sessions a client keeps, by either kind of MCP', async () => {
  const server = await listenTo(nodeApp)
  const post = async (path: string, method: string, params: object) => {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    }
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
    const response = await fetch(server.url + path, { method: 'POST', headers, body })
    return response.text()
  }
  const hello = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'test', version: '1' },
  }
  for (let count = 0; count < SESSIONS_MAX; count += 1) {
    if (count === 1) await post('/mcp/http', 'initialize', hello)
    else await post('/mcp', 'openenv/session/create', {})
  }
  expect(await post('/mcp', 'openenv/session/create', {})).toContain('Server at capacity')
  expect(await post('/mcp/http', 'initialize', hello)).toContain('Server at capacity')
  const sockets = await Promise.all(
    Array.from({ length: SESSIONS_MAX }, () => openRawSocket(server.socketUrl)),
  )
  for (const socket of sockets) {
    socket.send('{"type":"reset"}')
    expect(await socket.next()).toMatchObject({ type: 'observation' })
  }
  for (const socket of sockets) socket.close()
  await server.stop()
})
