/** One question for several sessions at once, as training by comparison within a group wants it. */

import type { WireReply } from '../protocol/reply.ts'
import type { WireResetData } from '../protocol/reset-options.ts'
import type { SqlEnvClient } from './sqlenv-client.ts'
import { SqlEnvError } from './sqlenv-error.ts'

/**
 * Begins an episode on each client, all about the question that the first one was given or drew,
 * with the same options. When one fails, the others have begun theirs; nothing is closed, and the
 * next reset of a client begins anew.
 * @param clients - different ones, one or more
 * @returns a reply of each client, in their order; all are the same
 * @throws {SqlEnvError} the first session's failure that there is, with its code and which one it
 * is; GROUP_DIFFERS when a session shows another opening than the first
 * @throws {RangeError} when there is no client, or one of them twice
 */
export async function resetGroup(
  clients: readonly Pick<SqlEnvClient, 'reset'>[],
  resetData: WireResetData = {},
): Promise<WireReply[]> {
  const [first, ...others] = clients
  if (first === undefined) throw new RangeError('Expected a group of one client or more, got none')
  if (new Set(clients).size < clients.length) {
    throw new RangeError('Expected different clients in a group, got one of them twice')
  }
  const name = (index: number): string => `Session ${index + 1} of ${clients.length}`
  const opening = await first.reset(resetData).catch(failureOf(name(0)))
  // It goes before all else that picks a question, and filters have let it through.
  const pinned = { ...resetData, question_id: opening.metadata.question_id ?? undefined }
  const settled = await Promise.allSettled(
    others.map((client, index) => client.reset(pinned).catch(failureOf(name(index + 1)))),
  )
  const replies = [opening]
  for (const result of settled) {
    // The error is one of the client's.
    if (result.status === 'rejected') throw result.reason as SqlEnvError
    demandSame(opening, result.value, name(replies.length))
    replies.push(result.value)
  }
  return replies
}

function failureOf(name: string) {
  return (error: unknown): never => {
    if (!(error instanceof SqlEnvError)) throw error
    const { code, message, details } = error
    throw new SqlEnvError(code, `${name}: ${message}`, { details, cause: error })
  }
}

function demandSame(opening: WireReply, reply: WireReply, name: string): void {
  if (JSON.stringify(reply) === JSON.stringify(opening)) return
  const { question_id: expected } = opening.metadata
  const { question_id: shown } = reply.metadata
  throw new SqlEnvError(
    'GROUP_DIFFERS',
    shown === expected
      ? `${name} shows another opening of ${expected} than the first session`
      : `${name} shows question ${shown}, and the first session ${expected}`,
  )
}
