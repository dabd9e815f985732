import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { makeCompanyData } from '../../test/company-data.ts'
import type { CompanyData } from '../../test/company-data.ts'
import { createNodeApp } from '../adapters/node/node-app.ts'
import type { NodeApp } from '../adapters/node/node-app.ts'
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

/** The protocol's own client, with the handlers instead of a network. */
async function connect(query = '', app: Hono = nodeApp.app) {
  const client = new Client({ name: 'test', version: '1' })
  const transport = new StreamableHTTPClientTransport(
    new URL(`http://localhost/mcp/http${query}`),
    { fetch: async (url, init) => app.request(url, init) },
  )
  await client.connect(transport)
  return { client, transport }
}

it('is an episode for a host: the question in the instructions, then tools', async () => {
  const { client, transport } = await connect('?question_id=company_001')
  expect(client.getInstructions()).toContain('Question: How many employees are there?\nTables:')
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toEqual(['describe', 'sample', 'query', 'answer'])
  const queried = await client.callTool({
    name: 'query',
    arguments: { sql: 'SELECT count(*) FROM employee' },
  })
  expect(queried).toMatchObject({
    content: [{ type: 'text', text: expect.stringContaining('1. 3') }],
    structuredContent: { step_count: 1 },
    _meta: { reward: 0.15, done: false },
    isError: false,
  })
  const answered = await client.callTool({ name: 'answer', arguments: { value: '3' } })
  expect(answered).toMatchObject({ _meta: { reward: 1, done: true } })
  await transport.terminateSession()
})

it('gives credit in the channel of the trainer, where the address asks for it', async () => {
  const call = { name: 'describe', arguments: { table_name: 'employe' } }
  const { client, transport } = await connect('?question_id=company_001&credit=true')
  expect(await client.callTool(call)).toMatchObject({
    _meta: { metadata: { credit: [{ start: 0, end: 7, term: 'step_cost', value: -0.02 }] } },
  })
  await transport.terminateSession()
  const plain = await connect('?question_id=company_001&credit=false')
  expect(JSON.stringify(await plain.client.callTool(call))).not.toContain('credit')
  await plain.transport.terminateSession()
  await expect(connect('?credit=perhaps')).rejects.toThrow('credit')
})

it.each(['reset', 'nope'])('has no tool %s', async (name) => {
  const { client, transport } = await connect()
  await expect(client.callTool({ name, arguments: {} })).rejects.toThrow(`Unknown tool ${name}`)
  await transport.terminateSession()
})

it('keeps the episodes of two hosts apart, and refuses a third', async () => {
  const first = await connect()
  const second = await connect()
  await first.client.callTool({ name: 'query', arguments: { sql: 'SELECT 1' } })
  const other = await second.client.callTool({ name: 'query', arguments: { sql: 'SELECT 1' } })
  expect(other).toMatchObject({ structuredContent: { step_count: 1 } })
  await expect(connect()).rejects.toThrow('Server at capacity')
  await first.transport.terminateSession()
  await second.transport.terminateSession()
  const third = await connect()
  await third.transport.terminateSession()
})

it('names the reset data that no question fits', async () => {
  await expect(connect('?split=train&index=99')).rejects.toThrow('index 99 is past')
})

async function post(body: unknown, headers: Record<string, string> = {}) {
  const response = await nodeApp.app.request('/mcp/http', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

it('asks a host without a session to initialize, and one with a forged id to begin anew', async () => {
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
  expect(await post(list)).toMatchObject({ status: 400, body: { error: { code: -32_600 } } })
  expect(await post(list, { 'mcp-session-id': 'forged' })).toMatchObject({ status: 404 })
  expect(await post('{')).toMatchObject({ status: 400 })
  expect((await nodeApp.app.request('/mcp/http')).status).toBe(405)
})

it('forgets a host that was silent for 15 minutes', async () => {
  let nowMs = 0
  const app = createApp({ ...nodeApp.ports, now: () => nowMs })
  const { client } = await connect('', app)
  nowMs = KEPT_SESSION_IDLE_MS + 1
  await expect(client.callTool({ name: 'sample', arguments: {} })).rejects.toThrow()
})

it('tells a host whose session was forgotten while it began', async () => {
  let nowMs = 0
  const sessionBegan = () => (nowMs = KEPT_SESSION_IDLE_MS + 1)
  const monitor = { ...nodeApp.ports.monitor, sessionBegan }
  const app = createApp({ ...nodeApp.ports, now: () => nowMs, monitor })
  await expect(connect('', app)).rejects.toThrow('Unknown session_id')
})
