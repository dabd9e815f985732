/** Sessions: how many there may be, and a socket that takes one over which HTTP has begun. */

import { describe, expect, it } from 'vitest'

import {
  SEED,
  envelopeOf,
  firstTableOf,
  questionIdOf,
  questionOf,
  resetOn,
  stateOn,
  stepFrame,
} from './episode.ts'
import { eventually } from './eventually.ts'
import {
  INVALID_PARAMS,
  INVALID_REQUEST,
  SERVER_ERROR,
  asReply,
  callTool,
  closeMcpSession,
  codeOf,
  createMcpSession,
  postRpc,
  resultOf,
  rpc,
} from './json-rpc.ts'
import type { Suite } from './suite.ts'
import type { Talk } from './talk.ts'

export function describeSessions({ wire, mode, sessionsMax }: Suite): void {
  async function attach(sessionId: string): Promise<Talk> {
    return wire.openSocket(`/ws?session_id=${sessionId}`)
  }

  async function hasEnded(sessionId: string): Promise<void> {
    await eventually(async () => {
      const reply = await postRpc(wire, rpc('tools/list', { session_id: sessionId }))
      expect(codeOf(reply)).toBe(INVALID_PARAMS)
    })
  }

  describe('a socket attached to an MCP session', () => {
    it('has the same episode: what one does, the other sees', async () => {
      const sessionId = await createMcpSession(wire, { seed: SEED })
      const talk = await attach(sessionId)
      const table = firstTableOf(await resetOn(talk, { seed: SEED, episode_id: 'shared' }))
      const call = callTool('describe', { table_name: table }, { session_id: sessionId })
      resultOf(await postRpc(wire, call))
      expect(await stateOn(talk)).toMatchObject({ episode_id: 'shared', step_count: 1 })
      await talk.ask(stepFrame('SAMPLE', table))
      const step = {
        type: 'step',
        data: { type: 'call_tool', tool_name: 'describe', arguments: { table_name: table } },
      }
      await talk.ask(step)
      resultOf(await postRpc(wire, call))
      expect(await stateOn(talk)).toMatchObject({ step_count: 4 })
    })

    it('begins where the session stands, with the question that was drawn for it', async () => {
      const plain = await wire.openSocket('/ws')
      const expected = questionIdOf(await resetOn(plain, { seed: SEED }))
      const sessionId = await createMcpSession(wire, { seed: SEED })
      const talk = await attach(sessionId)
      expect(await stateOn(talk)).toMatchObject({ question_id: expected, step_count: 0 })
    })

    it('takes another question by a reset, also for the tools', async () => {
      const sessionId = await createMcpSession(wire, { seed: 1 })
      const talk = await attach(sessionId)
      const reset = await resetOn(talk, { seed: 2 })
      const call = callTool('describe', { table_name: 'no such table' }, { session_id: sessionId })
      const { content } = resultOf(await postRpc(wire, call))
      expect(JSON.stringify(content)).toContain(JSON.stringify(questionOf(reset)).slice(1, -1))
    })

    it('is the only one, and the second is refused', async () => {
      const sessionId = await createMcpSession(wire)
      const first = await attach(sessionId)
      const second = await attach(sessionId)
      expect(await second.next()).toMatchObject({ type: 'error', data: { code: 'SESSION_ERROR' } })
      expect(await second.closed()).toBe(1000)
      await stateOn(first)
    })

    it('leaves the session as it is when it goes, and another may come', async () => {
      const sessionId = await createMcpSession(wire, { seed: SEED })
      const first = await attach(sessionId)
      await resetOn(first, { seed: SEED, episode_id: 'stays' })
      first.send({ type: 'close' })
      expect(await first.closed()).toBe(1000)
      const second = await eventually(async () => {
        const talk = await attach(sessionId)
        expect(await stateOn(talk)).toMatchObject({ episode_id: 'stays' })
        return talk
      })
      await second.close()
    })

    it('puts off the end of its session until it goes', async () => {
      const sessionId = await createMcpSession(wire)
      const talk = await attach(sessionId)
      for (let times = 0; times < 2; times += 1) {
        expect(resultOf(await closeMcpSession(wire, sessionId))).toEqual({
          session_id: sessionId,
          closed: false,
          closing: true,
        })
      }
      resultOf(await postRpc(wire, rpc('tools/list', { session_id: sessionId })))
      await stateOn(talk)
      await talk.close()
      await hasEnded(sessionId)
    })

    it('cannot end its own session by an mcp frame', async () => {
      const sessionId = await createMcpSession(wire)
      const talk = await attach(sessionId)
      const close = rpc('openenv/session/close', { session_id: sessionId })
      const frame = await talk.ask({ type: 'mcp', data: close })
      expect(codeOf((frame as { data: unknown }).data)).toBe(INVALID_REQUEST)
      await stateOn(talk)
    })

    it('cannot be a session that has ended', async () => {
      const sessionId = await createMcpSession(wire)
      await closeMcpSession(wire, sessionId)
      const talk = await attach(sessionId)
      expect(await talk.next()).toMatchObject({ type: 'error', data: { code: 'SESSION_ERROR' } })
      expect(await talk.closed()).toBe(1000)
    })
  })

  describe.runIf(sessionsMax !== undefined)('a server whose sessions are all taken', () => {
    const max = sessionsMax ?? 0
    const full = { active_sessions: max, max_sessions: max }

    async function fill(count: number): Promise<Talk[]> {
      const talks: Talk[] = []
      for (let index = 0; index < count; index += 1) {
        const talk = await eventually(async () => {
          const candidate = await wire.openSocket('/ws')
          await stateOn(candidate)
          return candidate
        })
        talks.push(talk)
      }
      return talks
    }

    it('refuses one more socket after the handshake, in its own words', async () => {
      await fill(max)
      const refused = await wire.openSocket('/ws')
      expect(await refused.next()).toMatchObject({
        type: 'error',
        data: { code: 'CAPACITY_REACHED', ...full },
      })
      expect(await refused.closed()).toBe(1000)
      const tools = await wire.openSocket('/mcp')
      const reply = asReply(await tools.next())
      expect(reply).toMatchObject({ id: null, error: { code: SERVER_ERROR, data: full } })
      expect(await tools.closed()).toBe(1000)
    })

    it('refuses one more MCP session, and answers calls without one', async () => {
      await fill(max)
      expect(await postRpc(wire, rpc('openenv/session/create'))).toMatchObject({
        id: 1,
        error: { code: SERVER_ERROR, data: full },
      })
      resultOf(await postRpc(wire, rpc('tools/list')))
      if (mode === 'simulation') expect((await wire.post('/reset')).status).toBe(200)
    })

    it('counts an MCP session, and a socket attached to it not once more', async () => {
      const sessionId = await eventually(async () => createMcpSession(wire))
      await fill(max - 1)
      const talk = await attach(sessionId)
      await stateOn(talk)
      const refused = await wire.openSocket('/ws')
      expect(await refused.next()).toMatchObject({ data: { code: 'CAPACITY_REACHED', ...full } })
      await talk.close()
      await closeMcpSession(wire, sessionId)
      await hasEnded(sessionId)
      await fill(1)
    })

    it('has room again once a socket is gone, however it went', async () => {
      const [one, other] = await fill(max)
      one?.send({ type: 'close' })
      await fill(1)
      other?.send('[]')
      await fill(1)
    })

    it('keeps no slot for a session whose reset data is refused', async () => {
      for (let times = 0; times <= max; times += 1) {
        const reply = await postRpc(wire, rpc('openenv/session/create', { split: 'holdout' }))
        expect(codeOf(reply)).toBe(INVALID_PARAMS)
      }
      await fill(max)
    })

    it('plays in every session at once', async () => {
      const talks = await fill(max)
      const envelopes = await Promise.all(talks.map(async (talk, seed) => resetOn(talk, { seed })))
      await Promise.all(
        talks.map(async (talk, index) => {
          const reset = envelopes[index]
          if (reset === undefined) throw new Error(`Expected an episode of socket ${index}`)
          const reply = envelopeOf(await talk.ask(stepFrame('DESCRIBE', firstTableOf(reset))))
          expect(questionIdOf(reply)).toBe(questionIdOf(reset))
        }),
      )
    })
  })
}
