/** Frames that a client sent ahead: bounded, by not reading on while too many wait. */

import type { WSContext } from 'hono/ws'

import type { SocketFlow } from './ports.ts'

/** Frames that may wait for their turn. A trainer pipelines a handful. */
export const FRAMES_WAITING_MAX = 64

/** Characters or bytes of frames that may wait: one frame of the largest kind. */
const SIZE_WAITING_MAX = 16 * 1024 * 1024

export type SocketInbox = {
  /** Counts a frame in. @returns what counts it out again, to be called when it is answered */
  receive(data: unknown, socket: WSContext): () => void
}

export function createSocketInbox(flow: SocketFlow | undefined): SocketInbox {
  let frameCount = 0
  let size = 0
  let isPaused = false

  function adjust(socket: WSContext): void {
    const isFull = frameCount >= FRAMES_WAITING_MAX || size > SIZE_WAITING_MAX
    if (isFull === isPaused) return
    isPaused = isFull
    if (isFull) flow?.pause(socket)
    else flow?.resume(socket)
  }

  return {
    receive(data, socket) {
      const frameSize = sizeOf(data)
      frameCount += 1
      size += frameSize
      adjust(socket)
      return () => {
        frameCount -= 1
        size -= frameSize
        adjust(socket)
      }
    },
  }
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length
  return data instanceof ArrayBuffer ? data.byteLength : 0
}
