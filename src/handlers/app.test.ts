import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createNodeApp } from '../adapters/node/node-app.ts'
import type { NodeApp } from '../adapters/node/node-app.ts'
import { makeCompanyData } from '../../test/company-data.ts'
import type { CompanyData } from '../../test/company-data.ts'
import type { WireReply } from '../protocol/reply.ts'
import { HTTP_EPISODE_IDLE_MS } from './http-episodes.ts'
import { createApp } from './app.ts'

let data: CompanyData
let nodeApp: NodeApp

beforeAll(() => {
  data = makeCompanyData()
  nodeApp = createNodeApp({
    dataDir: data.dataDir,
    settings: { QUERY_PROCESSES: 1, HTTP_EPISODES_MAX: 3 },
  })
})
afterAll(async () => {
  await nodeApp.close()
  data.remove()
})

async function request(path: string, init?: RequestInit): Promise<Response> {
  return nodeApp.app.request(path, init)
}

async function post(path: string, body?: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return request(path, { method: 'POST', headers, ...(body !== undefined && { body: text }) })
}

async function step(sessionId: string, action_type: string, argument: string): Promise<WireReply> {
  const response = await post(
    '/step',
    { action: { action_type, argument } },
    { 'x-session-id': sessionId },
  )
  expect(response.status).toBe(200)
  return (await response.json()) as WireReply
}

async function resetTo(options: object): Promise<string> {
  const response = await post('/reset', options)
  expect(response.status).toBe(200)
  return response.headers.get('x-session-id') ?? ''
}

