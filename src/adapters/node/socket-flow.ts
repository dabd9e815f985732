/** Holds back clients that send more than they read, with what `ws` offers for it. */

import type { WSContext } from 'hono/ws'
import type { WebSocket } from 'ws'

import type { SocketFlow } from '../../handlers/ports.ts'

/** Bytes that may lie unsent for one socket before its next frame waits for them. */
const UNSENT_MAX = 64 * 1024

const AS_TEXT = { binary: false }

export const nodeSocketFlow: SocketFlow = {
  send(socket, text) {
    const webSocket = webSocketOf(socket)
    // The system takes bytes more readily than a text and bytes in turn.
    const bytes = Buffer.from(text)
    if (webSocket.bufferedAmount <= UNSENT_MAX) {
      webSocket.send(bytes, AS_TEXT)
      return undefined
    }
    return new Promise((resolve) => {
      // A socket that is gone reports an error here; its close is told elsewhere.
      webSocket.send(bytes, AS_TEXT, () => resolve())
    })
  },
  pause: (socket) => webSocketOf(socket).pause(),
  resume: (socket) => webSocketOf(socket).resume(),
}

function webSocketOf(socket: WSContext): WebSocket {
  // On Node the raw socket of Hono's context is that of the package `ws`.
  return socket.raw as WebSocket
}
