/** The whole HTTP and socket face of the environment, on whatever runtime. */

import { Hono } from 'hono'

import { aboutRoutes } from './about.ts'
import { controlRoutes } from './control.ts'
import { refuseForeignOrigins } from './foreign-origin.ts'
import { answerTheRest } from './http-errors.ts'
import { createMcpRequests } from './mcp-requests.ts'
import { mcpRoute, mcpSocketRoute } from './mcp.ts'
import { streamableMcpRoutes } from './mcp-streamable.ts'
import type { AppPorts } from './ports.ts'
import { referenceRoutes } from './reference-page.ts'
import { createSessions } from './sessions.ts'
import { socketRoute } from './socket.ts'
import { createShownEpisodes } from './spectate/shown-episodes.ts'
import type { ShownEpisodes } from './spectate/shown-episodes.ts'
import { spectateRoutes } from './spectate/spectate.ts'
import { watchedEnvironment } from './spectate/watched-environment.ts'
import { taskRoutes } from './tasks.ts'
import { webRoutes } from './web.ts'
import { createWorkSlices } from './work-slices.ts'

/** @param app - an empty one; runtimes whose sockets hang on the app pass theirs */
export function createApp(given: AppPorts, app = new Hono()): Hono {
  const shown = given.isSpectated && given.hasWebInterface ? createShownEpisodes() : undefined
  const ports = shown === undefined ? given : watchedBy(shown, given)
  const sessions = createSessions(ports)
  const mcp = createMcpRequests(ports, sessions)
  app.use(refuseForeignOrigins)
  app.route('/', aboutRoutes(ports))
  app.route('/', referenceRoutes(ports))
  if (ports.mode === 'simulation') app.route('/', controlRoutes(ports))
  app.route('/', mcpRoute(ports, mcp))
  app.route('/', streamableMcpRoutes(ports, sessions))
  if (ports.hasWebInterface) app.route('/', webRoutes(ports))
  if (shown !== undefined) app.route('/', spectateRoutes(shown))
  if (ports.upgradeWebSocket !== undefined) {
    const slices = createWorkSlices(ports.now, ports.later)
    app.route('/', socketRoute(ports, sessions, mcp, slices, ports.upgradeWebSocket))
    app.route('/', mcpSocketRoute(ports, sessions, mcp, slices, ports.upgradeWebSocket))
  }
  // Last, since its paths begin with a name of any kind.
  app.route('/', taskRoutes(ports))
  answerTheRest(app, ports)
  return app
}

function watchedBy(shown: ShownEpisodes, ports: AppPorts): AppPorts {
  return {
    ...ports,
    createEnvironment: (role, sessionId) =>
      watchedEnvironment(ports.createEnvironment(role, sessionId), shown, sessionId),
    monitor: {
      ...ports.monitor,
      sessionEnded(sessionId) {
        ports.monitor.sessionEnded(sessionId)
        shown.leaveSession(sessionId)
      },
    },
  }
}
