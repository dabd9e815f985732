/** /mcp/http: the standard's own client plays an episode, whose question stands in the instructions. */

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, it } from 'vitest'

import { SEED, questionOf, resetOn } from './episode.ts'
import type { Suite } from './suite.ts'
import { TOOLS } from './tools.ts'

export function describeMcpStreamable({ wire, url }: Suite): void {
  async function connect(query = ''): Promise<Client> {
    const client = new Client({ name: 'conformance', version: '1' })
    const address = new URL(`${url()}/mcp/http${query}`)
    const transport = new StreamableHTTPClientTransport(address, { fetch: wire.fetch })
    await client.connect(transport)
    wire.afterwards(async () => transport.terminateSession())
    return client
  }

  const querying = { name: 'query', arguments: { sql: 'SELECT 1' } }

  async function post(body: object | string, headers: Readonly<Record<string, string>> = {}) {
    const accept = 'application/json, text/event-stream'
    return wire.post('/mcp/http', body, { accept, ...headers })
  }

  describe('standard MCP at /mcp/http', () => {
    it('tells the question in its instructions, and plays it with the tools', async () => {
      const question = questionOf(await resetOn(await wire.openSocket('/ws'), { seed: SEED }))
      const client = await connect(`?seed=${SEED}`)
      expect(client.getInstructions()).toContain(question)
      const { tools } = await client.listTools()
      expect(tools.map(({ name }) => name)).toEqual(TOOLS.map(([name]) => name))
      expect(await client.callTool(querying)).toMatchObject({
        content: [{ type: 'text', text: expect.stringContaining(question) }],
        structuredContent: { step_count: 1 },
        isError: false,
      })
      const wrong = { name: 'answer', arguments: { value: 'no such answer' } }
      expect(await client.callTool(wrong)).toMatchObject({ _meta: { reward: 0, done: true } })
    })

    it('shows a failed query as a result to read', async () => {
      const client = await connect()
      const failed = { name: 'query', arguments: { sql: 'SELECT nope' } }
      expect(await client.callTool(failed)).toMatchObject({ isError: true })
    })

    it.each(['reset', 'step', 'state', 'close', 'nope', '__proto__'])(
      'S12: has no tool %s',
      async (name) => {
        const client = await connect()
        await expect(client.callTool({ name, arguments: {} })).rejects.toThrow(name)
      },
    )

    it('keeps the episodes of two hosts apart', async () => {
      const [one, other] = [await connect(), await connect()]
      await one.callTool(querying)
      expect(await other.callTool(querying)).toMatchObject({ structuredContent: { step_count: 1 } })
    })

    it('refuses reset data in its address that no question fits', async () => {
      await expect(connect('?split=holdout')).rejects.toThrow()
      await expect(connect('?question_id=no-such-question')).rejects.toThrow()
    })

    it('answers 404 to a forged session, so that the host begins anew', async () => {
      const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
      for (const id of ['forged', '00000000-0000-4000-8000-000000000000']) {
        expect((await post(list, { 'mcp-session-id': id })).status).toBe(404)
      }
    })

    it('answers 400 to what begins no session, and to what is malformed', async () => {
      for (const body of [{ jsonrpc: '2.0', id: 1, method: 'tools/list' }, {}, '[]', '{', '']) {
        expect((await post(body)).status).toBe(400)
      }
    })
  })
}
