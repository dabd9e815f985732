/** What a kept session is asked over its socket. */

import { toSqlEnvError } from '../../client/server-frame.ts'
import type { ServerFrame } from '../../client/server-frame.ts'
import { openConnection } from '../../client/socket-connection.ts'
import type { SocketConnection } from '../../client/socket-connection.ts'
import { toSocketUrl } from '../../client/socket-url.ts'
import { SqlEnvError } from '../../client/sqlenv-error.ts'

const CONNECT_TIMEOUT_MS = 10_000
/** Longer than any query may run and wait. */
const REPLY_TIMEOUT_MS = 60_000

/** @throws {SqlEnvError} CONNECT_FAILED; that the session is unknown or held is the first reply */
export async function attach(serverUrl: string, sessionId: string): Promise<SocketConnection> {
  const url = `${toSocketUrl(serverUrl)}?session_id=${encodeURIComponent(sessionId)}`
  return openConnection(url, CONNECT_TIMEOUT_MS)
}

type DataOf<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>['data']

/** @throws {SqlEnvError} the server's error frame, or the client's when there is no reply */
export async function ask<T extends 'observation' | 'state'>(
  connection: SocketConnection,
  frame: object,
  expected: T,
): Promise<DataOf<T>> {
  const { frame: reply } = await connection.request(JSON.stringify(frame), REPLY_TIMEOUT_MS)
  if (reply.type === 'error') throw toSqlEnvError(reply)
  if (reply.type === expected) return reply.data as DataOf<T>
  throw new SqlEnvError('BAD_REPLY', `The server answered with a frame ${reply.type}`)
}

export async function closeQuietly(connection: SocketConnection): Promise<void> {
  await connection.close(new SqlEnvError('CLIENT_CLOSED', 'The page left the episode'))
}

/** What is wrong, for people. */
export function textOf(error: unknown): string {
  if (error instanceof SqlEnvError && error.details.length > 0) {
    return error.details.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ')
  }
  return error instanceof Error ? error.message : String(error)
}
