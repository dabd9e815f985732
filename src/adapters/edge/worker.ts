/** The Worker: what has no session is answered here, the rest by the object that holds the session. */

import { modules, pack } from 'sqlenv-edge-pack'
import type { Hono } from 'hono'

import { createEnvironment } from '../../episode/environment.ts'
import { createApp } from '../../handlers/app.ts'
import { messageBytesMax } from '../../handlers/message-size.ts'
import { SettingError } from '../settings/setting-kinds.ts'
import { createEdgeServer } from './edge-server.ts'
import type { EdgeServer } from './edge-server.ts'
import { readPack } from './packed-data.ts'
import type { Pack } from './packed-data.ts'
import type { EdgeBindings, ObjectState, ServerSocket } from './runtime.ts'
import { createSessionHolder } from './session-holder.ts'
import type { SessionHolder } from './session-holder.ts'
import type { SqliteModules } from './sqlite-wasm/sqlite-library.ts'
import { findTarget } from './session-target.ts'

// Before the first request: starting up may take longer than a request of the free plan.
// As `deploy/edge` writes it.
const packed = readPack(pack as Pack)

let server: EdgeServer | undefined
let app: Hono | undefined

/** @throws {SettingError} in one line when a var is at fault */
function serverOf(bindings: EdgeBindings): EdgeServer {
  return (server ??= createEdgeServer(bindings, packed, modules as SqliteModules))
}

function appOf(of: EdgeServer): Hono {
  return (app ??= createApp({
    ...of.appPorts,
    createEnvironment: () => createEnvironment(of.environmentPorts),
    newSessionId: () => crypto.randomUUID(),
  }))
}

async function answer(request: Request, bindings: EdgeBindings): Promise<Response> {
  const ready = serverOf(bindings)
  const bodyBytesMax = messageBytesMax(ready.environmentPorts.limits)
  const target = await findTarget(request, () => crypto.randomUUID(), bodyBytesMax)
  if (target.objectName === null) return appOf(ready).fetch(target.request)
  return bindings.SESSIONS.getByName(target.objectName).fetch(target.request)
}

// The runtime takes the handlers of requests from the default export.
// oxlint-disable-next-line import/no-default-export
export default {
  async fetch(request: Request, bindings: EdgeBindings): Promise<Response> {
    try {
      return await answer(request, bindings)
    } catch (error) {
      if (!(error instanceof SettingError)) throw error
      return new Response(error.message, { status: 500 })
    }
  },
}

/** One session; the runtime finds the class by its name in wrangler.toml. */
export class SessionObject {
  readonly #holder: SessionHolder

  constructor(state: ObjectState, bindings: EdgeBindings) {
    this.#holder = createSessionHolder(state, serverOf(bindings))
  }

  fetch(request: Request): Promise<Response> {
    return this.#holder.fetch(request)
  }

  webSocketMessage(socket: ServerSocket, data: string | ArrayBuffer): Promise<void> {
    return this.#holder.message(socket, data)
  }

  webSocketClose(socket: ServerSocket, code: number): Promise<void> {
    return this.#holder.closed(socket, code)
  }

  webSocketError(socket: ServerSocket): Promise<void> {
    return this.#holder.closed(socket, ABNORMAL_CLOSURE)
  }

  alarm(): Promise<void> {
    return this.#holder.alarm()
  }
}

const ABNORMAL_CLOSURE = 1006
