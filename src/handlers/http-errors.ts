/** Failures and unknown routes as HTTP answers, in the shapes that OpenEnv's clients know. */

import type { Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { METHOD_NAME_ALL } from 'hono/router'

import { EnvError } from '../protocol/errors.ts'
import type { ErrorCode } from '../protocol/errors.ts'
import type { AppPorts } from './ports.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** 422 with the list of what is wrong, 404 for an unknown session, 503 when the fault is ours. */
function toErrorResponse(c: Context, error: EnvError): Response {
  if (error.code === 'VALIDATION_ERROR') return c.json({ detail: error.details }, 422)
  return c.json({ detail: error.message }, statusOf(error.code))
}

function statusOf(code: Exclude<ErrorCode, 'VALIDATION_ERROR'>): 400 | 404 | 503 {
  switch (code) {
    case 'INVALID_JSON':
    case 'UNKNOWN_TYPE':
      return 400
    case 'SESSION_ERROR':
      return 404
    case 'EXECUTION_ERROR':
    case 'CAPACITY_REACHED':
    case 'FACTORY_ERROR':
      return 503
  }
}

/** Answers what no route of `app` answers: a slip of the path, of the method, or of ours. */
export function answerTheRest(app: Hono, { monitor }: AppPorts): void {
  app.onError((error, c) => {
    if (error instanceof EnvError) {
      monitor.refused(null, error.code)
      return toErrorResponse(c, error)
    }
    if (error instanceof HTTPException) return error.getResponse()
    // The client left in the middle of its request: nobody reads the answer.
    if (c.req.raw.signal.aborted) return c.text('Bad Request', 400)
    monitor.failed(error, `${c.req.method} ${c.req.path}`)
    return c.text('Internal Server Error', 500)
  })
  app.notFound((c) => {
    const { path } = c.req
    const allowed = methodsOf(app, path)
    // A GET that no one answers on a path with GET: a socket's, without the handshake.
    if (allowed.length > 0 && !allowed.some((method) => method === c.req.method)) {
      return c.json({ detail: 'Method Not Allowed' }, 405, { Allow: allowed.join(', ') })
    }
    const withoutSlash = path.replace(/\/+$/, '')
    if (withoutSlash !== path && withoutSlash !== '' && methodsOf(app, withoutSlash).length > 0) {
      // A relative address: behind a proxy we do not know our own scheme and host.
      const slashes = path.length - withoutSlash.length
      const up = '../'.repeat(slashes) + withoutSlash.split('/').at(-1)
      return c.redirect(up + new URL(c.req.url).search, 307)
    }
    return c.json({ detail: 'Not Found' }, 404)
  })
}

function methodsOf(app: Hono, path: string): string[] {
  return METHODS.filter((method) =>
    // What stands under all methods is middleware.
    app.router.match(method, path)[0].some(([[, route]]) => route.method !== METHOD_NAME_ALL),
  )
}
