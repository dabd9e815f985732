import { describe, expect, it } from 'vitest'

import { findTarget } from './session-target.ts'

const BODY_BYTES_MAX = 1024 * 1024

const ID = '00000000-0000-4000-8000-000000000000'

const targetOf = (path: string, init: RequestInit = {}) =>
  findTarget(new Request(`http://edge${path}`, init), () => 'new', BODY_BYTES_MAX)

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  targetOf(path, { method: 'POST', body: JSON.stringify(body), headers })

const upgrade = { headers: { upgrade: 'websocket' } }

describe('a request belongs', () => {
  it.each<[string, RequestInit]>([
    ['/health', {}],
    ['/metadata', {}],
    ['/web/', {}],
    ['/web/choices', {}],
    ['/state', {}],
    ['/ws', {}],
    ['/no-such-path', upgrade],
    ['/reset', {}],
  ])('to no session: %s', async (path, init) => {
    expect((await targetOf(path, init)).objectName).toBeNull()
  })

  it('to a new one, where a session begins', async () => {
    const requests = [
      targetOf('/ws', upgrade),
      targetOf('/mcp', upgrade),
      targetOf('/ws?session_id=forged', upgrade),
      post('/reset', { seed: 1 }),
      targetOf('/reset', { method: 'POST' }),
      post('/mcp', { method: 'openenv/session/create' }),
      post('/mcp/http', { method: 'initialize' }),
    ]
    for (const request of requests) expect((await request).objectName).toBe('new')
  })

  it('to the one that it names, in whatever place', async () => {
    const requests = [
      targetOf(`/ws?session_id=${ID}`, upgrade),
      targetOf(`/state?session_id=${ID}`),
      targetOf('/state', { headers: { 'x-session-id': ID } }),
      post('/reset', { session_id: ID }),
      post('/step', {}, { 'x-session-id': ID }),
      post('/step', { session_id: 'forged' }, { 'x-session-id': ID }),
      post(`/step?session_id=${ID}`, {}),
      post('/mcp', { method: 'tools/call', params: { session_id: ID } }),
      post('/mcp/http', { method: 'tools/list' }, { 'mcp-session-id': ID }),
      targetOf('/mcp/http', { method: 'DELETE', headers: { 'mcp-session-id': ID } }),
    ]
    for (const request of requests) expect((await request).objectName).toBe(ID)
  })

  it('to the one that all visitors of the page share', async () => {
    const requests = [
      post('/web/reset', {}),
      post('/web/step', {}),
      targetOf('/web/state'),
      targetOf('/ws/ui', upgrade),
    ]
    for (const request of requests) expect((await request).objectName).toBe('web')
  })

  it('to none, where the id cannot be one of ours', async () => {
    const requests = [
      post('/step', { session_id: 'web' }),
      post('/reset', { session_id: '../web' }),
      post('/reset', { session_id: 5 }),
      targetOf('/state', { headers: { 'x-session-id': ID.toUpperCase().replace('0', 'G') } }),
      post('/mcp', { method: 'tools/call', params: { session_id: 'web' } }),
      post('/mcp/http', { method: 'initialize' }, { 'mcp-session-id': 'web' }),
      post('/step', {}),
    ]
    for (const request of requests) expect((await request).objectName).toBeNull()
  })
})

describe('a body', () => {
  it('is sent on as it came, whatever it is', async () => {
    for (const body of ['', '{', '[1]', 'null', '{"a":"Åland 🏝"}', '\u0000']) {
      const { request } = await targetOf('/step', { method: 'POST', body })
      expect(await request.text()).toBe(body)
    }
  })

  it('is sent on as too large, where it is', async () => {
    const body = 'x'.repeat(2 * BODY_BYTES_MAX)
    const { request, objectName } = await targetOf('/step', { method: 'POST', body })
    expect(Number(request.headers.get('content-length'))).toBeGreaterThan(BODY_BYTES_MAX)
    expect(objectName).toBeNull()
  })
})
