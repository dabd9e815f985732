import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import { makeCompanyData } from '../../test/company-data.ts'
import type { CompanyData } from '../../test/company-data.ts'
import { listenTo } from '../../test/listening.ts'
import type { Listening } from '../../test/listening.ts'
import { createNodeApp } from '../adapters/node/node-app.ts'
import type { NodeApp } from '../adapters/node/node-app.ts'
import { findForeignOrigin } from './foreign-origin.ts'

const isRefused = (headers: Record<string, string>) =>
  findForeignOrigin((name) => headers[name]) !== undefined

const FOREIGN = 'https://evil.example'

describe('a page of another site', () => {
  it.each([
    'localhost:8000',
    'localhost',
    'LOCALHOST:8000',
    'localhost.:8000',
    'a.localhost:8000',
    '127.0.0.1:8000',
    '127.1.2.3',
    '[::1]:8000',
    '[::ffff:127.0.0.1]:8000',
    '0.0.0.0:8000',
    '[::]:8000',
  ])('is refused by the machine that it asks for as %s', (host) => {
    expect(isRefused({ host, origin: FOREIGN })).toBe(true)
  })

  it.each([
    'null',
    '',
    'http://localhost.evil.example:8000',
    'http://127.0.0.1.evil.example',
    'http://127.evil.example',
    'http://evillocalhost',
    'http://localhost@evil.example',
    'http://192.168.1.2:8000',
    'http://localhost, https://evil.example',
    'chrome-extension://abcdefghijklmnop',
  ])('is one with the origin %j', (origin) => {
    expect(isRefused({ host: 'localhost:8000', origin })).toBe(true)
  })

  it.each([
    'sqlenv-sql-env.hf.space',
    'sqlenv.example:8000',
    '192.168.1.2:8000',
    '10.0.0.5:7860',
    'localhost.example',
    '127.example',
    '',
    'no host at all',
  ])('may ask what is reached as %j: a proxy or its owner has let it', (host) => {
    expect(isRefused({ host, origin: FOREIGN })).toBe(false)
  })

  it.each(['forwarded', 'x-forwarded-host', 'x-forwarded-for'])(
    'may ask by a proxy, which sends %s',
    (name) => {
      expect(isRefused({ host: '127.0.0.1:7860', origin: FOREIGN, [name]: 'x' })).toBe(false)
    },
  )
})

it.each([
  'http://localhost:8000',
  'http://localhost:5173',
  'https://127.0.0.1',
  'http://[::1]:3000',
  'http://a.localhost',
])('lets a page of the machine itself ask: %s', (origin) => {
  expect(isRefused({ host: 'localhost:8000', origin })).toBe(false)
})

it('lets who is no page ask', () => {
  expect(isRefused({ host: 'localhost:8000' })).toBe(false)
})

it('names the page and the host, and says what to do', () => {
  const headers: Record<string, string> = { host: 'localhost:8000', origin: 'https://evil.example' }
  const detail = findForeignOrigin((name) => headers[name])
  expect(detail).toMatch(/https:\/\/evil\.example .* localhost:8000,.* X-Forwarded-Host\.$/)
  headers['origin'] = `https://${'x'.repeat(5000)}.example`
  expect(findForeignOrigin((name) => headers[name])?.length).toBeLessThan(1000)
})

describe('over a network', () => {
  let data: CompanyData
  let nodeApp: NodeApp
  let server: Listening

  beforeAll(async () => {
    data = makeCompanyData()
    nodeApp = createNodeApp({
      dataDir: data.dataDir,
      settings: { QUERY_PROCESSES: 1, SQLENV_SPECTATE: true },
    })
    server = await listenTo(nodeApp)
  })
  afterAll(async () => {
    await server.stop()
    await nodeApp.close()
    data.remove()
  })

  async function ask(method: string, path: string, headers: Record<string, string>) {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest(server.url + path, { method, headers }, resolve)
        .on('error', reject)
        .end()
    })
    return { status: response.statusCode, body: await text(response) }
  }

  it.each([
    ['GET', '/health'],
    ['GET', '/metrics'],
    ['POST', '/reset'],
    ['POST', '/step'],
    ['GET', '/state'],
    ['POST', '/mcp'],
    ['POST', '/mcp/http'],
    ['DELETE', '/mcp/http'],
    ['GET', '/web/'],
    ['POST', '/web/reset'],
    ['GET', '/web/spectate'],
    ['POST', '/sql_env/tasks'],
    ['GET', '/no-such-path'],
    ['OPTIONS', '/reset'],
  ])('answers 403 to it: %s %s', async (method, path) => {
    const { status, body } = await ask(method, path, { origin: FOREIGN })
    expect(status).toBe(403)
    expect(JSON.parse(body)).toEqual({ detail: expect.stringContaining(FOREIGN) })
  })

  it('answers all others as ever', async () => {
    expect(await ask('GET', '/health', { origin: server.url })).toMatchObject({ status: 200 })
    expect(await ask('POST', '/reset', {})).toMatchObject({ status: 200 })
    const onSpace = { host: 'sqlenv-sql-env.hf.space', origin: 'https://huggingface.co' }
    expect(await ask('POST', '/web/reset', onSpace)).toMatchObject({ status: 200 })
  })

  /** @returns the status of the handshake, and the body where it is refused */
  async function handshake(path: string, headers: Record<string, string>) {
    const socket = new WebSocket(server.url.replace('http', 'ws') + path, { headers })
    return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      socket.on('open', () => {
        socket.close()
        resolve({ status: 101, body: '' })
      })
      socket.on('unexpected-response', (_request, response) => {
        void text(response).then((body) => resolve({ status: response.statusCode, body }))
      })
      socket.on('error', reject)
    })
  }

  it.each(['/ws', '/mcp', '/ws/ui'])('refuses its sockets at %s, with the reason', async (path) => {
    for (const origin of [FOREIGN, 'null']) {
      const { status, body } = await handshake(path, { origin })
      expect(status).toBe(403)
      expect(JSON.parse(body)).toEqual({ detail: expect.stringContaining(origin) })
    }
    expect(await handshake(path, {})).toMatchObject({ status: 101 })
    expect(await handshake(path, { origin: server.url })).toMatchObject({ status: 101 })
    const proxied = { origin: FOREIGN, 'x-forwarded-for': '203.0.113.9' }
    expect(await handshake(path, proxied)).toMatchObject({ status: 101 })
    const onSpace = { host: 'sqlenv-sql-env.hf.space', origin: 'https://sqlenv-sql-env.hf.space' }
    expect(await handshake(path, onSpace)).toMatchObject({ status: 101 })
  })
})
