import { expect, it } from 'vitest'

import { parseLlmSettings } from './llm-settings.ts'

const local = { SQLENV_LLM_MODEL: 'm', OPENAI_BASE_URL: 'http://127.0.0.1:1/v1/' }

it('needs a model, and a key for OpenAI alone', () => {
  expect(parseLlmSettings(local)).toEqual({
    model: 'm',
    baseUrl: 'http://127.0.0.1:1/v1',
    apiKey: undefined,
    temperature: undefined,
    maxTokens: undefined,
    seed: undefined,
    timeoutMs: 120_000,
    retriesMax: 4,
    requestsPerMinute: undefined,
    inputPrice: undefined,
    outputPrice: undefined,
  })
  expect(() => parseLlmSettings({})).toThrow('needs SQLENV_LLM_MODEL')
  expect(() => parseLlmSettings({ SQLENV_LLM_MODEL: 'm' })).toThrow('needs OPENAI_API_KEY')
})

it('reads numbers', () => {
  const numbers = {
    SQLENV_LLM_TEMPERATURE: '0.7',
    SQLENV_LLM_INPUT_PRICE: '0',
    SQLENV_LLM_SEED: '9',
  }
  expect(parseLlmSettings({ ...local, ...numbers })).toMatchObject({
    temperature: 0.7,
    inputPrice: 0,
    seed: 9,
  })
})

it.each([
  [{ SQLENV_LLM_TEMPERATURE: '2.5' }, 'Expected SQLENV_LLM_TEMPERATURE to be a number from 0 to 2'],
  [{ SQLENV_LLM_TEMPERATURE: 'hot' }, 'got hot'],
  [{ SQLENV_LLM_MAX_TOKENS: '0' }, 'Expected SQLENV_LLM_MAX_TOKENS to be a whole number from 1'],
  [{ SQLENV_LLM_TIMEOUT_MS: '300001' }, 'SQLENV_LLM_TIMEOUT_MS'],
  [{ SQLENV_LLM_INPUT_PRICE: '-1' }, 'SQLENV_LLM_INPUT_PRICE'],
  [
    { OPENAI_BASE_URL: 'localhost:8080' },
    'Expected OPENAI_BASE_URL to be an http or https address',
  ],
])('refuses %j', (wrong, reason) => {
  expect(() => parseLlmSettings({ ...local, ...wrong })).toThrow(reason)
})

it.each([
  { OPENAI_API_KEY: 'hush-hush\n' },
  { OPENAI_API_KEY: 'hush hush' },
  { OPENAI_BASE_URL: 'https://me:hush@host/v1' },
  { OPENAI_BASE_URL: 'https://host/v1?key=hush' },
])('refuses %j without repeating it', (wrong) => {
  expect(() => parseLlmSettings({ ...local, ...wrong })).toThrow(/^(?!.*hush)Expected OPENAI_/s)
})
