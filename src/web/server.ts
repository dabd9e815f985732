/** Where this page's server is, and what is asked of it over HTTP. */

import * as v from 'valibot'

import { ChoicesSchema } from '../protocol/choices.ts'
import type { WireChoices } from '../protocol/choices.ts'
import type { WireResetData } from '../protocol/reset-options.ts'

/** The page stands at `/web/` of its server, whatever path comes before: behind a proxy it may. */
export function serverUrl(): string {
  return new URL('..', location.href).href.replace(/\/$/, '')
}

/** @throws {Error} with a text for people */
export async function fetchChoices(): Promise<WireChoices> {
  const response = await ask('choices')
  const parsed = v.safeParse(ChoicesSchema, await response.json().catch(() => undefined))
  if (!parsed.success) throw new Error(`The server answered ${response.status} to GET /web/choices`)
  return parsed.output
}

const CreatedSchema = v.union([
  v.object({ result: v.object({ session_id: v.string() }) }),
  v.object({ error: v.object({ message: v.string() }) }),
])

/**
 * A session that outlives its socket.
 * @returns its id
 * @throws {Error} with a text for people
 */
export async function createSession(resetData: WireResetData): Promise<string> {
  const request = { jsonrpc: '2.0', id: 1, method: 'openenv/session/create', params: resetData }
  const response = await ask('../mcp', { method: 'POST', body: JSON.stringify(request) })
  const parsed = v.safeParse(CreatedSchema, await response.json().catch(() => undefined))
  if (!parsed.success) throw new Error(`The server answered ${response.status} to POST /mcp`)
  if ('error' in parsed.output) throw new Error(parsed.output.error.message)
  return parsed.output.result.session_id
}

/** @throws {Error} with a text for people, where each browser has a word of its own */
async function ask(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (cause) {
    throw new Error('The server does not answer. Try again in a moment.', { cause })
  }
}
