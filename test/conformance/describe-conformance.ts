/** OpenEnv's protocol, subject by subject, asked of whatever server answers at a URL. */

import { afterEach, describe } from 'vitest'

import { describeBytes } from './bytes.ts'
import { describeErrors422 } from './errors-422.ts'
import { describeHttpRoutes } from './http-routes.ts'
import { describeMcpHttp } from './mcp-http.ts'
import { describeMcpSessions } from './mcp-sessions.ts'
import { describeMcpSocket } from './mcp-socket.ts'
import { describeMcpStreamable } from './mcp-streamable.ts'
import { describeMcpTools } from './mcp-tools.ts'
import { describeNoGold } from './no-gold.ts'
import { describeOpenApiAndMode } from './openapi-and-mode.ts'
import { describeSessions } from './sessions.ts'
import { describeSocketErrors } from './socket-errors.ts'
import { describeSocketFrames } from './socket-frames.ts'
import { describeSizes, describeSizesOfAll } from './sizes.ts'
import type { Subject } from './subject.ts'
import { describeTasks } from './tasks.ts'
import { describeToolSteps } from './tool-steps.ts'
import { describeValidationTelemetry } from './validation-telemetry.ts'
import { describeWeb } from './web.ts'
import { createWire } from './wire.ts'

export function describeConformance(name: string, subject: Subject): void {
  describe(name, () => {
    const suite = { ...subject, wire: createWire(subject.url) }
    afterEach(() => suite.wire.cleanUp())

    // First, since it asks for what is there before the first reset.
    describeWeb(suite)
    describeHttpRoutes(suite)
    describeErrors422(suite)
    describeOpenApiAndMode(suite)
    describeSocketFrames(suite)
    describeSocketErrors(suite)
    describeMcpHttp(suite)
    describeMcpTools(suite)
    describeMcpSessions(suite)
    describeMcpSocket(suite)
    describeMcpStreamable(suite)
    describeToolSteps(suite)
    describeTasks(suite)
    describeValidationTelemetry(suite)
    describeSessions(suite)
    describeBytes(suite)
    describeSizes(suite)
    // Last, since it looks through all that the others have seen.
    describeNoGold(suite)
    describeSizesOfAll(suite)
  })
}
