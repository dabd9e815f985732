/** What the Worker does with what it is not made for: endless queries, forged ids, odd settings. */

import { readFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { request as httpRequest } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { envelopeOf, resetOn, stateOn, stepFrame } from '../conformance/episode.ts'
import { readQuestionsFile } from '../conformance/questions-file.ts'
import { createWire } from '../conformance/wire.ts'
import { EDGE_QUESTIONS } from './edge-data.ts'
import { startWranglerServer } from './wrangler-server.ts'
import type { WranglerServer } from './wrangler-server.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** What a Worker of the free plan may weigh, compressed: docs/edge.md. */
const FREE_PLAN_KIB = 3 * 1024

let server: WranglerServer | undefined

beforeAll(async () => {
  server = await startWranglerServer({
    QUERY_VM_STEPS_MAX: '20000000',
    SESSION_IDLE_TIMEOUT_S: '3',
    LOG_LEVEL: 'debug',
  })
})
afterAll(() => server?.stop())

const wire = createWire(() => server?.url ?? '')
afterEach(() => wire.cleanUp())

const ENDLESS = 'WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'

describe('an endless query', () => {
  it('is stopped after so many steps, and the object lives on', async () => {
    const talk = await wire.openSocket('/ws')
    await resetOn(talk)
    const { observation, metadata } = envelopeOf(await talk.ask(stepFrame('QUERY', ENDLESS)))
    expect(observation['error']).toBe(
      'The query was stopped after 20000000 steps of SQLite. Ask for less.',
    )
    expect(metadata).toMatchObject({ query: { code: 'timed_out' } })
    const next = envelopeOf(await talk.ask(stepFrame('QUERY', 'SELECT 1')))
    expect(next).toMatchObject({ observation: { error: '', step_count: 2 } })
  })

  it('that wants more memory than there is fails, and the object lives on', async () => {
    const talk = await wire.openSocket('/ws')
    await resetOn(talk)
    for (const hog of [
      "SELECT group_concat(printf('%.*c', 1000000, 'x')) FROM (VALUES (1),(2)) a, json_each('[1,2,3,4,5,6,7,8,9]') b, json_each('[1,2,3,4,5,6,7,8,9]') c",
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n LIMIT 3000000) SELECT DISTINCT i || printf('%.*c', 100, 'x') FROM n ORDER BY 1 DESC",
    ]) {
      const { metadata } = envelopeOf(await talk.ask(stepFrame('QUERY', hog)))
      const { code } = (metadata as { query: { code: string } }).query
      expect(['too_large', 'timed_out']).toContain(code)
    }
    expect(await stateOn(talk)).toMatchObject({ step_count: 2 })
  })
})

describe('a socket that does nothing', () => {
  it('is closed after SESSION_IDLE_TIMEOUT_S, by the alarm of its object', async () => {
    const talk = await wire.openSocket('/ws')
    await resetOn(talk)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await talk.ask(stepFrame('QUERY', 'SELECT 1'))
    const start = performance.now()
    expect(await talk.closed()).toBe(1000)
    expect(performance.now() - start).toBeGreaterThan(2000)
  })
})

describe('an id that is nobody’s', () => {
  it.each(['00000000-0000-4000-8000-000000000000', '../web', 'web', 'x'.repeat(8000)])(
    'answers 404 to %.40s',
    async (id) => {
      expect((await wire.get('/state', { 'x-session-id': id })).status).toBe(404)
      const step = { action: { action_type: 'QUERY', argument: 'SELECT 1' }, session_id: id }
      expect((await wire.post('/step', step)).status).toBe(404)
      expect((await wire.post('/reset', { session_id: id })).status).toBe(404)
    },
  )
})

describe('a page of another site', () => {
  const statusOf = async (path: string, headers: Record<string, string>): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const request = httpRequest((server?.url ?? '') + path, { headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      request.on('upgrade', (_response, socket) => {
        socket.destroy()
        resolve(101)
      })
      request.on('error', reject).end()
    })
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  }

  it.each<[string, Record<string, string>]>([
    ['/health', {}],
    ['/state', {}],
    ['/web/state', {}],
    ['/ws', upgrade],
    ['/mcp', upgrade],
    ['/ws/ui', upgrade],
  ])('is refused at %s, and one of this machine is not', async (path, headers) => {
    expect(await statusOf(path, { ...headers, origin: 'https://evil.example' })).toBe(403)
    expect(await statusOf(path, { ...headers, origin: 'http://localhost:1' })).not.toBe(403)
    expect(await statusOf(path, headers)).not.toBe(403)
  })
})

describe('gold, siblings and databases', () => {
  const names = ['repair_cafe', 'island_ferries']
  const files = names.flatMap((name) => [`${name}.br`, `${name}.sqlite`, `${name}/g1.sqlite`])

  it.each(
    [
      ...files,
      'index.br',
      'pack.js',
      'builtin.jsonl',
      'builtin.siblings.jsonl',
      'worker.js',
    ].flatMap((file) => [`/${file}`, `/pack/${file}`, `/dist/edge/pack/${file}`, `/web/${file}`]),
  )('are not to be had as %s', async (path) => {
    const { status, text } = await wire.get(path)
    expect(status).toBe(404)
    expect(text).toBe('{"detail":"Not Found"}')
  })

  it('are in no line of the log', async () => {
    const talk = await wire.openSocket('/ws')
    const [question] = readQuestionsFile(EDGE_QUESTIONS)
    await resetOn(talk, { question_id: question?.questionId })
    await talk.ask(stepFrame('QUERY', question?.goldSql ?? ''))
    const output = server?.output() ?? ''
    expect(output).toContain('"actionType":"QUERY"')
    expect(output).not.toContain(question?.goldSql)
    expect(output).not.toContain(question?.questionText)
  })
})

describe('a var that is wrong', () => {
  it.each([
    ['STEP_BUDGET', 'many', 'Expected STEP_BUDGET to be a whole number from 1 to 100, got many'],
    [
      'QUERY_PROCESSES',
      '4',
      'Expected QUERY_PROCESSES to be absent, since it means nothing at the edge',
    ],
  ])('answers every request with the one line that names it: %s', async (name, value, line) => {
    const wrong = await startWranglerServer({ [name]: value })
    try {
      for (const path of ['/health', '/metadata', '/no-such-path']) {
        const reply = await fetch(`${wrong.url}${path}`)
        expect([reply.status, await reply.text()]).toEqual([500, line])
      }
    } finally {
      await wrong.stop()
    }
  })
})

describe('the bundle', () => {
  it('weighs no more than the free plan allows', async () => {
    const out = await mkdtemp(join(tmpdir(), 'sqlenv-edge-bundle-'))
    try {
      const wrangler = join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
      const args = [wrangler, 'deploy', '--dry-run', '--outdir', out]
      const { stdout } = await promisify(execFile)(process.execPath, args, {
        cwd: ROOT,
        env: { ...process.env, CI: 'true', WRANGLER_LOG_PATH: join(out, 'logs') },
      })
      const [, kib] = /gzip: ([\d.]+) KiB/.exec(stdout) ?? []
      expect(Number(kib)).toBeGreaterThan(100)
      expect(Number(kib)).toBeLessThan(FREE_PLAN_KIB)
      // No absolute path of the machine that built it.
      expect(readFileSync(join(out, 'worker.js'), 'utf8')).not.toContain(ROOT)
    } finally {
      await rm(out, { recursive: true })
    }
  })
})
