import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { makeCompanyData } from '../../../test/company-data.ts'
import type { CompanyData } from '../../../test/company-data.ts'
import { openEventStream } from '../../../test/event-stream.ts'
import type { EventStream } from '../../../test/event-stream.ts'
import { listenTo } from '../../../test/listening.ts'
import type { Listening } from '../../../test/listening.ts'
import { openRawSocket } from '../../../test/raw-socket.ts'
import { createNodeApp } from '../../adapters/node/node-app.ts'
import type { NodeApp } from '../../adapters/node/node-app.ts'
import { createApp } from '../app.ts'
import type { ShownSummary } from '../../protocol/spectate.ts'
import { SHOWN_EPISODES_MAX } from './shown-episodes.ts'
import { SPECTATORS_MAX } from './spectate.ts'

let data: CompanyData
let nodeApp: NodeApp
let server: Listening
const opened: EventStream[] = []

beforeAll(async () => {
  data = makeCompanyData()
  const settings = { QUERY_PROCESSES: 1, SQLENV_SPECTATE: true }
  nodeApp = createNodeApp({ dataDir: data.dataDir, settings })
  server = await listenTo(nodeApp)
})
afterAll(async () => {
  for (const stream of opened) stream.close()
  await server.stop()
  await nodeApp.close()
  data.remove()
})

async function watch(path: string): Promise<EventStream> {
  const stream = await openEventStream(server.url + path)
  opened.push(stream)
  return stream
}

/** The number under which the episode of this id is shown. */
async function list(): Promise<ShownSummary[]> {
  const stream = await watch('/web/spectate')
  const { data: episodes } = await stream.next()
  stream.close()
  return episodes as ShownSummary[]
}

async function play(reset: object) {
  const socket = await openRawSocket(server.socketUrl)
  const ask = async (frame: object) => {
    socket.send(JSON.stringify(frame))
    return socket.next()
  }
  await ask({ type: 'reset', data: reset })
  const [latest] = await list()
  return {
    number: latest?.number ?? -1,
    reset: (options: object) => ask({ type: 'reset', data: options }),
    step: (action_type: string, argument: string) =>
      ask({ type: 'step', data: { action_type, argument } }),
    close: () => socket.close(),
  }
}

const QUESTION = { question_id: 'company_001' }

describe('the list of running episodes', () => {
  it('comes at once, and again when something has happened', async () => {
    const episode = await play(QUESTION)
    const stream = await watch('/web/spectate')
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    expect(await stream.next()).toMatchObject({
      event: 'episodes',
      data: expect.arrayContaining([
        expect.objectContaining({
          number: episode.number,
          question: 'How many employees are there?',
          db_id: 'company',
          step_count: 0,
          reward_total: 0,
          done: false,
          outcome: null,
        }),
      ]),
    })
    await episode.step('DESCRIBE', 'employee')
    const { data: changed } = await stream.next()
    expect(changed).toMatchObject([
      { number: episode.number, step_count: 1, reward_total: expect.closeTo(0.01) },
    ])
    episode.close()
  })

  it('holds the latest ones only', async () => {
    for (let count = 0; count <= SHOWN_EPISODES_MAX; count += 1) {
      await fetch(`${server.url}/reset`, { method: 'POST', body: '{}' })
    }
    expect(await list()).toHaveLength(SHOWN_EPISODES_MAX)
  })

  it('has no episode that was begun and left at once', async () => {
    const episode = await play(QUESTION)
    await episode.reset(QUESTION)
    const [latest] = await list()
    expect(latest?.number).toBe(episode.number + 1)
    expect((await list()).map(({ number }) => number)).not.toContain(episode.number)
    episode.close()
  })

  it('takes no place for a HEAD', async () => {
    for (let count = 0; count < SPECTATORS_MAX; count += 1) {
      const { status } = await fetch(`${server.url}/web/spectate`, { method: 'HEAD' })
      expect(status).toBe(200)
    }
    const stream = await watch('/web/spectate')
    expect(await stream.next()).toMatchObject({ event: 'episodes' })
    stream.close()
  })

  it('says of an episode that its player has left it', async () => {
    const episode = await play(QUESTION)
    await episode.step('DESCRIBE', 'employee')
    const stream = await watch(`/web/spectate/${episode.number}`)
    await stream.next()
    episode.close()
    expect(await stream.rest()).toEqual([{ event: 'end', data: { number: episode.number } }])
    const left = (await list()).find(({ number }) => number === episode.number)
    expect(left).toMatchObject({ done: true, outcome: null })
  })

  it('has nothing by which a spectator could step', async () => {
    const response = await fetch(`${server.url}/reset`, { method: 'POST', body: '{}' })
    const sessionId = response.headers.get('x-session-id') ?? 'none'
    expect(JSON.stringify(await list())).not.toContain(sessionId)
  })
})