describe('what the server says of itself', () => {
  it('is healthy', async () => {
    expect(await (await request('/health')).json()).toEqual({ status: 'healthy' })
  })

  it('names its data sets with counts, checksum and licence, and no gold', async () => {
    const text = await (await request('/metadata')).text()
    expect(JSON.parse(text)).toMatchObject({
      name: 'sql_env',
      default_dataset: 'company',
      datasets: [
        {
          name: 'company',
          license: 'MIT',
          attribution: 'The SQLEnv authors',
          homepage: 'https://example.org/company',
          source: 'test/company-data.ts',
          databases: 1,
          questions: 5,
          playable_questions: { train: 3, validation: 0, test: 1 },
          checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ],
    })
    expect(text).not.toContain('SELECT count(*) FROM employee')
  })

  it('gives a schema for action, observation and state, made from what parses them', async () => {
    const schema = (await (await request('/schema')).json()) as Record<
      string,
      { properties: object }
    >
    expect(schema['action']).toMatchObject({
      type: 'object',
      properties: { action_type: { type: 'string' }, argument: { type: 'string' } },
      required: ['action_type', 'argument'],
      additionalProperties: false,
    })
    expect(Object.keys(schema['observation']?.properties ?? {})).toEqual([
      'done',
      'reward',
      'metadata',
      'question',
      'schema_info',
      'result',
      'error',
      'step_count',
      'budget_remaining',
      'action_history',
    ])
    expect(schema['state']).toMatchObject({
      required: expect.arrayContaining(['episode_id', 'step_count']),
    })
  })

  it('describes the simulation routes in OpenAPI, version 1', async () => {
    const openApi = (await (await request('/openapi.json')).json()) as {
      info: { version: string }
      paths: object
    }
    expect(openApi.info.version).toMatch(/^1\./)
    expect(Object.keys(openApi.paths)).toEqual(
      expect.arrayContaining(['/reset', '/step', '/state']),
    )
  })
})

describe('an HTTP episode', () => {
  it('is played by sending the session id back', async () => {
    const id = await resetTo({ question_id: 'company_002' })
    const described = await step(id, 'describe', 'EMPLOYEE')
    expect(described.observation.result).toBe(
      [
        'Table employee: 3 rows',
        '- id INTEGER, primary key',
        '- name TEXT',
        '- department TEXT, references department(name)',
        '- salary REAL',
      ].join('\n'),
    )
    const queried = await step(
      id,
      'QUERY',
      'SELECT name FROM employee WHERE department = "Engineering"',
    )
    expect(queried.observation.result).toBe('name\n1. Alice\n2. Bob')
    expect(queried.metadata.query).toEqual({ rows: 2, truncated: false, code: 'ok' })
    const answered = await step(id, 'ANSWER', 'bob, alice')
    expect(answered).toMatchObject({ reward: 1, done: true, metadata: { outcome: 'solved' } })
    const state = await request('/state', { headers: { 'x-session-id': id } })
    expect(await state.json()).toEqual({
      episode_id: null,
      step_count: 3,
      question_id: 'company_002',
      db_id: 'company',
      split: 'train',
      budget_remaining: 12,
      done: true,
    })
  })

  it('takes the session id from the body and the query too', async () => {
    const id = await resetTo({ question_id: 'company_001' })
    const action = { action_type: 'SAMPLE', argument: 'department' }
    const byBody = await post('/step', { action, session_id: id })
    const byQuery = await post(`/step?session_id=${id}`, { action })
    expect(((await byBody.json()) as WireReply).observation.step_count).toBe(1)
    expect(((await byQuery.json()) as WireReply).observation.step_count).toBe(2)
    const state = await request(`/state?session_id=${id}`)
    expect(((await state.json()) as { step_count: number }).step_count).toBe(2)
  })

  it('goes on under its id after another reset', async () => {
    const id = await resetTo({ question_id: 'company_001', episode_id: 'one' })
    const again = await post(
      '/reset',
      { question_id: 'company_003', episode_id: 'two' },
      { 'x-session-id': id },
    )
    expect(again.headers.get('x-session-id')).toBe(id)
    const state = await request('/state', { headers: { 'x-session-id': id } })
    expect(await state.json()).toMatchObject({ episode_id: 'two', question_id: 'company_003' })
  })

  it('keeps steps in order that arrive together', async () => {
    const id = await resetTo({ question_id: 'company_001' })
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) => step(id, 'QUERY', `SELECT ${index} FROM employee`)),
    )
    expect(replies.map(({ observation }) => observation.step_count)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ])
  })

  it('is 404 with a detail when the id is unknown', async () => {
    for (const response of [
      await post(
        '/step',
        { action: { action_type: 'QUERY', argument: 'x' } },
        { 'x-session-id': 'nope' },
      ),
      await post('/reset', {}, { 'x-session-id': 'nope' }),
      await request('/state', { headers: { 'x-session-id': 'nope' } }),
    ]) {
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({
        detail: 'Unknown or expired session id nope. Reset again.',
      })
    }
  })

  it('S9: forgets the episode that was idle longest when there are too many', async () => {
    const first = await resetTo({})
    const second = await resetTo({})
    await request('/state', { headers: { 'x-session-id': first } })
    await resetTo({})
    await resetTo({})
    expect((await request('/state', { headers: { 'x-session-id': first } })).status).toBe(200)
    expect((await request('/state', { headers: { 'x-session-id': second } })).status).toBe(404)
  })

  it('is not pushed out by a reset that is refused', async () => {
    const ids = [await resetTo({}), await resetTo({}), await resetTo({})]
    for (let count = 0; count < 5; count += 1) await post('/reset', { db_id: 'nope' })
    for (const id of ids) {
      expect((await request('/state', { headers: { 'x-session-id': id } })).status).toBe(200)
    }
  })

  it('without a session id is a fresh environment for each request', async () => {
    const response = await post('/step', { action: { action_type: 'QUERY', argument: 'SELECT 1' } })
    expect(await response.json()).toMatchObject({
      observation: { question: '', error: expect.stringContaining('reset'), step_count: 0 },
      reward: 0,
      done: false,
    })
    expect(await (await request('/state')).json()).toMatchObject({
      episode_id: null,
      step_count: 0,
    })
  })
})

