/** What a model says: the body of a chat completion, which may be anything. */

import * as v from 'valibot'

import { firstChars } from '../../../episode/cut-text.ts'

export type ModelReply = {
  /** Empty where there is none. */
  readonly text: string
  /** As they came. */
  readonly calls: readonly unknown[]
  /** Null where the endpoint does not count. */
  readonly tokens: TokenCounts | null
}

export type TokenCounts = { readonly prompt: number; readonly completion: number }

/** Characters of a model's text that it gets back. */
const TEXT_CHARS_MAX = 16_384

const CountSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const ReplySchema = v.object({
  choices: v.looseTuple([
    v.object({
      message: v.object({
        content: v.optional(v.unknown()),
        tool_calls: v.nullish(v.array(v.unknown())),
      }),
    }),
  ]),
  usage: v.fallback(
    v.nullish(v.object({ prompt_tokens: CountSchema, completion_tokens: CountSchema })),
    null,
  ),
})

/** @throws {UnreadableReply} when it is no chat completion */
export function readModelReply(body: unknown): ModelReply {
  const parsed = v.safeParse(ReplySchema, body)
  if (!parsed.success) {
    const got = JSON.stringify(body) ?? 'nothing'
    throw new UnreadableReply(`Expected a chat completion, got ${got}`)
  }
  const { choices, usage } = parsed.output
  const { content, tool_calls: calls } = choices[0].message
  return {
    text: typeof content === 'string' ? firstChars(content, TEXT_CHARS_MAX) : '',
    calls: calls ?? [],
    tokens: usage ? { prompt: usage.prompt_tokens, completion: usage.completion_tokens } : null,
  }
}

/** The endpoint's fault, with all that it said. */
export class UnreadableReply extends Error {
  override readonly name = 'UnreadableReply'
}
