/** `npm run eval -- --policy llm` as a process, against a stub of a model's endpoint. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest'

import { loadData } from '../src/adapters/node/data-files.ts'
import { goldText } from '../src/evaluation/policies/oracle.ts'
import { playableQuestions } from '../src/questions/bank.ts'
import { testDataDir } from './fixtures.ts'
import { SQLENV_COMMAND } from './server-process.ts'
import {
  sayCalls,
  sayStatus,
  startStubEndpoint,
  STUB_USAGE,
  toolCall,
} from './stub-llm-endpoint.ts'
import type { Behaviour } from './stub-llm-endpoint.ts'

const KEY = 'sk-stub-0123456789'

let outDir: string
beforeEach(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'sqlenv-llm-'))
})
afterEach(() => rm(outDir, { recursive: true, force: true }))

function startEval(words: string, settings: Readonly<Record<string, string>>) {
  const args = [SQLENV_COMMAND, 'eval', '--policy', 'llm', '--out', outDir, ...words.split(' ')]
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], SQLENV_DATA_DIR: testDataDir(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** To its end. */
async function runEval(words: string, settings: Readonly<Record<string, string>>) {
  const child = startEval(words, settings)
  const printed = Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = (await once(child, 'exit')) as [number | null]
  const [stdout, stderr] = await printed
  return { code, stdout, stderr }
}

async function startStub(behave: Behaviour) {
  const stub = await startStubEndpoint(behave)
  onTestFinished(() => stub.close())
  const settings = {
    OPENAI_BASE_URL: stub.url,
    OPENAI_API_KEY: KEY,
    SQLENV_LLM_MODEL: 'stub-1',
    SQLENV_LLM_RETRIES_MAX: '0',
  }
  return { stub, settings }
}

type Report = {
  readonly complete: boolean
  readonly options: object
  readonly policies: readonly {
    readonly n_episodes: number
    readonly n_solved: number
    readonly failures: object
    readonly usage: object
  }[]
  readonly faults: readonly { readonly code: string; readonly message: string }[]
}

async function readReport(): Promise<Report> {
  return JSON.parse(await readFile(join(outDir, 'report.json'), 'utf8')) as Report
}

/** Asks for gold SQL, then answers gold: it knows the questions, as no model does. */
function solve(): Behaviour {
  const { bank } = loadData(testDataDir(), ['builtin'])
  const byText = Map.groupBy(playableQuestions(bank.defaultDataset), (one) => one.questionText)
  return (response, chat, count) => {
    const said = chat.body.messages.find(({ role }) => role === 'user')?.content ?? ''
    const question = byText.get(/^Question: (.*)$/m.exec(said)?.[1] ?? '')?.[0]
    if (question === undefined) throw new Error(`No question in ${said}`)
    const hasAsked = chat.body.messages.some(({ role }) => role === 'tool')
    const call = hasAsked
      ? toolCall('answer', { value: goldText(question) })
      : toolCall('query', { sql: question.goldSql })
    sayCalls(call)(response, chat, count)
  }
}

it('solves what the model solves, and says what that took', async () => {
  const { stub, settings } = await startStub(solve())
  const priced = { SQLENV_LLM_INPUT_PRICE: '2.5', SQLENV_LLM_OUTPUT_PRICE: '10' }
  const sampled = {
    SQLENV_LLM_TEMPERATURE: '0.5',
    SQLENV_LLM_MAX_TOKENS: '500',
    SQLENV_LLM_SEED: '7',
    SQLENV_LLM_REQUESTS_PER_MINUTE: '60000',
  }
  const run = await runEval('--episodes 20', { ...settings, ...priced, ...sampled })
  expect(run.stderr).toBe('Playing llm\n')
  expect(run.code).toBe(0)
  const { policies, options, complete } = await readReport()
  const requests = 40
  expect(complete).toBe(true)
  expect(policies[0]).toMatchObject({ n_episodes: 20, n_solved: 20 })
  expect(policies[0]?.usage).toEqual({
    requests,
    retries: 0,
    prompt_tokens: requests * STUB_USAGE.prompt_tokens,
    completion_tokens: requests * STUB_USAGE.completion_tokens,
    total_tokens: requests * STUB_USAGE.total_tokens,
    cost: 0.014,
  })
  expect(options).toMatchObject({ llm_model: 'stub-1', llm_base_url: stub.url, llm_seed: 7 })
  expect(run.stdout).toContain('llm: 40 requests (0 sent again)')
  expect(await readFile(join(outDir, 'report.md'), 'utf8')).toContain('## Usage')
  const [first] = stub.asked
  expect(first?.headers.authorization).toBe(`Bearer ${KEY}`)
  expect(first?.body).toMatchObject({
    model: 'stub-1',
    temperature: 0.5,
    max_tokens: 500,
    seed: 7,
    messages: [{ role: 'system' }, { role: 'user' }],
  })
})

