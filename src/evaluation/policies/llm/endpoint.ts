/** Asks an OpenAI-compatible endpoint for the next message of a conversation. */

import type OpenAI from 'openai'
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources'

import type { Usage } from '../usage.ts'
import { createBoundedFetch } from './bounded-fetch.ts'
import { CHAT_TOOLS } from './conversation.ts'
import type { Message } from './conversation.ts'
import { toEndpointFault } from './endpoint-fault.ts'
import type { OpenAiClass } from './endpoint-fault.ts'
import { DEFAULT_BASE_URL } from './llm-options.ts'
import type { LlmOptions } from './llm-options.ts'
import { readModelReply } from './model-reply.ts'
import type { ModelReply, TokenCounts } from './model-reply.ts'

/** Of a reply's body: many times what a model writes. */
const REPLY_BYTES_MAX = 1_048_576

/** The longest that a timer can run. */
const NEVER_MS = 2 ** 31 - 1

export type Endpoint = {
  /**
   * @throws {PolicyFault} with one of the codes of docs/evaluation.md, after all retries
   */
  ask(messages: readonly Message[]): Promise<ModelReply>
}

export type EndpointWatch = {
  /** Ends a request that is under way. */
  readonly signal: AbortSignal
  /** After every reply and fault: what that took. */
  readonly onUsage: (usage: Usage) => void
}

/**
 * For one episode, whose requests follow each other.
 *
 * @param waitMs - how long a request waits for its turn, shared by all episodes
 */
export function createEndpoint(
  openAi: OpenAiClass,
  options: LlmOptions,
  waitMs: () => number,
  { signal, onUsage }: EndpointWatch,
): Endpoint {
  let sentCount = 0
  const { timeoutMs } = options
  const onSent = () => (sentCount += 1)
  const client = createClient(
    openAi,
    options,
    createBoundedFetch({ timeoutMs, bytesMax: REPLY_BYTES_MAX, waitMs, onSent }),
  )

  return {
    async ask(messages) {
      sentCount = 0
      let spent = usageOf({ prompt: 0, completion: 0 }, options)
      try {
        const request = { ...requestOf(options), messages: [...messages] }
        const reply = readModelReply(await client.chat.completions.create(request, { signal }))
        spent = usageOf(reply.tokens, options)
        return reply
      } catch (error) {
        throw signal.aborted ? error : toEndpointFault(openAi, error, options)
      } finally {
        onUsage({ ...spent, requestCount: sentCount, retryCount: Math.max(0, sentCount - 1) })
      }
    },
  }
}

function createClient(
  openAi: OpenAiClass,
  { apiKey, baseUrl, retriesMax }: LlmOptions,
  fetch: ReturnType<typeof createBoundedFetch>,
): OpenAI {
  return new openAi({
    baseURL: baseUrl,
    // The package wants one; without a key the header it would stand in is not sent.
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    ...(apiKey === undefined && { defaultHeaders: { Authorization: null } }),
    maxRetries: retriesMax,
    // The time-out is `fetch`'s own, which begins when a request's turn has come.
    timeout: NEVER_MS,
    fetch,
    logLevel: 'off',
  })
}

function requestOf({
  model,
  baseUrl,
  temperature,
  maxTokens,
  seed,
}: LlmOptions): Omit<ChatCompletionCreateParamsNonStreaming, 'messages'> {
  // OpenAI's newer models refuse the older name, which is the one that all others know.
  const maxTokensName = baseUrl === DEFAULT_BASE_URL ? 'max_completion_tokens' : 'max_tokens'
  return {
    model,
    tools: CHAT_TOOLS,
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { [maxTokensName]: maxTokens }),
    ...(seed !== undefined && { seed }),
  }
}

const TOKENS_PER_PRICE = 1_000_000

type Spent = Pick<Usage, 'promptTokens' | 'completionTokens' | 'cost'>

/** Of one reply. */
function usageOf(tokens: TokenCounts | null, { inputPrice, outputPrice }: LlmOptions): Spent {
  if (tokens === null) return { promptTokens: null, completionTokens: null, cost: null }
  const { prompt, completion } = tokens
  const isPriced = inputPrice !== undefined && outputPrice !== undefined
  const cost = isPriced ? (prompt * inputPrice + completion * outputPrice) / TOKENS_PER_PRICE : null
  return { promptTokens: prompt, completionTokens: completion, cost }
}
