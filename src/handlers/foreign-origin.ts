/**
 * Refuses pages of other sites that reach for a server on the visitor's own machine: a browser lets
 * any page send requests to localhost, and open sockets to it and read them.
 */

import type { MiddlewareHandler } from 'hono'

export const refuseForeignOrigins: MiddlewareHandler = async (c, next) => {
  const detail = findForeignOrigin((name) => c.req.header(name))
  return detail === undefined ? next() : c.json({ detail }, 403)
}

/** What a proxy tells of a request: who sends one has decided by itself who may come. */
const PROXY_HEADERS = ['forwarded', 'x-forwarded-host', 'x-forwarded-for']

const TOLD_CHARS_MAX = 200

/**
 * @param header - the value of a request's header, by its name in lower case
 * @returns what is wrong and what to do; undefined where the request may go on, as all do that no
 *   page has sent, that come by a proxy, or that do not come to the machine as itself
 */
export function findForeignOrigin(
  header: (name: string) => string | undefined,
): string | undefined {
  const origin = header('origin')
  if (origin === undefined) return undefined
  const host = header('host') ?? ''
  if (!isThisMachine(`http://${host}`) || isThisMachine(origin)) return undefined
  if (PROXY_HEADERS.some((name) => header(name) !== undefined)) return undefined
  const page = origin.slice(0, TOLD_CHARS_MAX)
  const asked = host.slice(0, TOLD_CHARS_MAX)
  return (
    `The page of ${page} may not use this server, which it asked for as ${asked}, the visitor's ` +
    `own machine. Open the server's own page there; where a proxy stands before the server, have ` +
    `it pass on the header Host, or send X-Forwarded-Host.`
  )
}

/** By these names a browser goes nowhere else. It asks for `127.1` as 127.0.0.1, which URL does too. */
function isThisMachine(address: string): boolean {
  if (!URL.canParse(address)) return false
  const name = new URL(address).hostname.replace(/\.$/, '')
  if (name === 'localhost' || name.endsWith('.localhost')) return true
  return /^(?:127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/.test(name)
}
