/** The page's session against a real server: reloads, lost connections, a server started anew. */

import { createServer, connect } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createNodeApp } from '../src/adapters/node/node-app.ts'
import type { NodeApp } from '../src/adapters/node/node-app.ts'
import { createPageMemory } from '../src/web/play/page-memory.ts'
import type { TextStore } from '../src/web/play/page-memory.ts'
import { createPlaySession } from '../src/web/play/play-session.ts'
import type { PlaySession, PlayState } from '../src/web/play/play-session.ts'
import { makeCompanyData } from './company-data.ts'
import type { CompanyData } from './company-data.ts'
import { listenTo } from './listening.ts'
import type { Listening } from './listening.ts'

const QUERY = { action_type: 'QUERY', argument: 'SELECT count(*) FROM employee' } as const
const RIGHT = { action_type: 'ANSWER', argument: '3' } as const
const RESET = { question_id: 'company_001' }

let data: CompanyData
let nodeApp: NodeApp
let server: Listening
let line: Line
let opened: PlaySession[] = []

beforeAll(() => {
  data = makeCompanyData()
})
afterAll(() => data.remove())
beforeEach(async () => {
  await startServer()
  line = await openLine()
})
afterEach(async () => {
  for (const session of opened) session.leave()
  opened = []
  await line.close()
  await stopServer()
})

async function startServer(): Promise<void> {
  nodeApp = createNodeApp({ dataDir: data.dataDir, settings: { QUERY_PROCESSES: 1 } })
  server = await listenTo(nodeApp)
}

async function stopServer(): Promise<void> {
  await server.stop()
  await nodeApp.close()
}

/** Between page and server, so that it can be cut. */
type Line = {
  readonly url: string
  /** Cuts all connections, and takes no new ones until it is mended. */
  cut(): void
  mend(): void
  /** From now on nothing that the server says arrives. */
  muffle(): void
  close(): Promise<void>
}

async function openLine(): Promise<Line> {
  const sockets = new Set<Socket>()
  let isCut = false
  let isMuffled = false
  const relay: Server = createServer((page) => {
    if (isCut) {
      page.destroy()
      return
    }
    const beyond = connect(Number(new URL(server.url).port), '127.0.0.1')
    for (const socket of [page, beyond]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        page.destroy()
        beyond.destroy()
      })
    }
    page.pipe(beyond)
    beyond.on('data', (bytes: Buffer) => {
      if (!isMuffled) page.write(bytes)
    })
  })
  await new Promise<void>((resolve) => {
    relay.listen(0, '127.0.0.1', resolve)
  })
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  return {
    url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    cut() {
      isCut = true
      cutAll()
    },
    mend() {
      isCut = false
      isMuffled = false
    },
    muffle() {
      isMuffled = true
    },
    close: () =>
      new Promise((resolve) => {
        cutAll()
        relay.close(() => resolve())
      }),
  }
}

function tab(): TextStore {
  const texts = new Map<string, string>()
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  }
}

/** The page as it is loaded in a tab. */
function load(store: TextStore): PlaySession {
  const session = createPlaySession(createPageMemory(store), {
    url: line.url,
    async createSession(params) {
      const request = { jsonrpc: '2.0', id: 1, method: 'openenv/session/create', params }
      const response = await nodeApp.app.request('/mcp', {
        method: 'POST',
        body: JSON.stringify(request),
      })
      const { result } = (await response.json()) as { result: { session_id: string } }
      return result.session_id
    },
  })
  opened.push(session)
  session.resume()
  return session
}

async function until(
  session: PlaySession,
  holds: (state: PlayState) => boolean,
): Promise<PlayState> {
  await expect.poll(() => holds(session.state.get()), { timeout: 15_000 }).toBe(true)
  return session.state.get()
}

const isReady = ({ link, isBusy }: PlayState) => link.kind === 'ready' && !isBusy

