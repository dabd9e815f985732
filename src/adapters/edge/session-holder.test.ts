import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { petsPorts } from '../../../test/pets-world.ts'
import type { EnvironmentPorts } from '../../episode/environment.ts'
import type { EdgeServer } from './edge-server.ts'
import { parseEdgeSettings } from './edge-settings.ts'
import type { ObjectState } from './runtime.ts'
import { createSessionHolder } from './session-holder.ts'

// Sockets are tested where there are some: test/edge asks a real runtime.

const NAME = '00000000-0000-4000-8000-000000000000'
const MINUTE_MS = 60_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A storage that outlives holders, as the runtime's does. */
function objectState() {
  const values = new Map<string, unknown>()
  const facts: { alarmAtMs: number | null; isFull: boolean } = { alarmAtMs: null, isFull: false }
  const state: ObjectState = {
    id: { name: NAME },
    storage: {
      kv: {
        get: (key) => values.get(key),
        put(key, value) {
          if (facts.isFull) throw new Error('The storage is full')
          values.set(key, value)
        },
        delete: (key) => values.delete(key),
        list: () => values.entries(),
      },
      async setAlarm(atMs) {
        facts.alarmAtMs = atMs
      },
      async deleteAll() {
        values.clear()
        facts.alarmAtMs = null
      },
    },
    acceptWebSocket: () => undefined,
    getWebSockets: () => [],
  }
  return { state, values, facts }
}

const PETS = {
  name: 'pets',
  title: 'Pets',
  license: 'MIT',
  attribution: 'us',
  homepage: '',
  source: 'by hand',
}

function edgeServer(environmentPorts: EnvironmentPorts = petsPorts, checksum = 'a') {
  const logged: string[] = []
  const { bank } = environmentPorts
  const nothing = () => undefined
  const server: EdgeServer = {
    settings: parseEdgeSettings({}),
    log: (_level, msg) => logged.push(msg),
    environmentPorts,
    appPorts: {
      about: {
        version: '1',
        readme: null,
        datasets: [{ ...PETS, checksum }],
        adapter: 'edge',
        sqliteEngine: 'wasm',
        sqliteVersion: '3',
      },
      mode: 'simulation',
      hasWebInterface: true,
      isSpectated: false,
      validationToken: undefined,
      bank,
      rules: environmentPorts,
      limits: { sessionsMax: 10, httpEpisodesMax: 10, sessionIdleMs: 0 },
      now: () => performance.now(),
      later: queueMicrotask,
      monitor: {
        sessionBegan: nothing,
        sessionEnded: nothing,
        resetDone: nothing,
        stepDone: nothing,
        refused: nothing,
        failed: (_error, what) => logged.push(what),
      },
    },
  }
  return { server, logged }
}

type Holder = ReturnType<typeof createSessionHolder>

function post(holder: Holder, path: string, body: object): Promise<Response> {
  const headers = { 'x-session-id': path === '/reset' ? '' : NAME }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  return holder.fetch(new Request(`http://object${path}`, init))
}

const describePet = { action: { action_type: 'DESCRIBE', argument: 'pet' } }

async function stepCount(holder: Holder): Promise<unknown> {
  const headers = { 'x-session-id': NAME }
  const reply = await holder.fetch(new Request('http://object/state', { headers }))
  return reply.status === 200
    ? ((await reply.json()) as { step_count: number }).step_count
    : reply.status
}

