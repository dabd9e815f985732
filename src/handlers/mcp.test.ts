import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hono } from 'hono'

import { makeCompanyData } from '../../test/company-data.ts'
import type { CompanyData } from '../../test/company-data.ts'
import { createNodeApp } from '../adapters/node/node-app.ts'
import type { NodeApp } from '../adapters/node/node-app.ts'
import { isJsonObject } from '../protocol/parse.ts'
import type { WireReply } from '../protocol/reply.ts'
import { createApp } from './app.ts'
import { KEPT_SESSION_IDLE_MS } from './sessions.ts'

let data: CompanyData
let nodeApp: NodeApp

beforeAll(() => {
  data = makeCompanyData()
  nodeApp = createNodeApp({
    dataDir: data.dataDir,
    settings: { QUERY_PROCESSES: 1, MAX_CONCURRENT_ENVS: 2 },
  })
})
afterAll(async () => {
  await nodeApp.close()
  data.remove()
})

type Response = {
  readonly id: unknown
  readonly result?: Record<string, unknown>
  readonly error?: { readonly code: number; readonly message: string; readonly data: unknown }
}

async function post(body: string, app: Hono = nodeApp.app): Promise<Response> {
  const response = await app.request('/mcp', { method: 'POST', body })
  expect(response.status).toBe(200)
  return (await response.json()) as Response
}

async function call(method: string, params: object = {}, app: Hono = nodeApp.app) {
  return post(JSON.stringify({ jsonrpc: '2.0', id: 7, method, params }), app)
}

async function openSession(params: object = {}, app: Hono = nodeApp.app): Promise<string> {
  const { result } = await call('openenv/session/create', params, app)
  return String(result?.['session_id'])
}

function stepCountIn(result: Response['result']): unknown {
  const structured = result?.['structured_content']
  return isJsonObject(structured) ? structured['step_count'] : undefined
}

async function callTool(session_id: string, name: string, args: object, app?: Hono) {
  return call('tools/call', { session_id, name, arguments: args }, app)
}

describe('a session', () => {
  it('has an episode of its own, whose question is drawn by the reset data', async () => {
    const created = await call('openenv/session/create', { question_id: 'company_001' })
    const session_id = String(created.result?.['session_id'])
    expect(created.result).toMatchObject({
      observation: { question: 'How many employees are there?', step_count: 0 },
    })
    const counted = await callTool(session_id, 'query', { sql: 'SELECT count(*) FROM employee' })
    expect(counted.result).toMatchObject({
      data: 'count(*)\n1. 3\n\nQuestion: How many employees are there?\nSteps left: 14',
      is_error: false,
      meta: { reward: 0.15, done: false },
    })
    const answered = await callTool(session_id, 'answer', { value: 3 })
    expect(answered.result).toMatchObject({ meta: { reward: 1, done: true } })
    expect((await call('openenv/session/close', { session_id })).result).toEqual({
      session_id,
      closed: true,
    })
    expect((await callTool(session_id, 'sample', {})).error).toMatchObject({ code: -32_602 })
  })

  it('takes no room when its reset data are refused, and says which field', async () => {
    for (let times = 0; times < 3; times += 1) {
      const { error } = await call('openenv/session/create', { db_id: 'nope' })
      expect(error).toMatchObject({
        code: -32_602,
        data: { errors: [{ loc: ['db_id'] }] },
      })
    }
    await call('openenv/session/close', { session_id: await openSession() })
  })

  it('counts as one of MAX_CONCURRENT_ENVS', async () => {
    const ids = [await openSession(), await openSession()]
    expect((await call('openenv/session/create')).error).toEqual({
      code: -32_000,
      message: 'Server at capacity: 2/2 sessions active',
      data: { active_sessions: 2, max_sessions: 2 },
    })
    for (const session_id of ids) await call('openenv/session/close', { session_id })
    await call('openenv/session/close', { session_id: await openSession() })
  })

  it('is forgotten after 15 minutes without a call', async () => {
    let nowMs = 0
    const app = createApp({ ...nodeApp.ports, now: () => nowMs })
    const session_id = await openSession({}, app)
    nowMs = KEPT_SESSION_IDLE_MS
    expect((await callTool(session_id, 'describe', {}, app)).error).toBeUndefined()
    nowMs = 2 * KEPT_SESSION_IDLE_MS + 1
    expect((await callTool(session_id, 'describe', {}, app)).error).toMatchObject({
      code: -32_602,
      message: `Unknown session_id: ${session_id}`,
    })
  })

  it('answers calls that come at once one after the other', async () => {
    const session_id = await openSession()
    const replies = await Promise.all(
      [1, 2, 3, 4].map((n) => callTool(session_id, 'query', { sql: `SELECT ${n}` })),
    )
    const counts = replies.map(({ result }) => stepCountIn(result))
    expect(counts).toEqual([1, 2, 3, 4])
    await call('openenv/session/close', { session_id })
  })
})