describe('an episode that is watched', () => {
  it('is shown as far as it has come, then step by step, as the agent sees it', async () => {
    const episode = await play(QUESTION)
    const before = await episode.step('DESCRIBE', 'employee')
    const stream = await watch(`/web/spectate/${episode.number}`)
    expect(await stream.next()).toMatchObject({
      event: 'opening',
      data: {
        number: episode.number,
        opening: { observation: { question: 'How many employees are there?' }, reward: null },
        steps_left_out: 0,
        steps: [
          { action_type: 'DESCRIBE', argument: 'employee', reply: (before as Observed).data },
        ],
      },
    })
    const after = await episode.step('QUERY', 'SELECT count(*) FROM employee')
    expect(await stream.next()).toEqual({
      event: 'step',
      data: {
        action_type: 'QUERY',
        argument: 'SELECT count(*) FROM employee',
        reply: (after as Observed).data,
      },
    })
    episode.close()
  })

  it('ends with the episode, and a right answer is not told', async () => {
    const episode = await play(QUESTION)
    const stream = await watch(`/web/spectate/${episode.number}`)
    await episode.step('ANSWER', '3')
    await episode.step('ANSWER', 'after the end')
    const [, step, end] = await stream.rest()
    expect(step).toMatchObject({
      event: 'step',
      data: {
        action_type: 'ANSWER',
        argument: null,
        reply: {
          observation: {
            result: 'Correct. Spectators are not shown the answer.',
            action_history: ['ANSWER'],
          },
          metadata: { outcome: 'solved' },
        },
      },
    })
    expect(end).toEqual({ event: 'end', data: { number: episode.number } })
    episode.close()
  })

  it.each(['3', '4'])(
    'does not tell an answer that may be right without evidence: %s',
    async (answer) => {
      const episode = await play({ ...QUESTION, grading: 'evidence' })
      await episode.step('ANSWER', answer)
      const [opening] = await (await watch(`/web/spectate/${episode.number}`)).rest()
      expect(opening).toMatchObject({
        data: {
          steps: [
            {
              argument: null,
              reply: {
                observation: {
                  result: 'It does not count. Spectators are not shown the answer.',
                  action_history: ['ANSWER'],
                },
                metadata: { outcome: 'wrong' },
              },
            },
          ],
        },
      })
      episode.close()
    },
  )

  it('ends when another one is begun in its place', async () => {
    const episode = await play(QUESTION)
    await episode.step('DESCRIBE', 'employee')
    const stream = await watch(`/web/spectate/${episode.number}`)
    await stream.next()
    await episode.reset(QUESTION)
    expect(await stream.rest()).toEqual([{ event: 'end', data: { number: episode.number } }])
    const left = (await list()).find(({ number }) => number === episode.number)
    expect(left).toMatchObject({ done: true, outcome: null })
    episode.close()
  })

  it('shows a wrong answer', async () => {
    const episode = await play(QUESTION)
    await episode.step('ANSWER', '4')
    const [opening] = await (await watch(`/web/spectate/${episode.number}`)).rest()
    expect(opening).toMatchObject({
      data: { steps: [{ argument: '4', reply: { metadata: { outcome: 'wrong' } } }] },
    })
    episode.close()
  })

  it('leaves out the first steps of one that is very long', async () => {
    const episode = await play({ ...QUESTION, step_budget: 100 })
    for (let step = 0; step < 10; step += 1) {
      await episode.step('QUERY', `SELECT '${'x'.repeat(60_000)}${step}'`)
    }
    const { data: opening } = await (await watch(`/web/spectate/${episode.number}`)).next()
    const { steps, steps_left_out } = opening as { steps: unknown[]; steps_left_out: number }
    expect(steps_left_out).toBeGreaterThan(0)
    expect(steps.length + steps_left_out).toBe(10)
    episode.close()
  })

  it('is sent anew to a spectator who has fallen behind, and steps do not pile up', async () => {
    const app = createApp(nodeApp.ports)
    const reset = await app.request('/reset', { method: 'POST', body: '{"step_budget":100}' })
    const headers = { 'x-session-id': reset.headers.get('x-session-id') ?? '' }
    const { body } = await app.request('/web/spectate/1')
    for (let step = 0; step < 60; step += 1) {
      const action = { action_type: 'QUERY', argument: `SELECT ${step}` }
      await app.request('/step', { method: 'POST', headers, body: JSON.stringify({ action }) })
    }
    const end = { action_type: 'ANSWER', argument: '' }
    const answering = app.request('/step', {
      method: 'POST',
      headers,
      body: JSON.stringify({ action: end }),
    })
    const [text] = await Promise.all([new Response(body).text(), answering])
    const events = [...text.matchAll(/^event: (\w+)$/gm)].map(([, event]) => event)
    expect(events.filter((event) => event === 'opening')).toHaveLength(2)
    expect(events.filter((event) => event === 'step').length).toBeLessThan(60)
    expect(events.at(-1)).toBe('end')
  })

  it.each(['999999', '1e3', 'x'])('is 404 when there is none: %s', async (number) => {
    const response = await fetch(`${server.url}/web/spectate/${number}`)
    expect([response.status, await response.json()]).toEqual([
      404,
      { detail: expect.stringMatching(/not shown|Not Found/) },
    ])
  })
})

it('turns away more spectators than it can serve, and takes new ones when some have gone', async () => {
  const streams = await Promise.all(
    Array.from({ length: SPECTATORS_MAX + 4 }, () => watch('/web/spectate')),
  )
  expect(streams.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(4)
  for (const stream of streams) stream.close()
  await expect.poll(async () => (await watch('/web/spectate')).status).toBe(200)
})

it('takes no step, and is not there unless SQLENV_SPECTATE and the page are on', async () => {
  expect((await fetch(`${server.url}/web/spectate`, { method: 'POST' })).status).toBe(405)
  for (const off of [{ isSpectated: false }, { hasWebInterface: false }]) {
    const app = createApp({ ...nodeApp.ports, ...off })
    expect((await app.request('/web/spectate')).status).toBe(404)
  }
})

type Observed = { readonly data: unknown }