describe('an object', () => {
  it('gives its own name as the id of the session', async () => {
    const { state } = objectState()
    const reply = await post(createSessionHolder(state, edgeServer().server), '/reset', {})
    expect(reply.headers.get('x-session-id')).toBe(NAME)
  })

  it('goes on where it was, when it comes back to memory', async () => {
    const { state } = objectState()
    const { server, logged } = edgeServer()
    const holder = createSessionHolder(state, server)
    await post(holder, '/reset', { episode_id: 'kept' })
    const first = await (await post(holder, '/step', describePet)).text()
    const again = createSessionHolder(state, server)
    expect(await stepCount(again)).toBe(1)
    const second = await (await post(again, '/step', describePet)).text()
    expect(logged).toContain('brought back')
    expect(JSON.parse(first)).toHaveProperty('metadata.reward_terms.novelty')
    expect(JSON.parse(second)).toHaveProperty('metadata.reward_terms.repetition')
  })

  it('stores nothing for who never began a session', async () => {
    const { state, values, facts } = objectState()
    const holder = createSessionHolder(state, edgeServer().server)
    expect(await stepCount(holder)).toBe(404)
    expect((await post(holder, '/step', describePet)).status).toBe(404)
    expect([values.size, facts.alarmAtMs]).toEqual([0, null])
  })

  it('answers 503 when it cannot store a step, and the episode is as it was', async () => {
    const { state, facts } = objectState()
    const { server, logged } = edgeServer()
    const holder = createSessionHolder(state, server)
    await post(holder, '/reset', {})
    facts.isFull = true
    expect((await post(holder, '/step', describePet)).status).toBe(503)
    expect(logged).toContain('a step')
    facts.isFull = false
    expect(await stepCount(holder)).toBe(0)
    expect((await post(holder, '/step', describePet)).status).toBe(200)
  })

  it('begins no session that it cannot store', async () => {
    const { state, facts } = objectState()
    const holder = createSessionHolder(state, edgeServer().server)
    facts.isFull = true
    expect((await post(holder, '/reset', {})).status).toBe(503)
    facts.isFull = false
    expect(await stepCount(holder)).toBe(404)
  })

  it('ends a session that nobody used for 15 minutes, in memory or not, and deletes all of it', async () => {
    for (const leavesMemory of [false, true]) {
      const { state, values, facts } = objectState()
      const { server } = edgeServer()
      let holder = createSessionHolder(state, server)
      await post(holder, '/reset', {})
      expect(facts.alarmAtMs).toBe(Date.now() + 15 * MINUTE_MS)
      vi.advanceTimersByTime(10 * MINUTE_MS)
      await post(holder, '/step', describePet)
      if (leavesMemory) holder = createSessionHolder(state, server)

      vi.advanceTimersByTime(5 * MINUTE_MS)
      // From memory it knows its latest use; what is stored may be a minute older.
      const leftMs = (leavesMemory ? 11 : 10) * MINUTE_MS
      await holder.alarm()
      expect(facts.alarmAtMs).toBe(Date.now() + leftMs)
      expect(values.size).toBeGreaterThan(0)

      vi.advanceTimersByTime(leftMs)
      await holder.alarm()
      expect([values.size, facts.alarmAtMs]).toEqual([0, null])
      expect(await stepCount(holder)).toBe(404)
    }
  })

  it('ends none early that was used since it was last written down', async () => {
    const { state } = objectState()
    const { server } = edgeServer()
    const holder = createSessionHolder(state, server)
    await post(holder, '/reset', {})
    vi.advanceTimersByTime(MINUTE_MS - 1)
    await post(holder, '/step', describePet)
    const again = createSessionHolder(state, server)
    vi.advanceTimersByTime(15 * MINUTE_MS - 1)
    await again.alarm()
    expect(await stepCount(again)).toBe(1)
  })

  it('has no session any more that was about other data', async () => {
    const { state, values } = objectState()
    await post(createSessionHolder(state, edgeServer().server), '/reset', {})
    const same = createSessionHolder(state, edgeServer(petsPorts, 'a').server)
    expect(await stepCount(same)).toBe(0)
    const { server, logged } = edgeServer(petsPorts, 'b')
    expect(await stepCount(createSessionHolder(state, server))).toBe(404)
    expect(logged).toContain('bringing a session back')
    expect(values.size).toBe(0)
  })

  it('has no session any more whose question is gone, or that another version stored', async () => {
    const { state, values } = objectState()
    await post(createSessionHolder(state, edgeServer().server), '/reset', {})
    const gone = { ...petsPorts, bank: { ...petsPorts.bank, entriesById: new Map() } }
    const { server, logged } = edgeServer(gone)
    expect(await stepCount(createSessionHolder(state, server))).toBe(404)
    expect(logged).toContain('bringing a session back')
    expect(values.size).toBe(0)
  })
})