describe('an episode on the page', () => {
  it('is played to its end', async () => {
    const session = load(tab())
    expect(await session.start(RESET)).toBe(true)
    await session.act(QUERY)
    await session.act(RIGHT)
    const { episode, isBusy } = session.state.get()
    expect(episode).toMatchObject({ isDone: true, outcome: 'solved', stepCount: 2, pending: null })
    expect(episode?.steps.map(({ reply }) => reply?.reward)).toEqual([0.15, 1])
    expect(isBusy).toBe(false)
  })

  it('is not begun with what no question fits, and the one before goes on', async () => {
    const session = load(tab())
    await session.start(RESET)
    expect(await session.start({ db_id: 'nowhere' })).toBe(false)
    expect(session.state.get().news).toMatchObject({ tone: 'problem' })
    expect(session.state.get().news.text).toContain('nowhere')
    await session.act(QUERY)
    expect(session.state.get().episode).toMatchObject({ stepCount: 1 })
  })

  it('takes one step at a time', async () => {
    const session = load(tab())
    await session.start(RESET)
    await Promise.all([session.act(QUERY), session.act(QUERY)])
    expect(session.state.get().episode?.stepCount).toBe(1)
  })

  it('begins anew on the same session', async () => {
    const session = load(tab())
    await session.start(RESET)
    const sessionId = session.state.get().episode?.sessionId
    await session.act(RIGHT)
    await session.start(RESET)
    expect(session.state.get().episode).toMatchObject({ sessionId, stepCount: 0, steps: [] })
  })
})

describe('a reload in mid-episode', () => {
  it('goes on with the episode', async () => {
    const store = tab()
    const before = load(store)
    await before.start(RESET)
    await before.act(QUERY)
    // The tab is gone without a word, and the server notices.
    line.cut()
    line.mend()
    const after = load(store)
    const { episode, news } = await until(after, isReady)
    expect(news.text).toContain('goes on where it was')
    expect(episode).toMatchObject({ stepCount: 1, question: 'How many employees are there?' })
    await after.act(RIGHT)
    expect(after.state.get().episode).toMatchObject({ outcome: 'solved', stepCount: 2 })
  })
})

describe('two tabs', () => {
  it('have an episode each', async () => {
    const [one, two] = [load(tab()), load(tab())]
    await one.start(RESET)
    await two.start(RESET)
    await one.act(QUERY)
    expect(two.state.get().episode?.stepCount).toBe(0)
  })

  it('cannot share one: the second waits, and takes it when the first leaves', async () => {
    const store = tab()
    const one = load(store)
    await one.start(RESET)
    const copy = tab()
    for (const key of ['sqlenv.episode']) copy.setItem(key, store.getItem(key) ?? '')
    const two = load(copy)
    const held = await until(two, ({ link }) => link.kind === 'waiting')
    expect(held.link).toMatchObject({ reason: 'held' })
    one.leave()
    await until(two, isReady)
  })
})

describe('a lost connection', () => {
  it('comes back by itself, and the episode goes on', async () => {
    const session = load(tab())
    await session.start(RESET)
    line.cut()
    const lost = await until(session, ({ link }) => link.kind === 'waiting')
    expect(lost.link).toMatchObject({ reason: 'unreachable' })
    line.mend()
    await until(session, isReady)
    await session.act(RIGHT)
    expect(session.state.get().episode).toMatchObject({ outcome: 'solved' })
  })

  it('comes back too where an episode could not be begun meanwhile', async () => {
    const session = load(tab())
    await session.start(RESET)
    line.cut()
    line.mend()
    line.muffle()
    await new Promise((resolve) => {
      setTimeout(resolve, 300)
    })
    expect(session.state.get().link.kind).toBe('connecting')
    expect(await session.start({ db_id: 'nowhere' })).toBe(false)
    line.cut()
    line.mend()
    await until(session, isReady)
  })

  it('tells that a step counted whose reply is lost, and how it ended', async () => {
    const session = load(tab())
    await session.start(RESET)
    line.muffle()
    const acted = session.act(RIGHT)
    await new Promise((resolve) => {
      setTimeout(resolve, 300)
    })
    line.cut()
    await acted
    line.mend()
    const { news } = await until(session, isReady)
    expect(news.text).toContain('its reply was lost')
    const { episode } = await until(session, (state) => state.episode?.outcome !== null)
    expect(episode).toMatchObject({ isDone: true, outcome: 'solved', stepCount: 1 })
    expect(episode?.steps).toEqual([{ action: RIGHT, reply: null }])
  })
})

it('says that the episode is gone after the server was started anew, and keeps its record', async () => {
  const session = load(tab())
  await session.start(RESET)
  await session.act(QUERY)
  await stopServer()
  await startServer()
  const { news, episode } = await until(session, ({ link }) => link.kind === 'gone')
  expect(news).toMatchObject({ tone: 'problem' })
  expect(episode?.steps.length).toBe(1)
  await session.act(QUERY)
  expect(session.state.get().episode?.steps.length).toBe(1)
  expect(await session.start(RESET)).toBe(true)
  await session.act(RIGHT)
  expect(session.state.get().episode).toMatchObject({ outcome: 'solved' })
})