it('gives a call without a session an episode of its own', async () => {
  const { result } = await call('tools/call', { name: 'describe', arguments: {} })
  expect(result).toMatchObject({ is_error: true, structured_content: { step_count: 1 } })
})

it.each([
  ['', -32_700],
  ['{', -32_700],
  ['[]', -32_600],
  ['[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]', -32_600],
  ['null', -32_600],
  ['{}', -32_600],
  ['{"jsonrpc":"1.0","method":"tools/list"}', -32_600],
  ['{"jsonrpc":"2.0","method":1}', -32_600],
  ['{"jsonrpc":"2.0","method":"tools/list","params":[]}', -32_600],
  ['{"jsonrpc":"2.0","method":"tools/list","id":{}}', -32_600],
  ['{"jsonrpc":"2.0","method":"tools/list","id":1.5}', -32_600],
  ['{"jsonrpc":"2.0","method":"tools/list","more":1}', -32_600],
  ['{"jsonrpc":"2.0","method":"initialize"}', -32_601],
  ['{"jsonrpc":"2.0","method":"tools/call"}', -32_602],
  ['{"jsonrpc":"2.0","method":"tools/call","params":{"name":"reset"}}', -32_602],
  ['{"jsonrpc":"2.0","method":"tools/call","params":{"name":5}}', -32_602],
  ['{"jsonrpc":"2.0","method":"tools/call","params":{"name":"query","arguments":[]}}', -32_602],
  ['{"jsonrpc":"2.0","method":"tools/list","params":{"session_id":"forged"}}', -32_602],
  ['{"jsonrpc":"2.0","method":"tools/list","params":{"session_id":5}}', -32_602],
  ['{"jsonrpc":"2.0","method":"openenv/session/close"}', -32_602],
  [`{"jsonrpc":"2.0","method":"${'x'.repeat(1024 * 1024)}"}`, -32_600],
  [`{"jsonrpc":"2.0","method":"tools/list","params":{"a":${'['.repeat(400_000)}`, -32_600],
])('answers %.90s with status 200 and the code %i', async (body, code) => {
  expect(await post(body)).toMatchObject({ id: null, error: { code, message: expect.any(String) } })
})

it('N7: tells nothing of a fault of ours', async () => {
  const app = createApp({
    ...nodeApp.ports,
    createEnvironment: () => ({
      ...nodeApp.ports.createEnvironment('request', null),
      step: () => Promise.reject(new Error('secret /path')),
    }),
    monitor: { ...nodeApp.ports.monitor, failed: () => undefined },
  })
  const { error } = await call('tools/call', { name: 'query', arguments: { sql: '1' } }, app)
  expect(error).toMatchObject({ code: -32_603 })
  expect(error?.message).not.toContain('secret')
})

it('grades as a socket does: the same actions earn the same rewards, term by term', async () => {
  const session_id = await openSession({ question_id: 'company_003' })
  const reset = await nodeApp.app.request('/reset', {
    method: 'POST',
    body: JSON.stringify({ question_id: 'company_003' }),
  })
  const headers = { 'x-session-id': reset.headers.get('x-session-id') ?? '' }
  const actions = [
    ['describe', 'table_name', 'employee'],
    ['sample', 'table_name', 'nope'],
    ['query', 'sql', "SELECT salary FROM employee WHERE name = 'Bob'"],
    ['query', 'sql', 'PRAGMA table_info(employee)'],
    ['answer', 'value', '100'],
  ] as const
  for (const [name, key, value] of actions) {
    const body = JSON.stringify({ action: { action_type: name, argument: value } })
    const step = await nodeApp.app.request('/step', { method: 'POST', headers, body })
    const { reward, done, metadata } = (await step.json()) as WireReply
    const { result } = await callTool(session_id, name, { [key]: value })
    expect(result?.['meta']).toEqual({ reward, done, metadata })
  }
  await call('openenv/session/close', { session_id })
})
