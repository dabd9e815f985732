/** Requests to the three routes of an HTTP episode, and to what only looks like them. */

import { request } from 'node:http'

import * as fc from 'fast-check'

export type HttpCase = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

export type HttpReply = { readonly status: number; readonly text: string }

const pick = (texts: readonly string[]) => fc.constantFrom(...texts)

// prettier-ignore
const PATH_PIECES = [
  '/reset', '/step', '/state', '/', '//', '/.', '/..', '%2f', '%00', '%ff', '%', '%e0%80%af', '?',
  '?session_id=x', '?session_id=', '&session_id=%00', '#', ';', ':', '@', '*', '[', ']', '~',
  '/reset/reset', '/ws', '/__proto__', 'x'.repeat(3000),
]

type Route = readonly [method: string, path: string]

const ROUTES: fc.Arbitrary<Route> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<Route>(['POST', '/reset'], ['POST', '/step']) },
  { weight: 2, arbitrary: fc.constant<Route>(['GET', '/state']) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND', 'QUERY']),
        pick(['/reset', '/step', '/state', '/']),
        fc.array(pick(PATH_PIECES), { maxLength: 3 }),
      )
      .map(([method, first, more]): Route => [method, first + more.join('')]),
  },
)

const HEADER_NAMES = [
  ...'content-type accept accept-encoding content-encoding origin cookie authorization'.split(' '),
  ...'x-session-id x-forwarded-for x-forwarded-proto forwarded range if-none-match'.split(' '),
  ...'x-http-method-override __proto__ constructor accept-language user-agent te'.split(' '),
]

// prettier-ignore
const HEADER_VALUES = fc.oneof(
  pick([
    'application/json', 'text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded',
    '*/*', 'gzip', 'br', 'identity', 'GET', 'https', 'bytes=0-', '\u00ff\u00fe', '', 'null',
    '__proto__', '../../etc/passwd', '<script>', 'x'.repeat(5000),
  ]),
  fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
)

const HEADERS = fc.dictionary(pick(HEADER_NAMES), HEADER_VALUES, { maxKeys: 3 })

const ACTION = '{"action":{"action_type":"QUERY","argument":"SELECT name FROM pet"}}'

/** @param frames - texts as the socket gets them; the data in them are bodies, too */
export function httpCases(frames: fc.Arbitrary<string | Buffer>): fc.Arbitrary<HttpCase> {
  const bodies = fc.oneof(
    pick(['', '{}', ACTION, '{"question_id":"corpus_001"}', '{"seed":1}', '{"seed":1e999}']),
    frames,
    frames.map((text) => `{"action":${text.toString()}}`),
    pick(['\uFEFF{}', '{"session_id":5}', '{"session_id":"x"}', '{"action":{},"timeout_s":-1}']),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
  )
  return fc
    .tuple(ROUTES, HEADERS, bodies)
    .map(([[method, path], headers, body]) => ({ method, path, headers, body }))
}

/** Over a connection of its own. */
export async function sendHttp(port: number, tried: HttpCase): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const { method, path, body } = tried
    // Node sends a length with a body of POST only, and what follows a GET is another request.
    const headers = { ...tried.headers, 'content-length': Buffer.byteLength(body) }
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers, agent: false },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(pieces).toString(),
          }),
        )
        response.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
