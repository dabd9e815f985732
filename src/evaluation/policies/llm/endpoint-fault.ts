/** What the `openai` package throws, as a fault with a code and what to do about it. */

import type OpenAI from 'openai'

import { firstChars } from '../../../episode/cut-text.ts'
import { PolicyFault } from '../policy-fault.ts'
import type { LlmOptions } from './llm-options.ts'
import { UnreadableReply } from './model-reply.ts'

/** The package's main export, which is loaded only where a model is asked. */
export type OpenAiClass = typeof OpenAI

export const LLM_FAULT_CODES = [
  'LLM_TIMEOUT',
  'LLM_UNREACHABLE',
  'LLM_UNAVAILABLE',
  'LLM_RATE_LIMITED',
  'LLM_BAD_REPLY',
  'LLM_REJECTED',
  'LLM_REFUSED',
] as const
type LlmFaultCode = (typeof LLM_FAULT_CODES)[number]

/** Characters of what an endpoint says that are repeated. */
const SAID_CHARS_MAX = 300

/** @param error - what one request, with all its retries, came to */
export function toEndpointFault(
  openAi: OpenAiClass,
  error: unknown,
  options: LlmOptions,
): PolicyFault {
  const [code, message] = kindOf(openAi, error, quote(reasonOf(error), options), options)
  // Without its cause: the request's headers are part of it.
  return new PolicyFault(code, message)
}

/** What an endpoint or the system says, in one line, and without the key before anything is cut. */
function quote(text: string, { apiKey }: LlmOptions): string {
  const keyless = apiKey === undefined ? text : text.replaceAll(apiKey, '[the key]')
  return firstChars(keyless.replaceAll(/\s+/g, ' ').trim(), SAID_CHARS_MAX)
}

/** The innermost cause has the system's word for it. */
function reasonOf(error: unknown): string {
  let reason = error
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause
  return reason instanceof Error ? reason.message : String(reason)
}

type Kind = readonly [code: LlmFaultCode, message: string]

function kindOf(
  openAi: OpenAiClass,
  error: unknown,
  said: string,
  { baseUrl, timeoutMs, retriesMax }: LlmOptions,
): Kind {
  const tried = retriesMax === 0 ? 'tried once' : `tried ${retriesMax + 1} times`
  if (error instanceof UnreadableReply) return ['LLM_BAD_REPLY', `${baseUrl}: ${said}`]
  if (error instanceof openAi.APIConnectionTimeoutError) {
    return ['LLM_TIMEOUT', `${baseUrl} gave no whole reply in ${timeoutMs} ms, ${tried}`]
  }
  if (error instanceof openAi.APIConnectionError) {
    return ['LLM_UNREACHABLE', `${baseUrl} cannot be reached: ${said}, ${tried}`]
  }
  if (error instanceof openAi.APIError && error.status !== undefined) {
    return kindOfStatus(error.status, error.code, `${baseUrl} said ${said}`, tried)
  }
  return ['LLM_BAD_REPLY', `The reply of ${baseUrl} is no JSON, or too long: ${said}`]
}

function kindOfStatus(
  status: number,
  code: string | null | undefined,
  said: string,
  tried: string,
): Kind {
  if (status === 401 || status === 403) return ['LLM_REFUSED', `${said} (check OPENAI_API_KEY)`]
  if (status === 404) {
    return ['LLM_REFUSED', `${said} (check OPENAI_BASE_URL and SQLENV_LLM_MODEL)`]
  }
  if (status === 402 || code === 'insufficient_quota') {
    return ['LLM_REFUSED', `${said} (the account has no credit)`]
  }
  if (status === 429) {
    const advice = 'set SQLENV_LLM_REQUESTS_PER_MINUTE, or a smaller --parallel'
    return ['LLM_RATE_LIMITED', `${said}, ${tried} (${advice})`]
  }
  if (status >= 500 || status === 408 || status === 409) {
    return ['LLM_UNAVAILABLE', `${said}, ${tried}`]
  }
  return [status >= 400 ? 'LLM_REJECTED' : 'LLM_BAD_REPLY', said]
}
