/** Sessions of POST /mcp: an episode for each, from its creation to its end. */

import { describe, expect, it } from 'vitest'

import { SEED } from './episode.ts'
import {
  INVALID_PARAMS,
  callTool,
  closeMcpSession,
  codeOf,
  createMcpSession,
  postRpc,
  resultOf,
  rpc,
} from './json-rpc.ts'
import type { Suite } from './suite.ts'
import { expectToolResult } from './tools.ts'

export function describeMcpSessions({ wire }: Suite): void {
  describe('a session of POST /mcp', () => {
    it('has the question in its beginning and in every result', async () => {
      const created = resultOf(await postRpc(wire, rpc('openenv/session/create', { seed: SEED })))
      const { session_id, ...shown } = created
      wire.afterwards(async () => closeMcpSession(wire, String(session_id)))
      const call = callTool('query', { sql: 'SELECT 1' }, { session_id })
      const result = resultOf(await postRpc(wire, call))
      expectToolResult(result)
      const { question } = result['structured_content'] as { question: string }
      expect(question).not.toBe('')
      expect(JSON.stringify(shown)).toContain(JSON.stringify(question).slice(1, -1))
      expect(String(result['data'])).toContain(question)
    })

    it('counts its calls, spends its budget, and ends with an answer', async () => {
      const session_id = await createMcpSession(wire, { seed: SEED })
      const standing = async (name: string, args: object) => {
        const result = resultOf(await postRpc(wire, callTool(name, args, { session_id })))
        expectToolResult(result)
        return result
      }
      expect(await standing('query', { sql: 'SELECT 1' })).toMatchObject({
        structured_content: { step_count: 1, budget_remaining: 14 },
        is_error: false,
      })
      expect(await standing('query', { sql: 'DROP TABLE t' })).toMatchObject({
        structured_content: { step_count: 2, error: expect.stringMatching(/./) },
        is_error: true,
      })
      expect(await standing('answer', { value: 'no such answer' })).toMatchObject({
        structured_content: { step_count: 3 },
        meta: { reward: 0, done: true },
      })
      expect(await standing('query', { sql: 'SELECT 1' })).toMatchObject({
        structured_content: { step_count: 3 },
        meta: { reward: 0, done: true },
      })
    })

    it('draws the same question with the same seed, and is apart from the others', async () => {
      const [one, other] = [
        await createMcpSession(wire, { seed: SEED }),
        await createMcpSession(wire, { seed: SEED }),
      ]
      const call = (session_id: string) => callTool('query', { sql: 'SELECT 1' }, { session_id })
      const first = resultOf(await postRpc(wire, call(one)))
      expect(resultOf(await postRpc(wire, call(other)))).toEqual(first)
    })

    it('takes overlapping calls one after the other', async () => {
      const session_id = await createMcpSession(wire, { seed: SEED })
      const counts = await Promise.all(
        ['1', '2', '3', '4', '5'].map(async (value) => {
          const call = callTool('query', { sql: `SELECT ${value}` }, { session_id })
          const result = resultOf(await postRpc(wire, call))
          return (result['structured_content'] as { step_count: number }).step_count
        }),
      )
      expect(new Set(counts)).toEqual(new Set([1, 2, 3, 4, 5]))
    })

    it.each(['no-such-session', '00000000-0000-4000-8000-000000000000', '__proto__', 5])(
      'cannot be forged: %j',
      async (session_id) => {
        for (const method of ['tools/list', 'openenv/session/close']) {
          expect(await postRpc(wire, rpc(method, { session_id }))).toMatchObject({
            id: 1,
            error: { code: INVALID_PARAMS },
          })
        }
        const call = callTool('query', { sql: 'SELECT 1' }, { session_id })
        expect(codeOf(await postRpc(wire, call))).toBe(INVALID_PARAMS)
      },
    )

    it.each([undefined, {}, { session_id: '' }, { session_id: null }])(
      'is not ended without its id: %j',
      async (params) => {
        const reply = await postRpc(wire, rpc('openenv/session/close', params))
        expect(codeOf(reply)).toBe(INVALID_PARAMS)
      },
    )

    it('ends once, and is unknown from then on', async () => {
      const session_id = await createMcpSession(wire)
      expect(resultOf(await closeMcpSession(wire, session_id))).toEqual({
        session_id,
        closed: true,
      })
      expect(codeOf(await closeMcpSession(wire, session_id))).toBe(INVALID_PARAMS)
      const list = await postRpc(wire, rpc('tools/list', { session_id }))
      expect(codeOf(list)).toBe(INVALID_PARAMS)
    })

    it.each([{ seed: -1 }, { split: 'holdout' }, { question_id: 'no such question' }])(
      'is refused with reset data that is malformed or fits no question: %j',
      async (resetData) => {
        const reply = await postRpc(wire, rpc('openenv/session/create', resetData))
        expect(codeOf(reply)).toBe(INVALID_PARAMS)
      },
    )
  })
}
