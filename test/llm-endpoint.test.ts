/** The policy `llm` against endpoints at fault: what each is called, and that none is scored. */

import { OpenAI } from 'openai'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'

import { openInProcess } from '../src/cli/eval/play-target.ts'
import type { PlayTarget } from '../src/cli/eval/play-target.ts'
import { createLlmPolicy } from '../src/evaluation/policies/llm/llm.ts'
import type { LlmOptions } from '../src/evaluation/policies/llm/llm-options.ts'
import { scorePolicy } from '../src/evaluation/report/scores.ts'
import { runEpisodes } from '../src/evaluation/runner/run-episodes.ts'
import { testDataDir } from './fixtures.ts'
import {
  sayCalls,
  sayMessage,
  sayStatus,
  sayText,
  startStubEndpoint,
  STUB_USAGE,
  toolCall,
} from './stub-llm-endpoint.ts'
import type { Behaviour } from './stub-llm-endpoint.ts'

let target: PlayTarget
beforeAll(async () => {
  target = await openInProcess(testDataDir(), 'builtin')
})
afterAll(() => target.close())

const OPTIONS: Omit<LlmOptions, 'baseUrl'> = {
  model: 'stub-1',
  apiKey: undefined,
  temperature: undefined,
  maxTokens: undefined,
  seed: undefined,
  timeoutMs: 20_000,
  retriesMax: 0,
  requestsPerMinute: undefined,
  inputPrice: undefined,
  outputPrice: undefined,
}

type Played = {
  readonly episodes?: number
  readonly parallel?: number
  readonly options?: Partial<LlmOptions>
}

async function playWith(behave: Behaviour, { episodes = 1, parallel = 1, options }: Played = {}) {
  const stub = await startStubEndpoint(behave)
  onTestFinished(() => stub.close())
  const policy = createLlmPolicy(OpenAI, { ...OPTIONS, baseUrl: stub.url, ...options })
  const played = await runEpisodes({
    policy,
    places: Array.from({ length: episodes }, (_, index) => ({ split: 'test', index })),
    seed: 0,
    parallel,
    resetData: { dataset: 'builtin' },
    openSession: (onExchange) => target.openSession(onExchange),
    signal: AbortSignal.timeout(25_000),
  })
  return { stub, played, scores: scorePolicy('llm', played, () => undefined) }
}

const answerNow = sayCalls(toolCall('answer', { value: 'no idea' }))

/** The first request of a run meets `fault`, the others an answer. */
const first =
  (fault: Behaviour): Behaviour =>
  (response, asked, count) =>
    (count === 0 ? fault : answerNow)(response, asked, count)

const raw =
  (body: string, type = 'application/json', status = 200): Behaviour =>
  (response) =>
    void response.writeHead(status, { 'content-type': type }).end(body)

describe('a fault is named, and ends its episode only', () => {
  const isEndless: Behaviour = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(65_536)));
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  }
  const isCutOff: Behaviour = (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' })
    response.write('{"choices": [', () => response.destroy())
  }
  const stream = 'data: {"choices":[{"delta":{"content":"\u0000\ufffd'

  it.each<[string, string, Behaviour]>([
    ['a server error', 'LLM_UNAVAILABLE', sayStatus(500, { message: 'Overheated' })],
    ['a bad gateway in HTML', 'LLM_UNAVAILABLE', raw('<html>Bad gateway', 'text/html', 502)],
    ['too many requests', 'LLM_RATE_LIMITED', sayStatus(429, { message: 'Slow down' })],
    ['a conversation too long', 'LLM_REJECTED', sayStatus(400, { message: 'Context too long' })],
    ['a connection that ends in the middle', 'LLM_UNREACHABLE', isCutOff],
    ['a page', 'LLM_BAD_REPLY', raw('<html>Please log in', 'text/html')],
    ['a redirect to nowhere', 'LLM_BAD_REPLY', raw('', 'text/plain', 304)],
    ['broken JSON', 'LLM_BAD_REPLY', raw('{"choices": [')],
    ['nothing', 'LLM_BAD_REPLY', raw('')],
    ['no content', 'LLM_BAD_REPLY', (response) => void response.writeHead(204).end()],
    ['null', 'LLM_BAD_REPLY', raw('null')],
    ['an error with status 200', 'LLM_BAD_REPLY', raw('{"error":{"message":"Overheated"}}')],
    ['no choices', 'LLM_BAD_REPLY', raw('{"choices":[]}')],
    ['calls that are no list', 'LLM_BAD_REPLY', sayMessage({ tool_calls: 'describe' })],
    ['a stream that nobody asked for', 'LLM_BAD_REPLY', raw(stream, 'text/event-stream')],
    ['a stream that never ends', 'LLM_BAD_REPLY', isEndless],
  ])('%s is %s', async (_, code, fault) => {
    const { played, scores, stub } = await playWith(first(fault), { episodes: 3 })
    expect(played.map((episode) => episode.fault?.code)).toEqual([code, undefined, undefined])
    expect(played[0]?.fault?.message).toContain(stub.url)
    expect(scores.all).toMatchObject({ nEpisodes: 3, nCompleted: 2, successRate: 0 })
    expect(Object.fromEntries(scores.failures)).toEqual({ wrong: 2, [code]: 1 })
  })

  it.each<[string, Behaviour]>([
    ['never begins', () => {}],
    ['never ends', (response) => void response.writeHead(200).write('{')],
    ['never ends its error', (response) => void response.writeHead(400).write('{')],
  ])('a reply that %s is LLM_TIMEOUT', async (_, fault) => {
    const { played } = await playWith(fault, { options: { timeoutMs: 100, retriesMax: 1 } })
    expect(played[0]?.fault?.code).toBe('LLM_TIMEOUT')
    expect(played[0]?.fault?.message).toContain('gave no whole reply in 100 ms, tried 2 times')
    expect(played[0]?.usage).toMatchObject({ requestCount: 2, retryCount: 1, promptTokens: 0 })
  })

  it('an endpoint that is not there is LLM_UNREACHABLE, and after twenty and one the run is over', async () => {
    const gone = await startStubEndpoint(answerNow)
    await gone.close()
    const { played } = await playWith(answerNow, { episodes: 50, options: { baseUrl: gone.url } })
    // One of them for the only episode that is under way at a time.
    expect(played).toHaveLength(21)
    expect(played[0]?.fault?.code).toBe('LLM_UNREACHABLE')
    expect(played[0]?.fault?.message).toContain('ECONNREFUSED')
  })
})

