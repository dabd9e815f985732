/** /, /web and /ws/ui: the page, and the one environment that everyone who looks at it shares. */

import { Hono } from 'hono'
import * as v from 'valibot'

import { parseAction } from '../protocol/action.ts'
import { JsonObjectSchema, parseWire } from '../protocol/parse.ts'
import { parseResetData } from '../protocol/reset-options.ts'
import { metadataOf } from './about.ts'
import { choicesOf } from './choices.ts'
import { landingPage } from './landing-page.ts'
import { pageRoutes } from './page.ts'
import type { AppPorts } from './ports.ts'
import { missingBody, readJsonObject, smallBody } from './request-body.ts'
import { createWebEpisode } from './web-episode.ts'

/** OpenEnv's forms send an action; its chat pages a message, which here is an SQL query. */
const MessageSchema = v.looseObject({ message: v.string() })
const ActionRequestSchema = v.looseObject({ action: JsonObjectSchema })

export const webRoutes = (ports: AppPorts) => {
  const episode = createWebEpisode(ports)
  const metadata = metadataOf(ports)
  const choices = choicesOf(ports)

  const routes = new Hono()
    // A relative address: behind a Space's proxy we do not know our own scheme and host.
    .get('/', (c) => c.redirect('/web/', 307))
    .get('/web', (c) => c.redirect('/web/', 307))
    .get('/web/metadata', (c) => c.json(metadata))
    .get('/web/choices', (c) => c.json(choices))
    .post('/web/reset', smallBody(ports), async (c) => {
      const body = (await readJsonObject(c.req)) ?? {}
      return c.json(await episode.reset(parseResetData(body, ['body'])))
    })
    .post('/web/step', smallBody(ports), async (c) => {
      const body = await readJsonObject(c.req)
      if (body === undefined) throw missingBody()
      return c.json(await episode.step(actionIn(body)))
    })
    .get('/web/state', async (c) => {
      const state = await episode.state()
      if (state !== undefined) return c.json(state)
      return c.json({ detail: 'There is no episode yet: POST /web/reset first' }, 409)
    })
  if (ports.pageFiles === undefined) {
    const page = landingPage(ports)
    routes.get('/web/', (c) => c.html(page))
  } else {
    routes.route('/', pageRoutes(ports.pageFiles))
  }
  const { upgradeWebSocket } = ports
  if (upgradeWebSocket === undefined) return routes
  return routes.get(
    '/ws/ui',
    upgradeWebSocket(() => episode.viewer()),
  )
}

function actionIn(body: Record<string, unknown>) {
  if (body['message'] !== undefined) {
    const { message } = parseWire(MessageSchema, body, ['body'])
    return { actionType: 'QUERY', argument: message }
  }
  return parseAction(parseWire(ActionRequestSchema, body, ['body']).action)
}
