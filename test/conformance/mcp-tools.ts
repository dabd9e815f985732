/** The tools of POST /mcp: which there are, and what a call is answered. */

import { describe, expect, it } from 'vitest'

import {
  INVALID_PARAMS,
  TOOL_REFUSED,
  callTool,
  codeOf,
  postRpc,
  resultOf,
  rpc,
} from './json-rpc.ts'
import type { Suite } from './suite.ts'
import { TOOLS, expectToolResult } from './tools.ts'

export function describeMcpTools({ wire }: Suite): void {
  describe('the tools of POST /mcp', () => {
    it('S12: are the four actions, each with a schema; reset and step are none of them', async () => {
      const { tools } = resultOf(await postRpc(wire, rpc('tools/list'))) as { tools: object[] }
      expect(tools).toMatchObject(
        TOOLS.map(([name, parameter]) => ({
          name,
          description: expect.stringMatching(/./),
          inputSchema: {
            type: 'object',
            properties: { [parameter]: { type: 'string' } },
            required: [parameter],
          },
        })),
      )
    })

    it('answer without a session, each call in an episode of its own', async () => {
      for (let times = 0; times < 2; times += 1) {
        const result = resultOf(await postRpc(wire, callTool('query', { sql: 'SELECT 1' })))
        expectToolResult(result)
        expect(result).toMatchObject({ structured_content: { step_count: 1 } })
      }
    })

    it.each([{}, { arguments: {} }, { name: '' }, { name: null }])(
      'answer -32602 to a call without a name: %j',
      async (params) => {
        expect(codeOf(await postRpc(wire, rpc('tools/call', params)))).toBe(INVALID_PARAMS)
      },
    )

    it('answer -32602 to a call without params', async () => {
      expect(codeOf(await postRpc(wire, rpc('tools/call')))).toBe(INVALID_PARAMS)
    })

    it.each(['nope', 'reset', 'step', 'state', 'close', 'DESCRIBE', '__proto__', 'constructor'])(
      'refuse one that is not there: %s',
      async (name) => {
        expect(TOOL_REFUSED).toContain(codeOf(await postRpc(wire, callTool(name, {}))))
      },
    )

    it.each([5, [], {}, true])('refuse a name that is no text: %j', async (name) => {
      const reply = await postRpc(wire, rpc('tools/call', { name, arguments: {} }))
      expect(TOOL_REFUSED).toContain(codeOf(reply))
    })

    it.each([[], 'sql', 1])('refuse arguments that are no object: %j', async (args) => {
      const reply = await postRpc(wire, rpc('tools/call', { name: 'query', arguments: args }))
      expect(TOOL_REFUSED).toContain(codeOf(reply))
    })
  })
}
