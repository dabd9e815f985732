/** POST /reset, POST /step, GET /state: an episode without a socket. */

import { Hono } from 'hono'
import type { Context } from 'hono'
import * as v from 'valibot'

import { parseAction } from '../protocol/action.ts'
import { JsonObjectSchema, parseWire } from '../protocol/parse.ts'
import { parseResetData } from '../protocol/reset-options.ts'
import { createHttpEpisodes } from './http-episodes.ts'
import type { AppPorts } from './ports.ts'
import { missingBody, readJsonObject, smallBody } from './request-body.ts'
import { createSession } from './session.ts'
import type { Session } from './session.ts'

/** The header that carries the id of an HTTP episode, both ways. */
export const SESSION_HEADER = 'x-session-id'

const StepRequestSchema = v.looseObject({
  action: JsonObjectSchema,
  /** Part of OpenEnv's request; a query has its own deadline here. */
  timeout_s: v.nullish(v.pipe(v.number(), v.gtValue(0))),
  request_id: v.nullish(v.pipe(v.string(), v.maxLength(255))),
  session_id: v.nullish(v.string()),
})

const SessionSchema = v.looseObject({ session_id: v.nullish(v.string()) })

/**
 * Without a session id each request has an environment of its own, as in OpenEnv. The reply to a
 * reset names an id in `x-session-id`; a request that sends it back goes on with that episode.
 */
export const controlRoutes = (ports: AppPorts) => {
  const episodes = createHttpEpisodes(ports)
  const findOrCreate = (sessionId: string | undefined): Session =>
    sessionId === undefined ? createSession(ports, null, 'request') : episodes.find(sessionId)

  return new Hono()
    .post('/reset', smallBody(ports), async (c) => {
      const body = (await readJsonObject(c.req)) ?? {}
      const options = parseResetData(body, ['body'])
      const knownId = sessionIdOf(c, body)
      if (knownId !== undefined) {
        const reply = await episodes.find(knownId).reset(options, ['body'])
        return c.json(reply, 200, { [SESSION_HEADER]: knownId })
      }
      const created = episodes.create()
      const reply = await created.session.begin(options, ['body'])
      // Not before it succeeded: a reset that is refused must not push out another's episode.
      episodes.keep(created)
      return c.json(reply, 200, { [SESSION_HEADER]: created.sessionId })
    })
    .post('/step', smallBody(ports), async (c) => {
      const body = await readJsonObject(c.req)
      if (body === undefined) throw missingBody()
      const request = parseWire(StepRequestSchema, body, ['body'])
      const action = parseAction(request.action)
      const sessionId = sessionIdOf(c, body)
      const reply = await findOrCreate(sessionId).step(action)
      return c.json(reply, 200, sessionId === undefined ? {} : { [SESSION_HEADER]: sessionId })
    })
    .get('/state', async (c) => c.json(await findOrCreate(sessionIdOf(c, {})).state()))
}

/** The header goes before the body, the body before the query; an empty id is none. */
function sessionIdOf(c: Context, body: Record<string, unknown>): string | undefined {
  const { session_id: inBody } = parseWire(SessionSchema, body, ['body'])
  const ids = [c.req.header(SESSION_HEADER), inBody, c.req.query('session_id')]
  return ids.find((id) => id !== undefined && id !== null && id !== '') ?? undefined
}
