/** The frames of one socket: taken one after the other, and no more read while too many wait. */

import type { WSContext } from 'hono/ws'

import { messageBytesMax } from './message-size.ts'
import type { AppPorts } from './ports.ts'
import type { WorkSlices } from './work-slices.ts'

/** Frames that may wait for their turn. A trainer pipelines a handful. */
const FRAMES_WAITING_MAX = 64

export type SocketInbox = {
  receive(data: unknown, socket: WSContext): void
}

/** @param take - is called for each frame when the one before is done; it must not reject */
export function createSocketInbox(
  { socketFlow: flow, rules }: Pick<AppPorts, 'socketFlow' | 'rules'>,
  slices: WorkSlices,
  take: (data: unknown, socket: WSContext) => Promise<void>,
): SocketInbox {
  // Characters or bytes: one frame of the largest kind.
  const sizeWaitingMax = messageBytesMax(rules.limits)
  const waiting: unknown[] = []
  let size = 0
  let isPaused = false

  const takeNext = async (socket: WSContext): Promise<void> => {
    const [data] = waiting
    await take(data, socket)
    waiting.shift()
    size -= sizeOf(data)
    adjust(socket)
    if (waiting.length > 0) slices.add(() => void takeNext(socket))
  }

  const adjust = (socket: WSContext): void => {
    const isFull = waiting.length >= FRAMES_WAITING_MAX || size > sizeWaitingMax
    if (isFull === isPaused) return
    isPaused = isFull
    if (isFull) flow?.pause(socket)
    else flow?.resume(socket)
  }

  return {
    receive(data, socket) {
      waiting.push(data)
      size += sizeOf(data)
      adjust(socket)
      if (waiting.length === 1) slices.add(() => void takeNext(socket))
    },
  }
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length
  return data instanceof ArrayBuffer ? data.byteLength : 0
}
