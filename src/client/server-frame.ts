/** What the server sends, from text to typed. */

import * as v from 'valibot'

import { ERROR_CODES } from '../protocol/errors.ts'
import { EnvelopeSchema, StateSchema } from '../protocol/reply.ts'
import { SqlEnvError } from './sqlenv-error.ts'

const ErrorDetailSchema = v.looseObject({
  type: v.string(),
  loc: v.array(v.union([v.string(), v.number()])),
  msg: v.string(),
  input: v.unknown(),
})

const ServerFrameSchema = v.variant('type', [
  v.object({ type: v.literal('observation'), data: EnvelopeSchema }),
  v.object({ type: v.literal('state'), data: StateSchema }),
  v.object({
    type: v.literal('error'),
    data: v.object({
      message: v.string(),
      code: v.fallback(v.picklist(ERROR_CODES), 'EXECUTION_ERROR'),
      errors: v.optional(v.array(ErrorDetailSchema)),
    }),
  }),
])

export type ServerFrame = v.InferOutput<typeof ServerFrameSchema>
export type ErrorFrame = Extract<ServerFrame, { type: 'error' }>

/**
 * Keys that a newer server may have added are let through.
 * @throws {SqlEnvError} BAD_REPLY when it is not a frame of the protocol
 */
export function parseServerFrame(data: unknown): ServerFrame {
  const result = v.safeParse(ServerFrameSchema, parseJson(data))
  if (result.success) return result.output
  const { issues } = result
  if (issues.every(({ expected }) => expected === 'never')) return result.output as ServerFrame
  const [issue] = issues
  const place = v.getDotPath(issue) ?? 'frame'
  throw new SqlEnvError(
    'BAD_REPLY',
    `The server's reply is not as agreed: ${place}: ${issue.message}`,
  )
}

function parseJson(data: unknown): unknown {
  if (typeof data !== 'string') {
    throw new SqlEnvError('BAD_REPLY', 'The server sent a binary frame')
  }
  try {
    return JSON.parse(data)
  } catch (cause) {
    throw new SqlEnvError('BAD_REPLY', 'The server sent a frame that is not JSON', { cause })
  }
}

export function toSqlEnvError({ data }: ErrorFrame): SqlEnvError {
  return new SqlEnvError(data.code, data.message, { details: data.errors ?? [] })
}
