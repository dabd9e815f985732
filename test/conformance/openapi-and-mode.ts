/** OpenAPI: tools read from its paths which mode a server is in, and the routes must agree. */

import { describe, expect, it } from 'vitest'

import { firstTableOf, resetOn, stateOn, stepFrame } from './episode.ts'
import type { Suite } from './suite.ts'

const CONTROL = [
  ['POST', '/reset'],
  ['POST', '/step'],
  ['GET', '/state'],
] as const

export function describeOpenApiAndMode({ wire, mode }: Suite): void {
  async function paths(): Promise<Readonly<Record<string, object>>> {
    const { status, json } = await wire.get('/openapi.json')
    expect(status).toBe(200)
    return (json as { paths: Record<string, object> }).paths
  }

  describe('the OpenAPI description', () => {
    it("is of OpenEnv's first HTTP profile", async () => {
      const { json } = await wire.get('/openapi.json')
      expect(json).toMatchObject({
        openapi: expect.stringMatching(/^3\./),
        info: { title: expect.any(String), version: expect.stringMatching(/^1\./) },
      })
    })

    it('lists what every server of OpenEnv has', async () => {
      expect(Object.keys(await paths())).toEqual(
        expect.arrayContaining(['/health', '/metadata', '/schema', '/mcp']),
      )
    })

    it(`says that the server is in ${mode} mode`, async () => {
      const listed = Object.keys(await paths())
      for (const [, path] of CONTROL) expect(listed.includes(path)).toBe(mode === 'simulation')
    })

    it('lists no path that is not there', async () => {
      for (const [path, operations] of Object.entries(await paths())) {
        if (path.includes('{')) continue
        for (const method of Object.keys(operations)) {
          const { status } = await wire.request(method.toUpperCase(), path)
          expect([404, 405], `${method} ${path}`).not.toContain(status)
        }
      }
    })

    it.each(['/docs', '/redoc'])('can be read as a page at %s', async (path) => {
      const { status, headers } = await wire.get(path)
      expect(status).toBe(200)
      expect(headers.get('content-type')).toMatch(/^text\/html/)
    })
  })

  describe.runIf(mode === 'production')('a server in production', () => {
    it.each(CONTROL)('has no %s %s', async (method, path) => {
      const { status, json } = await wire.request(method, path)
      expect({ status, json }).toEqual({ status: 404, json: { detail: 'Not Found' } })
    })

    it('still plays episodes on its socket', async () => {
      const talk = await wire.openSocket('/ws')
      await talk.ask(stepFrame('DESCRIBE', firstTableOf(await resetOn(talk))))
      expect(await stateOn(talk)).toMatchObject({ step_count: 1 })
    })
  })
}
