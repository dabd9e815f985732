/** GET /web/…: the files of the page, with what a browser may do with them. */

import { Hono } from 'hono'
import type { Context } from 'hono'

import type { PageFile, PageFiles } from './ports.ts'

/** The page itself; a Space shows it in a frame of the Hub. */
const INDEX = 'index.html'

/**
 * Nothing from elsewhere, no script or style inside the page, no markup made of text. The page may
 * stand in a frame of ours or of the Hub.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "frame-ancestors 'self' https://huggingface.co https://*.hf.space",
].join('; ')

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  vary: 'accept-encoding',
}

/** A name with a hash never changes its content. */
const KEEP = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

/** A route for each file, so that every other path below /web answers as it did. */
export function pageRoutes(files: PageFiles): Hono {
  const routes = new Hono()
  for (const [path, file] of files) {
    routes.get(`/web/${path === INDEX ? '' : path}`, (c) => send(c, file))
  }
  return routes
}

function send(c: Context, file: PageFile): Response {
  const headers = {
    ...HEADERS,
    'content-type': file.contentType,
    'cache-control': file.isImmutable ? KEEP : ASK_AGAIN,
    etag: file.etag,
  }
  if (hasTag(c.req.header('if-none-match'), file.etag)) return c.body(null, 304, headers)
  const coding = chooseCoding(c.req.header('accept-encoding'), file)
  if (coding === 'identity') return c.body(file.bodies.identity, 200, headers)
  return c.body(file.bodies[coding] ?? file.bodies.identity, 200, {
    ...headers,
    'content-encoding': coding,
  })
}

/** Weak comparison, as a GET has it. */
function hasTag(ifNoneMatch: string | undefined, etag: string): boolean {
  return (ifNoneMatch ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === '*' || tag === etag.replace(/^W\//, ''))
}

/** The smallest that the client takes; how much it likes each is not looked at. */
function chooseCoding(
  acceptEncoding: string | undefined,
  { bodies }: PageFile,
): keyof PageFile['bodies'] {
  const accepted = new Set(
    (acceptEncoding ?? '')
      .toLowerCase()
      .split(',')
      .filter((item) => !/;\s*q=0(?:\.0*)?\s*$/.test(item))
      .map((item) => item.split(';', 1).join().trim()),
  )
  const codings = ['br', 'gzip'] as const
  return (
    codings.find((coding) => accepted.has(coding) && bodies[coding] !== undefined) ?? 'identity'
  )
}