describe('a malformed request', () => {
  it.each<[string, string, unknown, object]>([
    ['no body', '/step', undefined, { type: 'missing', loc: ['body'] }],
    [
      'no action',
      '/step',
      { foo: 1 },
      { type: 'missing', loc: ['body', 'action'], input: { foo: 1 } },
    ],
    [
      'a bare text as action',
      '/step',
      { action: 'x' },
      { type: 'dict_type', loc: ['body', 'action'], input: 'x' },
    ],
    ['a list as action', '/step', { action: [] }, { type: 'dict_type', loc: ['body', 'action'] }],
    [
      'no argument',
      '/step',
      { action: { action_type: 'QUERY' } },
      { type: 'missing', loc: ['argument'], input: { action_type: 'QUERY' } },
    ],
    [
      'a number as argument',
      '/step',
      { action: { action_type: 'QUERY', argument: 3 } },
      { type: 'string_type', loc: ['argument'], input: 3 },
    ],
    [
      'an extra key',
      '/step',
      { action: { action_type: 'QUERY', argument: '', foo: 1 } },
      { type: 'extra_forbidden', loc: ['foo'], input: 1 },
    ],
    [
      'a list as metadata',
      '/step',
      { action: { action_type: 'QUERY', argument: '', metadata: [] } },
      { type: 'dict_type', loc: ['metadata'] },
    ],
    [
      'a time-out of 0',
      '/step',
      { action: {}, timeout_s: 0 },
      { type: 'greater_than', loc: ['body', 'timeout_s'], ctx: { gt: 0 } },
    ],
    ['broken JSON', '/step', '{"action":', { type: 'json_invalid' }],
    ['a list as body', '/reset', [], { type: 'model_attributes_type', loc: ['body'] }],
    ['null as body', '/reset', null, { type: 'model_attributes_type', loc: ['body'] }],
    [
      'a negative seed',
      '/reset',
      { seed: -1 },
      { type: 'greater_than_equal', loc: ['body', 'seed'], input: -1, ctx: { ge: 0 } },
    ],
    [
      'a huge seed',
      '/reset',
      '{"seed": 9007199254740992}',
      { type: 'less_than_equal', loc: ['body', 'seed'] },
    ],
    ['half a seed', '/reset', { seed: 1.5 }, { type: 'int_from_float', loc: ['body', 'seed'] }],
    ['a text as seed', '/reset', { seed: '1' }, { type: 'int_type', loc: ['body', 'seed'] }],
    [
      'a long episode id',
      '/reset',
      { episode_id: 'x'.repeat(256) },
      { type: 'string_too_long', loc: ['body', 'episode_id'], ctx: { max_length: 255 } },
    ],
    [
      'an unknown split',
      '/reset',
      { split: 'dev' },
      { type: 'literal_error', loc: ['body', 'split'], input: 'dev' },
    ],
    [
      'an unknown question',
      '/reset',
      { question_id: 'nope' },
      { type: 'value_error', loc: ['body', 'question_id'], input: 'nope' },
    ],
    [
      'an unknown database',
      '/reset',
      { db_id: '../etc' },
      { type: 'value_error', loc: ['body', 'db_id'] },
    ],
    [
      'an index without a split',
      '/reset',
      { index: 0 },
      { type: 'value_error', loc: ['body', 'index'] },
    ],
    [
      'a budget of 0',
      '/reset',
      { step_budget: 0 },
      { type: 'greater_than_equal', loc: ['body', 'step_budget'] },
    ],
    [
      'a budget of 101',
      '/reset',
      { step_budget: 101 },
      { type: 'less_than_equal', loc: ['body', 'step_budget'] },
    ],
    [
      'a variant that no question has',
      '/reset',
      { variant: 1 },
      { type: 'value_error', loc: ['body', 'variant'] },
    ],
    [
      'credit that is no truth value',
      '/reset',
      { credit: 'yes' },
      { type: 'bool_type', loc: ['body', 'credit'] },
    ],
    [
      'a schema that there is not',
      '/reset',
      { schema: 'Opaque' },
      { type: 'literal_error', loc: ['body', 'schema'] },
    ],
    [
      'a grading that is none',
      '/reset',
      { grading: 'kind' },
      { type: 'literal_error', loc: ['body', 'grading'] },
    ],
  ])('with %s is 422 and names it', async (_case, path, body, detail) => {
    const response = await post(path, body)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ detail: [detail] })
  })

  it('names everything that is wrong, in the order of the fields', async () => {
    const response = await post('/reset', { seed: -1, episode_id: 5 })
    expect(await response.json()).toMatchObject({
      detail: [{ loc: ['body', 'seed'] }, { loc: ['body', 'episode_id'] }],
    })
  })

  it('leaves the episode as it was', async () => {
    const id = await resetTo({ question_id: 'company_001' })
    await post('/step', { action: { action_type: 'QUERY' } }, { 'x-session-id': id })
    await post('/reset', { split: 'validation' }, { 'x-session-id': id })
    const state = await request('/state', { headers: { 'x-session-id': id } })
    expect(await state.json()).toMatchObject({ question_id: 'company_001', step_count: 0 })
  })

  it.each<[string, string, object]>([
    ['a long database', '/reset', { db_id: 'a'.repeat(1_000_000) }],
    ['a long question text', '/reset', { question_text: 'a'.repeat(1_000_000) }],
    ['a long key', '/step', { action: { [`k${'x'.repeat(1_000_000)}`]: 1 } }],
    [
      'many keys',
      '/step',
      { action: Object.fromEntries(Array.from({ length: 30_000 }, (_, key) => [key, key])) },
    ],
  ])('with %s is answered in a few kilobytes', async (_case, path, body) => {
    const response = await post(path, body)
    expect(response.status).toBe(422)
    expect((await response.text()).length).toBeLessThan(20_000)
  })

  it('repeats no long input', async () => {
    const response = await post('/step', {
      action: { action_type: 'x', argument: 5, [`k${'x'.repeat(10_000)}`]: 1 },
    })
    expect((await response.text()).length).toBeLessThan(25_000)
  })
})

