/** The whole HTTP and socket face of the environment, on whatever runtime. */

import { Hono } from 'hono'

import { aboutRoutes } from './about.ts'
import { controlRoutes } from './control.ts'
import { answerTheRest } from './http-errors.ts'
import type { AppPorts } from './ports.ts'
import { socketRoute } from './socket.ts'

/** @param app - an empty one; runtimes whose sockets hang on the app pass theirs */
export function createApp(ports: AppPorts, app = new Hono()): Hono {
  app.route('/', aboutRoutes(ports))
  app.route('/', controlRoutes(ports))
  if (ports.upgradeWebSocket !== undefined) {
    app.route('/', socketRoute(ports, ports.upgradeWebSocket))
  }
  answerTheRest(app, ports)
  return app
}
