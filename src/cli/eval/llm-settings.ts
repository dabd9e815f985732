/** The variables that say which model the policy `llm` asks: docs/evaluation.md has them all. */

import * as v from 'valibot'

import { integer, parseVariables, SettingError } from '../../adapters/settings/setting-kinds.ts'
import type { Variables } from '../../adapters/settings/setting-kinds.ts'
import { DEFAULT_BASE_URL } from '../../evaluation/policies/llm/llm-options.ts'
import type { LlmOptions } from '../../evaluation/policies/llm/llm-options.ts'

/** A decimal number; undefined where it is not set. */
const optionalNumber = (min: number, max: number) => {
  const expected = `a number from ${min} to ${max}`
  return v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,16}(?:\.\d{1,16})?$/, expected),
      v.transform(Number),
      v.minValue(min, expected),
      v.maxValue(max, expected),
    ),
  )
}

/** A whole number; undefined where it is not set. */
const optionalInteger = (min: number, max: number) => v.optional(v.unwrap(integer(min, min, max)))

export const LlmSettingsSchema = v.object({
  OPENAI_BASE_URL: v.optional(v.string(), DEFAULT_BASE_URL),
  // What a header cannot hold would be told by the error that it causes, and what JSON writes
  // otherwise would not be found in what an endpoint repeats.
  OPENAI_API_KEY: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[!#-[\]-~]+$/, 'a text of visible ASCII characters without " and \\'),
    ),
  ),
  SQLENV_LLM_MODEL: v.optional(v.string()),
  SQLENV_LLM_TEMPERATURE: optionalNumber(0, 2),
  SQLENV_LLM_MAX_TOKENS: optionalInteger(1, 1_000_000),
  SQLENV_LLM_SEED: optionalInteger(0, Number.MAX_SAFE_INTEGER),
  // Node's own fetch gives up after five minutes.
  SQLENV_LLM_TIMEOUT_MS: integer(120_000, 10, 300_000),
  SQLENV_LLM_RETRIES_MAX: integer(4, 0, 20),
  SQLENV_LLM_REQUESTS_PER_MINUTE: optionalInteger(1, 1_000_000),
  SQLENV_LLM_INPUT_PRICE: optionalNumber(0, 1_000_000),
  SQLENV_LLM_OUTPUT_PRICE: optionalNumber(0, 1_000_000),
})

/** @throws {SettingError} in one line that names the variable; never with the key or the address */
export function parseLlmSettings(variables: Variables): LlmOptions {
  const settings = parseVariables(LlmSettingsSchema, variables)
  const { SQLENV_LLM_MODEL: model, OPENAI_API_KEY: apiKey } = settings
  if (model === undefined) {
    throw new SettingError('The policy llm needs SQLENV_LLM_MODEL, the name of a model')
  }
  const baseUrl = settings.OPENAI_BASE_URL.replace(/\/+$/, '')
  if (!isPlainAddress(baseUrl)) {
    const expected = 'an http or https address without user name, query and fragment'
    throw new SettingError(`Expected OPENAI_BASE_URL to be ${expected}`)
  }
  if (apiKey === undefined && baseUrl === DEFAULT_BASE_URL) {
    throw new SettingError(
      'The policy llm needs OPENAI_API_KEY, or OPENAI_BASE_URL of an endpoint that wants no key',
    )
  }
  return {
    model,
    baseUrl,
    apiKey,
    temperature: settings.SQLENV_LLM_TEMPERATURE,
    maxTokens: settings.SQLENV_LLM_MAX_TOKENS,
    seed: settings.SQLENV_LLM_SEED,
    timeoutMs: settings.SQLENV_LLM_TIMEOUT_MS,
    retriesMax: settings.SQLENV_LLM_RETRIES_MAX,
    requestsPerMinute: settings.SQLENV_LLM_REQUESTS_PER_MINUTE,
    inputPrice: settings.SQLENV_LLM_INPUT_PRICE,
    outputPrice: settings.SQLENV_LLM_OUTPUT_PRICE,
  }
}

/** It goes into the report, so it must hold nothing that is secret. */
function isPlainAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\/[^@?#\s\\]+$/i.test(text)
}

/** What a run's folder says of the model: a run is only gone on with as it was begun. */
export function llmHeaderOf({ model, temperature, maxTokens, seed }: LlmOptions) {
  return {
    model,
    temperature: temperature ?? null,
    max_tokens: maxTokens ?? null,
    seed: seed ?? null,
  }
}

/** What a report says of it. */
export function llmFactsOf(options: LlmOptions | undefined) {
  if (options === undefined) return {}
  const { model, temperature, max_tokens, seed } = llmHeaderOf(options)
  return {
    llm_model: model,
    llm_base_url: options.baseUrl,
    llm_temperature: temperature,
    llm_max_tokens: max_tokens,
    llm_seed: seed,
    llm_input_price: options.inputPrice ?? null,
    llm_output_price: options.outputPrice ?? null,
  }
}
