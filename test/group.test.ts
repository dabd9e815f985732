/** A group of sessions about one question, on the server as its users start it. */

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'

import { resetGroup } from '../src/client/group.ts'
import { connectSqlEnv } from '../src/client/sqlenv-client.ts'
import type { SqlEnvClient } from '../src/client/sqlenv-client.ts'
import type { WireReply } from '../src/protocol/reply.ts'
import { testDataDir } from './fixtures.ts'
import { startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

const SESSIONS = 8

let server: ServerProcess
let clients: SqlEnvClient[] = []

beforeAll(async () => {
  server = await startServerProcess(testDataDir())
})
beforeEach(async () => {
  clients = await Promise.all(Array.from({ length: SESSIONS }, () => connectSqlEnv(server.url)))
  return async () => {
    await Promise.all(clients.map((client) => client.close()))
  }
})
afterAll(() => server.stop())

const idsOf = (replies: readonly WireReply[]) =>
  new Set(replies.map(({ metadata }) => metadata.question_id))

it('asks all sessions the question that the first one has drawn, under the same options', async () => {
  for (let round = 0; round < 3; round += 1) {
    const replies = await resetGroup(clients, { split: 'train', step_budget: 7 })
    expect(replies).toHaveLength(SESSIONS)
    expect(idsOf(replies).size).toBe(1)
    for (const reply of replies) expect(reply).toEqual(replies[0])
    expect(replies[0]?.observation.budget_remaining).toBe(7)
  }
})

it.each([
  { seed: 7 },
  { split: 'test', index: 3 } as const,
  { question_id: 'island_ferries_002', schema: 'opaque' } as const,
])('takes %j as a reset does', async (resetData) => {
  const replies = await resetGroup(clients, resetData)
  expect(idsOf(replies).size).toBe(1)
  expect(await clients[0]?.reset(resetData)).toEqual(replies[0])
})

it('leaves each session an episode of its own', async () => {
  await resetGroup(clients, { question_id: 'island_ferries_002' })
  const ends = await Promise.all(
    clients.map((client, index) => client.answer(index < 3 ? '91' : String(index))),
  )
  expect(ends.map(({ reward }) => reward)).toEqual([1, 1, 1, 0, 0, 0, 0, 0])
})

it('says which session failed, and leaves the others as they are', async () => {
  await clients[4]?.close()
  await expect(resetGroup(clients, { seed: 1 })).rejects.toMatchObject({
    code: 'CLIENT_CLOSED',
    message: 'Session 5 of 8: The client was closed',
  })
  expect((await clients[7]?.state())?.step_count).toBe(0)
  await expect(resetGroup(clients, { db_id: 'nowhere' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    message: expect.stringMatching(/^Session 1 of 8: .*db_id/),
  })
})

it('refuses a session that shows something else', async () => {
  const [first, second] = clients
  const stubborn = { reset: async () => (await second?.reset({ index: 1, split: 'test' }))! }
  await expect(resetGroup([first!, stubborn], { index: 0, split: 'test' })).rejects.toMatchObject({
    code: 'GROUP_DIFFERS',
    message: expect.stringMatching(
      /^Session 2 of 2 shows question \S+, and the first session \S+$/,
    ),
  })
  const shorter = {
    reset: async (data = {}) => (await second?.reset({ ...data, step_budget: 3 }))!,
  }
  await expect(resetGroup([first!, shorter], { seed: 1 })).rejects.toMatchObject({
    code: 'GROUP_DIFFERS',
    message: expect.stringContaining('Session 2 of 2 shows another opening of'),
  })
})

it('refuses a group of none, and one with a client twice', async () => {
  await expect(resetGroup([])).rejects.toThrow('Expected a group of one client or more, got none')
  await expect(resetGroup([...clients, clients[0]!])).rejects.toThrow('got one of them twice')
})
