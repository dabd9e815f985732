import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { makeCompanyData } from '../../test/company-data.ts'
import type { CompanyData } from '../../test/company-data.ts'
import { listenTo } from '../../test/listening.ts'
import type { Listening } from '../../test/listening.ts'
import { openRawSocket } from '../../test/raw-socket.ts'
import { createNodeApp } from '../adapters/node/node-app.ts'
import type { NodeApp } from '../adapters/node/node-app.ts'
import { createApp } from './app.ts'

let data: CompanyData
let nodeApp: NodeApp
let server: Listening

beforeAll(async () => {
  data = makeCompanyData()
  nodeApp = createNodeApp({ dataDir: data.dataDir, settings: { QUERY_PROCESSES: 1 } })
  server = await listenTo(nodeApp)
})
afterAll(async () => {
  await server.stop()
  await nodeApp.close()
  data.remove()
})

async function ask(path: string, body?: unknown) {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return fetch(server.url + path, { redirect: 'manual', ...init })
}

it.each(['/', '/web'])('sends %s to the page, by a path of this server', async (path) => {
  const response = await ask(path)
  expect([response.status, response.headers.get('location')]).toEqual([307, '/web/'])
})

it('shows a page that names the data, whose they are and what was changed', async () => {
  const response = await ask('/web/')
  expect(response.headers.get('content-type')).toContain('text/html')
  const page = await response.text()
  expect(page).toContain('A company of three')
  expect(page).toContain('The SQLEnv authors <a href="https://example.org/company">')
  expect(page).toContain('test/company-data.ts')
})

describe('the episode that visitors share', () => {
  it('has no state before its first reset', async () => {
    const app = createApp(nodeApp.ports)
    const response = await app.request('/web/state')
    expect([response.status, await response.json()]).toEqual([
      409,
      { detail: 'There is no episode yet: POST /web/reset first' },
    ])
  })

  it('is played by form and by message, and watched', async () => {
    const viewer = await openRawSocket(server.socketUrl.replace('/ws', '/ws/ui'))
    expect(await viewer.next()).toEqual({
      type: 'state_update',
      episode_state: {
        episode_id: null,
        step_count: 0,
        current_observation: null,
        action_logs: [],
        is_reset: true,
      },
    })
    await ask('/web/reset', { question_id: 'company_001', unknown: 1 })
    expect(await viewer.next()).toMatchObject({
      episode_state: { current_observation: { question: 'How many employees are there?' } },
    })
    const asked = await ask('/web/step', { message: 'SELECT count(*) FROM employee' })
    expect(await asked.json()).toMatchObject({ observation: { result: 'count(*)\n1. 3' } })
    expect(await viewer.next()).toMatchObject({
      episode_state: {
        step_count: 1,
        is_reset: false,
        action_logs: [{ action: { action_type: 'QUERY' }, reward: 0.15, step_count: 1 }],
      },
    })
    const action = { action_type: 'ANSWER', argument: '3' }
    expect(await (await ask('/web/step', { action })).json()).toMatchObject({ done: true })
    expect(await viewer.next()).toMatchObject({ episode_state: { step_count: 2 } })
    expect(await (await ask('/web/state')).json()).toMatchObject({ done: true, step_count: 2 })
    viewer.close()
    await viewer.closed
  })

  it('resets without a body', async () => {
    expect((await fetch(`${server.url}/web/reset`, { method: 'POST' })).status).toBe(200)
  })

  it.each([
    ['/web/reset', { index: 'x' }],
    ['/web/step', {}],
    ['/web/step', { action: { action_type: 'QUERY' } }],
    ['/web/step', { message: 7 }],
  ])('refuses %s %j', async (path, body) => {
    expect((await ask(path, body)).status).toBe(422)
  })

  it('sends its watchers no more than they can use, however long it lasts', async () => {
    await ask('/web/reset', { question_id: 'company_001', step_budget: 100 })
    for (let step = 0; step < 100; step += 1) {
      const argument = `SELECT '${'x'.repeat(60_000)}${step}'`
      await ask('/web/step', { action: { action_type: 'QUERY', argument } })
    }
    const viewer = await openRawSocket(server.socketUrl.replace('/ws', '/ws/ui'))
    const update = JSON.stringify(await viewer.next())
    expect(update).toContain('"step_count":100')
    expect(update.length).toBeLessThan(1024 * 1024)
    viewer.close()
    await viewer.closed
  })
})

it('is not there where ENABLE_WEB_INTERFACE is off', async () => {
  const app = createApp({ ...nodeApp.ports, hasWebInterface: false })
  for (const path of ['/', '/web', '/web/', '/web/metadata']) {
    expect((await app.request(path)).status).toBe(404)
  }
})

describe('production mode', () => {
  it('has no route that controls an episode, and says so in its description', async () => {
    const app = createApp({ ...nodeApp.ports, mode: 'production', hasWebInterface: false })
    for (const path of ['/reset', '/step', '/state']) {
      for (const method of ['GET', 'POST']) {
        const response = await app.request(path, { method })
        expect([response.status, await response.json()]).toEqual([404, { detail: 'Not Found' }])
      }
    }
    const { paths } = (await (await app.request('/openapi.json')).json()) as { paths: object }
    expect(Object.keys(paths)).not.toContain('/reset')
    expect(Object.keys(paths)).toContain('/mcp')
  })
})

it.each(['/docs', '/redoc'])(
  'shows the HTTP API at %s without anything from elsewhere',
  async (path) => {
    const text = await (await ask(path)).text()
    expect(text).toContain('/sql_env'.replace('sql_env', '{env_name}/task_range'))
    expect(text).not.toMatch(/(?:src|href)="https?:/)
  },
)
