import { describe, expect, it } from 'vitest'

import { pageRoutes } from './page.ts'
import type { PageFile } from './ports.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

const INDEX: PageFile = {
  contentType: 'text/html; charset=utf-8',
  bodies: { identity: bytes('<!doctype html>'), br: bytes('as br'), gzip: bytes('as gzip') },
  etag: 'W/"one"',
  isImmutable: false,
}
const SCRIPT: PageFile = {
  contentType: 'text/javascript; charset=utf-8',
  bodies: { identity: bytes('1') },
  etag: 'W/"two"',
  isImmutable: true,
}

const app = pageRoutes(
  new Map([
    ['index.html', INDEX],
    ['assets/index-1a2b.js', SCRIPT],
  ]),
)

const ask = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })

describe('a file of the page', () => {
  it('is sent with its type, and nobody guesses another', async () => {
    const { status, headers } = await ask('/web/')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  it('may use nothing from elsewhere, and stand in a frame of the Hub only', async () => {
    const policy = (await ask('/web/')).headers.get('content-security-policy') ?? ''
    const rules = new Map(
      policy.split('; ').map((rule) => [rule.split(' ', 1).join(), rule.split(' ').slice(1)]),
    )
    expect(rules.get('default-src')).toEqual(["'none'"])
    expect(rules.get('script-src')).toEqual(["'self'"])
    expect(rules.get('frame-ancestors')).toEqual([
      "'self'",
      'https://huggingface.co',
      'https://*.hf.space',
    ])
    expect(policy).not.toContain('unsafe')
  })

  it('is kept for good where its name tells its content, and asked for again where not', async () => {
    const [index, script] = await Promise.all([ask('/web/'), ask('/web/assets/index-1a2b.js')])
    expect(index.headers.get('cache-control')).toBe('no-cache')
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  })

  it.each(['W/"one"', '"one"', '"zero", W/"one"', '*'])(
    'is not sent again to who has it: %s',
    async (tag) => {
      const response = await ask('/web/', { 'if-none-match': tag })
      expect([response.status, await response.text()]).toEqual([304, ''])
      expect(response.headers.get('etag')).toBe('W/"one"')
    },
  )

  it.each([
    ['gzip, deflate, br', 'br', 'as br'],
    ['gzip', 'gzip', 'as gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip', 'as gzip'],
    ['BR', 'br', 'as br'],
    ['zstd', null, '<!doctype html>'],
    ['', null, '<!doctype html>'],
  ])('is sent to who accepts %j as %s', async (accepted, coding, body) => {
    const response = await ask('/web/', { 'accept-encoding': accepted })
    expect(response.headers.get('content-encoding')).toBe(coding)
    expect(response.headers.get('vary')).toBe('accept-encoding')
    expect(await response.text()).toBe(body)
  })

  it('is sent as it is where it was not compressed', async () => {
    const response = await ask('/web/assets/index-1a2b.js', { 'accept-encoding': 'br' })
    expect([response.headers.get('content-encoding'), await response.text()]).toEqual([null, '1'])
  })

  it.each(['/web/index.html', '/web/assets/', '/web/assets/other.js', '/web/../package.json'])(
    'is no other path: %s',
    async (path) => {
      expect((await ask(path)).status).toBe(404)
    },
  )
})
