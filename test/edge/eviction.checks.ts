/** Sessions whose object has left memory between two steps: nobody notices, on sockets or over HTTP. */

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { action, stepFrame } from '../conformance/episode.ts'
import { callTool, createMcpSession, postRpc } from '../conformance/json-rpc.ts'
import { readQuestionsFile } from '../conformance/questions-file.ts'
import { createWire } from '../conformance/wire.ts'
import { EDGE_QUESTIONS } from './edge-data.ts'
import { startWranglerServer } from './wrangler-server.ts'
import type { WranglerServer } from './wrangler-server.ts'

/** The runtime puts an object away that was idle for about 10 s. */
const EVICTED_AFTER_MS = 15_000

let server: WranglerServer | undefined

beforeAll(async () => {
  server = await startWranglerServer({ LOG_LEVEL: 'debug' })
})
afterAll(() => server?.stop())

const wire = createWire(() => server?.url ?? '')
const [question] = readQuestionsFile(EDGE_QUESTIONS)
const table = question?.tablesInvolved[0] ?? ''
const reset = { question_id: question?.questionId, grading: 'evidence', seed: 1 }

/** Steps that need all that an episode knows: what was described, repeated, and found before. */
const STEPS: readonly (readonly [actionType: string, argument: string])[] = [
  ['DESCRIBE', table],
  ['QUERY', question?.goldSql ?? ''],
  ['QUERY', question?.goldSql ?? ''],
  ['DESCRIBE', table],
  ['SAMPLE', table],
  ['QUERY', `SELECT * FROM "${table}"`],
  ['ANSWER', 'wrong'],
]
const BEFORE = 3

/** One way to play: what each step answered, and what the state said after it. */
type Play = { step(index: number): Promise<unknown>; state(): Promise<unknown> }

async function onSocket(): Promise<Play> {
  const talk = await wire.openSocket('/ws')
  await talk.ask({ type: 'reset', data: reset })
  return {
    step: (index) => talk.ask(stepFrame(...(STEPS[index] ?? ['', '']))),
    state: () => talk.ask({ type: 'state' }),
  }
}

async function overHttp(): Promise<Play> {
  const { headers } = await wire.post('/reset', reset)
  const session = { 'x-session-id': headers.get('x-session-id') ?? '' }
  return {
    step: async (index) => {
      const body = { action: action(...(STEPS[index] ?? ['', ''])) }
      return (await wire.post('/step', body, session)).json
    },
    state: async () => (await wire.get('/state', session)).json,
  }
}

async function overMcp(): Promise<Play> {
  const sessionId = await createMcpSession(wire, reset)
  return {
    step: async (index) => {
      const [, argument = ''] = STEPS[index] ?? []
      const isTable = argument === table
      const args = isTable ? { table_name: table } : { sql: argument }
      const call = callTool(isTable ? 'describe' : 'query', args, { session_id: sessionId })
      return postRpc(wire, call)
    },
    state: async () => undefined,
  }
}

/** Standard MCP, by its own client. */
async function onStreamable(): Promise<Play> {
  const client = new Client({ name: 'eviction', version: '1' })
  const query = `?question_id=${question?.questionId ?? ''}&grading=evidence`
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${server?.url ?? ''}/mcp/http${query}`)),
  )
  return {
    step: async (index) => {
      const [, argument = ''] = STEPS[index] ?? []
      return client.callTool({ name: 'query', arguments: { sql: argument } })
    },
    state: async () => client.listTools(),
  }
}

async function onToolSocket(): Promise<Play> {
  const talk = await wire.openSocket('/ws')
  const ask = (name: string, args: object) => talk.ask({ type: 'mcp', data: callTool(name, args) })
  await talk.ask({ type: 'reset', data: reset })
  const created = { jsonrpc: '2.0', id: 1, method: 'openenv/session/create', params: {} }
  const { data } = (await talk.ask({ type: 'mcp', data: created })) as { data: object }
  const first = JSON.stringify(data)
  return {
    step: (index) => ask('query', { sql: `SELECT ${index % 2}` }),
    // The same question as at the beginning.
    state: async () => {
      const again = (await talk.ask({ type: 'mcp', data: created })) as { data: object }
      return JSON.stringify(again.data) === first
    },
  }
}

describe('an object that left memory between two steps', () => {
  it.concurrent('goes on with the same bytes', { timeout: 90_000 }, async () => {
    const ways = { onSocket, overHttp, overMcp, onStreamable }
    const undisturbed = await Promise.all(Object.values(ways).map((begin) => begin()))
    const expected = await Promise.all(undisturbed.map((play) => playAll(play, STEPS.keys())))

    const disturbed = await Promise.all(Object.values(ways).map((begin) => begin()))
    const tools = await onToolSocket()
    const before = STEPS.slice(0, BEFORE).keys().toArray()
    const after = STEPS.keys().toArray().slice(BEFORE)
    const got = await Promise.all(disturbed.map((play) => playAll(play, before)))
    await playAll(tools, before)
    const bringsBefore = countOf('"msg":"brought back"')
    await new Promise((resolve) => setTimeout(resolve, EVICTED_AFTER_MS))
    for (const [index, play] of disturbed.entries()) {
      got[index]?.push(...(await playAll(play, after)))
    }
    expect(got).toEqual(expected)
    expect(await tools.state()).toBe(true)
    expect(countOf('"msg":"brought back"') - bringsBefore).toBeGreaterThanOrEqual(5)
  })

  it.concurrent(
    'shows the page’s visitors what they would have seen',
    { timeout: 90_000 },
    async () => {
      await wire.post('/web/reset', reset)
      const viewer = await wire.openSocket('/ws/ui')
      await viewer.next()
      const step = async (index: number) => {
        const [actionType, argument] = STEPS[index] ?? ['', '']
        await wire.post('/web/step', { action: action(actionType, argument) })
        return (await viewer.next()) as { episode_state: { action_logs: readonly unknown[] } }
      }
      const before = await step(0)
      await new Promise((resolve) => setTimeout(resolve, EVICTED_AFTER_MS))
      await viewer.expectSilence()
      expect(await wire.get('/web/state')).toMatchObject({ json: { step_count: 1 } })
      await viewer.expectSilence()
      const after = await step(1)
      expect(after.episode_state.action_logs.length).toBe(2)
      expect(after.episode_state.action_logs.slice(0, 1)).toEqual(before.episode_state.action_logs)
      expect(server?.output()).toMatch(/"sessionId":"web","roles":\["web"\],"sockets":1/)
    },
  )
})

async function playAll(play: Play, steps: Iterable<number>): Promise<unknown[]> {
  const answers: unknown[] = []
  for (const index of steps) answers.push(await play.step(index), await play.state())
  return answers
}

function countOf(text: string): number {
  return (server?.output() ?? '').split(text).length - 1
}
