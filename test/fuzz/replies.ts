/** What every reply of the server must be, whatever it answers. */

import * as v from 'valibot'
import { expect } from 'vitest'

import { ERROR_CODES } from '../../src/protocol/errors.ts'
import { EnvelopeSchema, StateSchema } from '../../src/protocol/reply.ts'

const DetailSchema = v.strictObject({
  type: v.string(),
  loc: v.array(v.union([v.string(), v.number()])),
  msg: v.string(),
  input: v.unknown(),
  ctx: v.optional(v.record(v.string(), v.unknown())),
})

const ToolReplySchema = v.strictObject({
  ...EnvelopeSchema.entries,
  observation: v.strictObject({
    tool_name: v.string(),
    result: v.nullable(v.looseObject({ data: v.string(), is_error: v.boolean() })),
    error: v.nullable(v.strictObject({ error_type: v.string(), message: v.string() })),
  }),
})

const ToolsReplySchema = v.strictObject({
  observation: v.strictObject({ tools: v.array(v.looseObject({ name: v.string() })) }),
  reward: v.literal(0),
  done: v.boolean(),
})

/** A result or an error, never both. */
const RpcResponseSchema = v.union([
  v.strictObject({ jsonrpc: v.literal('2.0'), id: v.unknown(), result: v.unknown() }),
  v.strictObject({
    jsonrpc: v.literal('2.0'),
    id: v.unknown(),
    error: v.strictObject({
      code: v.picklist([-32_700, -32_600, -32_601, -32_602, -32_000]),
      message: v.string(),
      data: v.unknown(),
    }),
  }),
])

const FrameSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('observation'),
    data: v.union([EnvelopeSchema, ToolReplySchema, ToolsReplySchema]),
  }),
  v.strictObject({ type: v.literal('mcp'), data: RpcResponseSchema }),
  v.strictObject({ type: v.literal('state'), data: StateSchema }),
  v.strictObject({
    type: v.literal('error'),
    data: v.strictObject({
      message: v.string(),
      code: v.picklist(ERROR_CODES),
      errors: v.optional(v.array(DetailSchema)),
    }),
  }),
])

export type Frame = v.InferOutput<typeof FrameSchema>

/** As promised of every reply. */
const REPLY_BYTES_MAX = 256 * 1024

/** A place in a program, as stack traces and the messages of Node's own failures have it. */
const TRACE = /\bat (?:[^\\]{0,80} \()?(?:file:|node:|\/)\S*:\d+:\d+|node_modules|\bSqliteError\b/

/** @throws an assertion's error when the frame is none of ours, or tells what it must not */
export function checkFrame(frame: unknown, secrets: readonly string[]): Frame {
  checkText(JSON.stringify(frame), secrets)
  return v.parse(FrameSchema, frame)
}

/** @throws an assertion's error when a reply's text is too large, or tells what it must not */
export function checkText(text: string, secrets: readonly string[]): void {
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(REPLY_BYTES_MAX)
  expect(text).not.toMatch(TRACE)
  for (const secret of secrets) expect(text).not.toContain(secret)
}

/** @throws an assertion's error when it is no response, says that we slipped, or tells too much */
export function checkRpcResponse(
  text: string,
  secrets: readonly string[],
): v.InferOutput<typeof RpcResponseSchema> {
  checkText(text, secrets)
  return v.parse(RpcResponseSchema, JSON.parse(text))
}

const HTTP_BODIES: Readonly<Record<number, v.GenericSchema>> = {
  200: v.union([EnvelopeSchema, StateSchema]),
  403: v.strictObject({ detail: v.string() }),
  404: v.strictObject({ detail: v.string() }),
  405: v.strictObject({ detail: v.string() }),
  413: v.strictObject({ detail: v.string() }),
  422: v.strictObject({ detail: v.array(DetailSchema) }),
}

/**
 * @throws an assertion's error when an answer of HTTP says that we slipped, is not as it must be for
 *   its status, or tells what it must not
 */
export function checkHttpReply(status: number, text: string, secrets: readonly string[]): void {
  checkText(text, secrets)
  // A slash too many is a redirect.
  expect([200, 307, 403, 404, 405, 413, 422]).toContain(status)
  const body = HTTP_BODIES[status]
  // HEAD has no body.
  if (body !== undefined && text !== '') v.parse(body, JSON.parse(text))
}
