/** Plays every script once, before anything is timed: how long are the replies, and are they right? */

import { once } from 'node:events'

import { WebSocket } from 'ws'

import type { WireReply } from '../src/protocol/reply.ts'
import type { Episode, ReplySizes, Script } from './episode-scripts.ts'

/** What the episodes of a benchmark consist of. */
export type Mix = {
  readonly episodes: number
  readonly stepsPerEpisode: number
  readonly queriesPerEpisode: number
  /** QUERYs that read a name that is not there, as agents do. */
  readonly failedQueryShare: number
  readonly requestBytesMean: number
  readonly replyBytesMean: number
}

export type RecordedReplies = { readonly sizes: readonly ReplySizes[]; readonly mix: Mix }

const SOCKETS = 8

/** @throws {Error} when a reply is no observation, or an episode does not end with its ANSWER */
export async function recordReplies(
  socketUrl: string,
  episodes: readonly Episode[],
  scripts: readonly Script[],
): Promise<RecordedReplies> {
  const sizes: ReplySizes[] = []
  const codes: string[] = []
  const play = async (lane: number) => {
    const socket = new WebSocket(socketUrl)
    await once(socket, 'open')
    for (let index = lane; index < scripts.length; index += SOCKETS) {
      const replies = await playScript(socket, scripts[index])
      const last = replies.at(-1)?.reply
      if (last?.done !== true) throw new Error(`${episodes[index]?.questionId} does not end`)
      const [reset = 0, ...steps] = replies.map(({ bytes }) => bytes)
      sizes[index] = { reset, steps }
      codes.push(...replies.flatMap(({ reply }) => reply.metadata.query?.code ?? []))
    }
    socket.close()
  }
  await Promise.all(Array.from({ length: SOCKETS }, (_, lane) => play(lane)))
  return { sizes, mix: mixOf(scripts, sizes, codes) }
}

type Recorded = { readonly bytes: number; readonly reply: WireReply }

async function playScript(socket: WebSocket, script: Script | undefined): Promise<Recorded[]> {
  const recorded: Recorded[] = []
  for (const frame of script === undefined ? [] : [script.reset, ...script.steps]) {
    const message = once(socket, 'message')
    socket.send(frame)
    const [data] = (await message) as [Buffer]
    // The server's own frames: their shape is known, and an error is told below.
    const { type, data: reply } = JSON.parse(data.toString()) as { type: string; data: WireReply }
    if (type !== 'observation') throw new Error(`${frame} was answered with ${data.toString()}`)
    recorded.push({ bytes: data.length, reply })
  }
  return recorded
}

function mixOf(
  scripts: readonly Script[],
  sizes: readonly ReplySizes[],
  queryCodes: readonly string[],
): Mix {
  const stepCount = sum(scripts.map(({ steps }) => steps.length))
  const requestBytes = scripts.flatMap(({ steps }) => steps.map((frame) => frame.length))
  const failedCount = queryCodes.filter((code) => code !== 'ok').length
  return {
    episodes: scripts.length,
    stepsPerEpisode: stepCount / scripts.length,
    queriesPerEpisode: queryCodes.length / scripts.length,
    failedQueryShare: failedCount / queryCodes.length,
    requestBytesMean: sum(requestBytes) / stepCount,
    replyBytesMean: sum(sizes.flatMap(({ steps }) => steps)) / stepCount,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