describe('a reset', () => {
  it('takes null and unknown keys for nothing said', async () => {
    const response = await post('/reset', {
      seed: null,
      split: null,
      prompt: [{ role: 'user' }],
      question_id: 'company_001',
    })
    expect(await response.json()).toMatchObject({
      observation: {
        question: 'How many employees are there?',
        schema_info: 'Tables: department, employee',
        result: '',
        error: '',
        step_count: 0,
        budget_remaining: 15,
        action_history: [],
      },
      reward: null,
      done: false,
      metadata: {
        question_id: 'company_001',
        db_id: 'company',
        split: 'train',
        difficulty: 'easy',
        outcome: null,
        reward_terms: {},
        query: null,
      },
    })
  })

  it('reads the body whatever its content type says', async () => {
    const response = await post(
      '/reset',
      { question_id: 'company_003' },
      { 'content-type': 'text/plain' },
    )
    expect(await response.json()).toMatchObject({ metadata: { question_id: 'company_003' } })
  })

  it('finds a question by its exact text', async () => {
    const response = await post('/reset', { question_text: 'What does Bob earn?' })
    expect(await response.json()).toMatchObject({ metadata: { question_id: 'company_003' } })
  })
})

describe('routes', () => {
  it('has no other', async () => {
    const response = await request('/nope')
    expect([response.status, await response.json()]).toEqual([404, { detail: 'Not Found' }])
  })

  it.each(['//', '///?a=1'])('answers 404 to %s', async (path) => {
    expect((await request(`http://localhost${path}`)).status).toBe(404)
  })

  it('names the method that a route has', async () => {
    const response = await request('/reset')
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
    expect(await response.json()).toEqual({ detail: 'Method Not Allowed' })
    expect((await post('/health')).headers.get('allow')).toBe('GET')
  })

  it('sends a path with a slash to the one without, query and all', async () => {
    const response = await request('/health/?a=1')
    expect([response.status, response.headers.get('location')]).toEqual([307, '../health?a=1'])
  })

  it('sends a path with several slashes there too', async () => {
    const response = await request('/health//')
    const address = new URL(response.headers.get('location') ?? '', 'http://localhost/health//')
    expect([response.status, address.pathname]).toEqual([307, '/health'])
  })

  it('has no GET for the socket without a handshake', async () => {
    expect((await request('/ws')).status).toBe(404)
  })

  it('refuses a body of more than 1 MiB', async () => {
    const response = await post('/step', 'x'.repeat(1024 * 1024 + 1))
    expect(response.status).toBe(413)
  })

  it('refuses a body that is too deep, before it is parsed', async () => {
    const response = await post('/reset', `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({
      detail: [{ type: 'too_much_json', loc: ['body'], msg: expect.stringMatching(/at most 64/) }],
    })
  })

  it('takes a body as large as ARGUMENT_BYTES_MAX needs', async () => {
    const limits = { ...nodeApp.ports.rules.limits, argumentBytesMax: 1024 * 1024 }
    const app = createApp({ ...nodeApp.ports, rules: { ...nodeApp.ports.rules, limits } })
    const body = JSON.stringify({
      action: { action_type: 'QUERY', argument: 'x'.repeat(6_000_000) },
    })
    expect((await app.request('/step', { method: 'POST', body })).status).toBe(200)
  })
})

it('forgets an HTTP episode after 15 idle minutes', async () => {
  let nowMs = 0
  const app = createApp({ ...nodeApp.ports, now: () => nowMs })
  const id = (await app.request('/reset', { method: 'POST' })).headers.get('x-session-id') ?? ''
  const state = async () => (await app.request(`/state?session_id=${id}`)).status
  nowMs = HTTP_EPISODE_IDLE_MS
  expect(await state()).toBe(200)
  nowMs = 2 * HTTP_EPISODE_IDLE_MS + 1
  expect(await state()).toBe(404)
})

it('N7: a fault of ours is 503, the episode is as it was, and nothing of the fault is told', async () => {
  const errors: unknown[] = []
  const app = createApp({
    ...nodeApp.ports,
    createEnvironment: () => ({
      ...nodeApp.ports.createEnvironment('request', null),
      step: () => Promise.reject(new Error('secret /path')),
    }),
    monitor: { ...nodeApp.ports.monitor, failed: (error) => errors.push(error) },
  })
  const body = JSON.stringify({ action: { action_type: 'QUERY', argument: 'SELECT 1' } })
  const response = await app.request('/step', { method: 'POST', body })
  expect(response.status).toBe(503)
  expect(await response.text()).not.toContain('secret')
  expect(errors).toHaveLength(1)
})
