/** Which object a request belongs to: the one that holds its session, or none. */

import { SESSION_HEADER } from '../../handlers/control.ts'
import { parseBoundedJson } from '../../protocol/bounded-json.ts'
import { isJsonObject } from '../../protocol/parse.ts'

export type Target = {
  /** The name of the object; null where the Worker answers by itself. */
  readonly objectName: string | null
  /** To be sent on instead of the one that came, whose body may have been read. */
  readonly request: Request
}

/** The one object of the page that all visitors share. */
export const WEB_OBJECT = 'web'

/**
 * @param newSessionId - names the object of a session that begins
 * @param bodyBytesMax - what is larger is refused by whoever answers, unread
 */
export async function findTarget(
  request: Request,
  newSessionId: () => string,
  bodyBytesMax: number,
): Promise<Target> {
  const { pathname, searchParams } = new URL(request.url)
  const to = (objectName: string | null, sent = request): Target => ({ objectName, request: sent })
  const route = `${request.method} ${pathname}`
  const inQuery = searchParams.get('session_id')
  if (request.headers.get('upgrade')?.toLowerCase() === 'websocket') {
    switch (pathname) {
      case '/ws':
        return to(sessionIn(inQuery) ?? newSessionId())
      case '/mcp':
        return to(newSessionId())
      case '/ws/ui':
        return to(WEB_OBJECT)
      default:
        return to(null)
    }
  }
  switch (route) {
    case 'POST /web/reset':
    case 'POST /web/step':
    case 'GET /web/state':
      return to(WEB_OBJECT)
    case 'GET /state':
      return to(sessionIn(request.headers.get(SESSION_HEADER) || inQuery))
    case 'POST /reset':
    case 'POST /step': {
      const { body, sent } = await readBody(request, bodyBytesMax)
      const id = request.headers.get(SESSION_HEADER) || body?.['session_id'] || inQuery
      if (hasValue(id)) return to(sessionIn(id), sent)
      return to(route === 'POST /reset' ? newSessionId() : null, sent)
    }
    case 'POST /mcp': {
      const { body, sent } = await readBody(request, bodyBytesMax)
      if (body?.['method'] === 'openenv/session/create') return to(newSessionId(), sent)
      const params = body?.['params']
      return to(isJsonObject(params) ? sessionIn(params['session_id']) : null, sent)
    }
    case 'POST /mcp/http': {
      const id = request.headers.get('mcp-session-id')
      if (id !== null) return to(sessionIn(id))
      const { body, sent } = await readBody(request, bodyBytesMax)
      return to(body?.['method'] === 'initialize' ? newSessionId() : null, sent)
    }
    case 'DELETE /mcp/http':
      return to(sessionIn(request.headers.get('mcp-session-id')))
    default:
      return to(null)
  }
}

/** An id that we have made; no object is begun for any other. */
function sessionIn(id: unknown): string | null {
  const isOurs = typeof id === 'string' && /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/.test(id)
  return isOurs ? id : null
}

function hasValue(id: unknown): boolean {
  return id !== undefined && id !== null && id !== ''
}

type ReadBody = {
  /** Absent where it is no JSON object: whoever answers says so. */
  readonly body?: Readonly<Record<string, unknown>>
  readonly sent: Request
}

async function readBody(request: Request, bytesMax: number): Promise<ReadBody> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) return { sent: request }
  const bytes = await readUpTo(request, bytesMax + 1)
  const headers = new Headers(request.headers)
  headers.set('content-length', String(bytes.length))
  headers.delete('transfer-encoding')
  const sent = new Request(request.url, { method: request.method, headers, body: bytes })
  if (bytes.length > bytesMax) return { sent }
  const parsed = parseBoundedJson(new TextDecoder().decode(bytes))
  return parsed.kind === 'json' && isJsonObject(parsed.value)
    ? { body: parsed.value, sent }
    : { sent }
}

async function readUpTo(request: Request, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let length = 0
  // A stream of bytes; the library's type does not say so.
  for await (const piece of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    pieces.push(piece)
    length += piece.length
    if (length >= bytesMax) break
  }
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const piece of pieces) {
    bytes.set(piece, offset)
    offset += piece.length
  }
  return bytes
}