it('plays again what an endpoint has crashed, and nothing else, by --resume', async () => {
  const solved = solve()
  const down = sayStatus(500, { message: 'Overheated' })
  const { stub, settings } = await startStub((response, asked, count) =>
    (count < 3 ? down : solved)(response, asked, count),
  )
  const words = '--episodes 10 --parallel 1'
  expect((await runEval(words, settings)).code).toBe(1)
  expect((await readReport()).policies[0]).toMatchObject({
    n_episodes: 10,
    n_completed: 7,
    n_solved: 7,
    failures: { LLM_UNAVAILABLE: 3 },
    usage: { requests: 17, prompt_tokens: 14 * STUB_USAGE.prompt_tokens },
  })
  const other = await runEval(`${words} --resume`, { ...settings, SQLENV_LLM_MODEL: 'stub-2' })
  expect(other.code).toBe(1)
  expect(other.stderr).toContain('"model":"stub-1"')
  expect(stub.asked).toHaveLength(17)
  expect((await runEval(`${words} --resume`, settings)).code).toBe(0)
  expect(stub.asked).toHaveLength(23)
  expect((await readReport()).policies[0]).toMatchObject({
    n_completed: 10,
    n_solved: 10,
    usage: { requests: 20, prompt_tokens: 20 * STUB_USAGE.prompt_tokens },
  })
  expect(await readFile(join(outDir, 'report.html'), 'utf8')).toContain('prompt tokens')
})

it('ends with the first refusal, and shows the key nowhere, not even where it is repeated', async () => {
  const { stub, settings } = await startStub(sayStatus(401, { message: `No such key: ${KEY}` }))
  const run = await runEval('--episodes 50 --parallel 2', settings)
  expect(run.code).toBe(1)
  expect(run.stderr).toContain('LLM_REFUSED')
  expect(run.stderr).toContain('check OPENAI_API_KEY')
  expect(stub.asked.length).toBeLessThanOrEqual(2)
  const { policies, complete } = await readReport()
  expect(complete).toBe(false)
  expect(policies[0]).toMatchObject({ n_completed: 0, success_rate: null })
  const files = await readdir(outDir, { recursive: true, withFileTypes: true })
  const contents = files
    .filter((entry) => entry.isFile())
    .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8'))
  for (const shown of [run.stdout, run.stderr, ...(await Promise.all(contents))]) {
    expect(shown).not.toContain(KEY)
  }
})

it('ends on SIGINT while a model does not answer', async () => {
  const arrived = Promise.withResolvers<void>()
  const { settings } = await startStub(() => arrived.resolve())
  const child = startEval('--episodes 50', settings)
  const exit = once(child, 'exit')
  await arrived.promise
  child.kill('SIGINT')
  expect(await exit).toEqual([130, null])
  const { policies, faults } = await readReport()
  expect(policies[0]).toMatchObject({ n_episodes: 0 })
  expect(faults).toEqual([])
})

it('plays nothing, and says one line, where a variable is missing or wrong', async () => {
  const { stub, settings } = await startStub(solve())
  const missing = await runEval('--episodes 1', { ...settings, SQLENV_LLM_MODEL: '' })
  expect(missing).toEqual({
    code: 2,
    stdout: '',
    stderr: 'The policy llm needs SQLENV_LLM_MODEL, the name of a model (see --help)\n',
  })
  const wrong = await runEval('--episodes 1', { ...settings, SQLENV_LLM_RETRIES_MAX: 'many' })
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toBe(
    'Expected SQLENV_LLM_RETRIES_MAX to be a whole number from 0 to 20, got many (see --help)\n',
  )
  expect(stub.asked).toEqual([])
})
