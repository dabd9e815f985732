/** /web/spectate: running episodes as server-sent events, for those who watch and cannot step. */

import { Hono } from 'hono'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { SSEStreamingApi } from 'hono/streaming'

import type { ShownOpening, ShownStep } from '../../protocol/spectate.ts'
import { createEventQueue } from './event-queue.ts'
import type { ShownEpisode, ShownEpisodes } from './shown-episodes.ts'

/** Streams at one time. */
export const SPECTATORS_MAX = 64

/** The list is sent this often at most, however many steps there are. */
const LIST_EVERY_MS = 500

/** Steps that may wait for a spectator; a slower one is sent the episode anew. */
const WAITING_STEPS_MAX = 32

/** A proxy closes what is silent for long. */
const KEEP_ALIVE_MS = 15_000

export const spectateRoutes = (shown: ShownEpisodes) => {
  let spectators = 0

  function stream(c: Context, show: (sse: SSEStreamingApi) => Promise<void>) {
    // Nobody would read the stream of a HEAD, nor end it.
    if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' })
    if (spectators >= SPECTATORS_MAX) {
      return c.json({ detail: `${SPECTATORS_MAX} watch already: try again later` }, 503)
    }
    spectators += 1
    // What a proxy in between would hold back.
    c.header('x-accel-buffering', 'no')
    return streamSSE(c, async (sse) => {
      try {
        await show(sse)
      } finally {
        spectators -= 1
      }
    })
  }

  return new Hono()
    .get('/web/spectate', (c) => stream(c, (sse) => showList(sse, shown)))
    .get('/web/spectate/:number{[0-9]+}', (c) => {
      const number = Number(c.req.param('number'))
      const episode = shown.find(number)
      if (episode === undefined) {
        return c.json({ detail: `Episode ${number} is not shown, or no more` }, 404)
      }
      return stream(c, (sse) => showEpisode(sse, shown, episode))
    })
}

/** `episodes` events: the whole list, at once and after changes. */
async function showList(sse: SSEStreamingApi, shown: ShownEpisodes): Promise<void> {
  const changes = createEventQueue<true>(1)
  const stop = shown.watch(() => changes.add(true))
  sse.onAbort(() => changes.add(true))
  try {
    while (isOpen(sse)) {
      await send(sse, 'episodes', shown.list())
      await sse.sleep(LIST_EVERY_MS)
      while (isOpen(sse) && (await changes.next(KEEP_ALIVE_MS)) === undefined) await keepAlive(sse)
    }
  } finally {
    stop()
  }
}

/** An `opening` event with the episode so far, then a `step` event for each step, until its end. */
async function showEpisode(
  sse: SSEStreamingApi,
  shown: ShownEpisodes,
  episode: ShownEpisode,
): Promise<void> {
  let steps = createEventQueue<ShownStep | 'gone'>(WAITING_STEPS_MAX)
  const stop = shown.watch((number, step) => {
    if (number === episode.number) steps.add(step ?? 'gone')
  })
  sse.onAbort(() => steps.add('gone'))
  try {
    await send(sse, 'opening', openingOf(episode))
    let isOver = episode.summary.done
    while (!isOver && isOpen(sse)) {
      const step = await steps.next(KEEP_ALIVE_MS)
      if (steps.hasOverflowed) {
        steps = createEventQueue(WAITING_STEPS_MAX)
        isOver = episode.summary.done
        await send(sse, 'opening', openingOf(episode))
      } else if (step === undefined) {
        await keepAlive(sse)
      } else {
        isOver = step === 'gone' || step.reply.done
        if (step !== 'gone') await send(sse, 'step', step)
      }
    }
    // Without it the browser would connect again.
    if (isOver) await send(sse, 'end', { number: episode.number })
  } finally {
    stop()
  }
}

function openingOf({ number, opening, steps, stepsLeftOut }: ShownEpisode): ShownOpening {
  return { number, opening, steps_left_out: stepsLeftOut, steps: [...steps] }
}

const isOpen = (sse: SSEStreamingApi): boolean => !sse.aborted && !sse.closed

async function send(sse: SSEStreamingApi, event: string, data: unknown): Promise<void> {
  await sse.writeSSE({ event, data: JSON.stringify(data) })
}

/** A comment, which clients ignore. */
async function keepAlive(sse: SSEStreamingApi): Promise<void> {
  await sse.write(': still here\n\n')
}
