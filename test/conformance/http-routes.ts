/** The plain HTTP routes: what the server says of itself, and one environment for each request. */

import { describe, expect, it } from 'vitest'

import { SEED, action, expectEnvelope, firstTableOf } from './episode.ts'
import type { Envelope } from './episode.ts'
import type { Suite } from './suite.ts'

export function describeHttpRoutes({ wire, mode }: Suite): void {
  describe('what the server says of itself', () => {
    it('is healthy', async () => {
      expect(await wire.get('/health')).toMatchObject({ status: 200, json: { status: 'healthy' } })
    })

    it('has a name and a description in its metadata, and texts or nulls beside them', async () => {
      const { status, json } = await wire.get('/metadata')
      expect(status).toBe(200)
      expect(json).toMatchObject({ name: expect.any(String), description: expect.any(String) })
      const metadata = json as Record<string, unknown>
      for (const key of ['readme_content', 'version', 'author', 'documentation_url']) {
        expect([null, 'string']).toContain(metadata[key] === null ? null : typeof metadata[key])
      }
    })

    it('has JSON Schemas of action, observation and state', async () => {
      const { status, json } = await wire.get('/schema')
      expect(status).toBe(200)
      expect(json).toMatchObject({
        action: { properties: { action_type: expect.anything(), argument: expect.anything() } },
        observation: { properties: { reward: {}, done: {}, metadata: {}, question: {} } },
        state: { properties: { episode_id: {}, step_count: {} } },
      })
    })

    it('refers to nothing outside its schemas', async () => {
      const { text } = await wire.get('/schema')
      const references = [...text.matchAll(/"\$(?:dynamicR|r)ef":"([^"]*)"/g)]
      expect(references.filter(([, target = '']) => !target.startsWith('#'))).toEqual([])
    })

    it('compresses nothing for a client that asks for the identity', async () => {
      const { headers } = await wire.get('/schema', { 'accept-encoding': 'identity' })
      expect(headers.get('content-encoding') ?? 'identity').toBe('identity')
    })
  })

  describe('a path or method that is not there', () => {
    it.each(['/nope', '/reset/nope', '/web-nope'])(
      'answers 404 with a detail: %s',
      async (path) => {
        expect(await wire.get(path)).toMatchObject({ status: 404, json: { detail: 'Not Found' } })
      },
    )

    it.each([
      ['POST', '/health', 'GET'],
      ['DELETE', '/schema', 'GET'],
      ['PUT', '/metadata', 'GET'],
      ['GET', '/mcp', 'POST'],
    ])('answers 405 and says what is allowed: %s %s', async (method, path, allowed) => {
      const { status, json, headers } = await wire.request(method, path)
      expect({ status, json }).toEqual({ status: 405, json: { detail: 'Method Not Allowed' } })
      expect(headers.get('allow')).toContain(allowed)
    })
  })

  describe.runIf(mode === 'simulation')('an episode over HTTP', () => {
    it('begins with or without a body, and takes keys that it does not know', async () => {
      for (const body of [undefined, {}, { seed: SEED, no_such_key: [1] }]) {
        const { status, json } = await wire.post('/reset', body)
        expect(status).toBe(200)
        expectEnvelope(json)
        expect(json).toMatchObject({ reward: null, done: false })
      }
    })

    it('is read as JSON whatever its content type says, as curl sends it', async () => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const { status, json } = await wire.post('/reset', `{"seed":${SEED}}`, headers)
      expect(status).toBe(200)
      expect(json).toEqual((await wire.post('/reset', { seed: SEED })).json)
    })

    it('has an environment of its own for each request, so a step comes before any reset', async () => {
      await wire.post('/reset', { seed: SEED })
      const { status, json } = await wire.post('/step', { action: action('QUERY', 'SELECT 1') })
      expect(status).toBe(200)
      expect(json).toMatchObject({
        observation: { question: '', error: expect.stringContaining('reset'), step_count: 0 },
        reward: 0,
        done: false,
      })
      expect(await wire.get('/state')).toMatchObject({
        status: 200,
        json: { episode_id: null, step_count: 0 },
      })
    })

    it('goes on with the session id of its reset: in a header, a body or the query', async () => {
      const reset = await wire.post('/reset', { seed: SEED, episode_id: 'by curl' })
      const sessionId = reset.headers.get('x-session-id') ?? ''
      const step = action('DESCRIBE', firstTableOf(reset.json as Envelope))
      const header = { 'x-session-id': sessionId }
      const replies = [
        await wire.post('/step', { action: step }, header),
        await wire.post('/step', { action: step, session_id: sessionId }),
        await wire.post(`/step?session_id=${sessionId}`, { action: step }),
      ]
      for (const [index, { status, json }] of replies.entries()) {
        expect(status).toBe(200)
        expectEnvelope(json)
        expect(json).toMatchObject({ observation: { error: '', step_count: index + 1 } })
      }
      expect(await wire.get('/state', header)).toMatchObject({
        status: 200,
        json: { episode_id: 'by curl', step_count: 3 },
      })
    })

    it.each(['no-such-session', '00000000-0000-4000-8000-000000000000'])(
      'answers 404 to a forged session id: %s',
      async (sessionId) => {
        const header = { 'x-session-id': sessionId }
        const detail = { detail: expect.any(String) }
        const step = { action: action('QUERY', 'SELECT 1') }
        expect(await wire.post('/step', step, header)).toMatchObject({ status: 404, json: detail })
        expect(await wire.get('/state', header)).toMatchObject({ status: 404, json: detail })
      },
    )

    it('may carry a timeout, a request id and further keys beside the action', async () => {
      const body = { action: action('QUERY', 'SELECT 1'), timeout_s: 30, request_id: 'r', more: 1 }
      expect((await wire.post('/step', body)).status).toBe(200)
    })
  })
}