describe('a refusal ends the run', () => {
  it.each([
    [401, {}, 'check OPENAI_API_KEY'],
    [403, {}, 'check OPENAI_API_KEY'],
    [404, {}, 'check OPENAI_BASE_URL and SQLENV_LLM_MODEL'],
    [402, {}, 'the account has no credit'],
    [429, { code: 'insufficient_quota' }, 'the account has no credit'],
  ])('with status %i %j', async (status, more, advice) => {
    const refuse = sayStatus(status, { message: 'No', ...more })
    const { played, stub } = await playWith(refuse, { episodes: 50 })
    expect(played).toHaveLength(1)
    expect(stub.asked).toHaveLength(1)
    expect(played[0]?.fault).toMatchObject({ code: 'LLM_REFUSED' })
    expect(played[0]?.fault?.message).toContain(advice)
  })
})

describe('retries', () => {
  it('wait as long as Retry-After says', async () => {
    // Without it twenty retries would take minutes.
    const busy = sayStatus(429, { message: 'Slow down' }, { 'retry-after': '0' })
    const { played } = await playWith(
      (response, asked, count) => (count < 20 ? busy : answerNow)(response, asked, count),
      { options: { retriesMax: 20 } },
    )
    expect(played[0]).toMatchObject({ outcome: 'wrong', fault: null })
    expect(played[0]?.usage).toMatchObject({ requestCount: 21, retryCount: 20 })
  })

  it('follow a server error and a connection that ends', async () => {
    const faults = [sayStatus(503, {}), ((response) => void response.destroy()) as Behaviour]
    const { played } = await playWith(
      (response, asked, count) => (faults[count] ?? answerNow)(response, asked, count),
      { options: { retriesMax: 2 } },
    )
    expect(played[0]).toMatchObject({ outcome: 'wrong', usage: { requestCount: 3, retryCount: 2 } })
  })
})

describe('a model that goes wrong is scored, a step for each slip', () => {
  it.each<[string, object[]]>([
    ['JSON that is cut', [{ id: 'a', function: { name: 'query', arguments: '{"sql": "SEL' } }]],
    ['a tool that is not there', [toolCall('drop_table', { table_name: 'x' })]],
    ['no arguments', [{ id: 'a', function: { name: 'answer', arguments: null } }]],
    ['a call without a function', [{ id: 'a' }]],
  ])('%s', async (_, calls) => {
    const { played, stub } = await playWith(sayCalls(...calls))
    expect(played[0]).toMatchObject({ outcome: 'out_of_budget', stepCount: 15, fault: null })
    expect(stub.asked).toHaveLength(15)
    expect(stub.asked[1]?.body.messages.at(-1)).toMatchObject({
      role: 'tool',
      content: expect.stringMatching(/^Error: .*\n\nQuestion: .*\nSteps left: 14$/) as string,
    })
  })

  it('never acts: four texts in a row end as wrong', async () => {
    const { played, stub } = await playWith(sayText('I would count the rows.'))
    expect(played[0]).toMatchObject({ outcome: 'wrong', stepCount: 3, fault: null })
    expect(stub.asked).toHaveLength(4)
  })

  it('calls a thousand times in one reply: as many are played as there are steps', async () => {
    const calls = Array.from({ length: 1000 }, (_, index) =>
      toolCall('query', { sql: `SELECT ${index}` }, `id${index}`),
    )
    const { played, stub } = await playWith(sayCalls(...calls))
    expect(played[0]).toMatchObject({ outcome: 'out_of_budget', stepCount: 15 })
    expect(stub.asked).toHaveLength(1)
  })
})

describe('usage', () => {
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = STUB_USAGE

  it('is counted, and its cost is not known without prices', async () => {
    const { scores } = await playWith(answerNow, { episodes: 2 })
    expect(scores.usage).toEqual({
      requestCount: 2,
      retryCount: 0,
      promptTokens: 2 * promptTokens,
      completionTokens: 2 * completionTokens,
      cost: null,
    })
  })

  it.each([null, {}, { prompt_tokens: -1, completion_tokens: 'many' }])(
    'is not known where an endpoint says %j',
    async (usage) => {
      const unsaid = sayMessage({ tool_calls: [toolCall('answer', { value: '1' })] }, { usage })
      const { scores } = await playWith(unsaid, { options: { inputPrice: 1, outputPrice: 1 } })
      expect(scores.usage).toMatchObject({ requestCount: 1, promptTokens: null, cost: null })
    },
  )
})

it('repeats nothing of the key, also where what an endpoint says is cut in its middle', async () => {
  const apiKey = 'sk-stub-0123456789'
  const refuse = sayStatus(401, { message: `${'x'.repeat(285)} ${apiKey}` })
  const { played } = await playWith(refuse, { options: { apiKey } })
  expect(played[0]?.fault?.message).not.toContain('sk-stub')
})

it('sends no key where there is none', async () => {
  const { stub } = await playWith(answerNow)
  expect(stub.asked[0]?.headers.authorization).toBeUndefined()
})
