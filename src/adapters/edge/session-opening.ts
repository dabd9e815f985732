/** How a session without a socket was begun, so that the handlers can be shown it again. */

export type Opening =
  | { readonly kind: 'http' }
  | { readonly kind: 'mcp' }
  /** MCP's own handshake, whose words decide how host and server speak. */
  | { readonly kind: 'streamable'; readonly body: string }

/** A handshake takes a few hundred characters; one past this is not kept, nor is its session. */
const BODY_CHARS_MAX = 64 * 1024

/** @returns undefined where the request begins no session that outlives the object's rest */
export async function openingOf(request: Request): Promise<Opening | undefined> {
  switch (`${request.method} ${new URL(request.url).pathname}`) {
    case 'POST /reset':
      return { kind: 'http' }
    case 'POST /mcp':
      return { kind: 'mcp' }
    case 'POST /mcp/http': {
      const body = await request.clone().text()
      return body.length > BODY_CHARS_MAX ? undefined : { kind: 'streamable', body }
    }
    default:
      return undefined
  }
}

/** A request that begins the same session; what it asks for stands in the episode already. */
export function openingRequest(opening: Opening): Request {
  switch (opening.kind) {
    case 'http':
      return post('/reset', '{}')
    case 'mcp': {
      const call = { jsonrpc: '2.0', id: 1, method: 'openenv/session/create', params: {} }
      return post('/mcp', JSON.stringify(call))
    }
    case 'streamable':
      return post('/mcp/http', opening.body)
  }
}

function post(path: string, body: string): Request {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  }
  return new Request(`http://object${path}`, { method: 'POST', headers, body })
}
