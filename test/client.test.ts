/** The TypeScript client against the server as its users start it. */

import { afterEach, expect, it } from 'vitest'

import { connectSqlEnv } from '../src/client/sqlenv-client.ts'
import type { SqlEnvClient } from '../src/client/sqlenv-client.ts'
import type { SqlEnvError } from '../src/client/sqlenv-error.ts'
import { testDataDir } from './fixtures.ts'
import { questionsToPlay, toEpisode } from './openenv/episodes-to-play.ts'
import { startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

const releases: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const release of releases.splice(0).toReversed()) await release()
})

async function start(settings?: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const server = await startServerProcess(testDataDir(), settings)
  releases.push(() => server.stop())
  return server
}

async function connect(url: string): Promise<SqlEnvClient> {
  const client = await connectSqlEnv(url)
  releases.push(() => client.close())
  return client
}

it('plays whole episodes, one after the other on one connection', async () => {
  const { url } = await start()
  const client = await connect(url)
  for (const question of questionsToPlay(testDataDir()).slice(0, 3)) {
    const { question_id, table, gold_sql, answer } = toEpisode(question)
    const first = await client.reset({ question_id, episode_id: 'mine', step_budget: 9 })
    expect(first).toMatchObject({ reward: null, done: false, metadata: { question_id } })
    const described = await client.describe(table)
    expect(described.metadata.reward_terms.execution).toBe(0.02)
    const sampled = await client.sample(table.toUpperCase())
    expect(sampled.observation).toMatchObject({ error: '', step_count: 2 })
    const queried = await client.query(gold_sql)
    expect(queried.metadata.query).toMatchObject({ code: 'ok' })
    expect(await client.state()).toMatchObject({
      episode_id: 'mine',
      step_count: 3,
      budget_remaining: 6,
      done: false,
    })
    const last = await client.answer(answer)
    expect(last).toMatchObject({ reward: 1, done: true, metadata: { outcome: 'solved' } })
  }
})

it('is told what is wrong with a request, and the episode goes on', async () => {
  const { url } = await start()
  const client = await connect(url)
  await client.reset({ seed: 1 })
  await expect(client.reset({ db_id: 'no_such_database' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    message: expect.stringContaining('db_id'),
    details: [{ loc: ['db_id'] }],
  })
  // @ts-expect-error an action without an argument
  await expect(client.step({ action_type: 'QUERY' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    details: [{ type: 'missing', loc: ['argument'] }],
  })
  expect(await client.state()).toMatchObject({ step_count: 0 })
  expect((await client.query('SELECT 1')).observation.step_count).toBe(1)
})

it('needs a reset after the server was started again, and then goes on', async () => {
  const before = await start()
  const client = await connect(before.url)
  const first = await client.reset({ seed: 5 })
  await before.stop()
  // A request that is made before the client knows of it fails with CONNECTION_LOST.
  const codeOfState = () => client.state().catch(({ code }: SqlEnvError) => code)
  await expect.poll(codeOfState).toBe('RESET_NEEDED')
  await start({ PORT: new URL(before.url).port })
  await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: 'RESET_NEEDED' })
  expect(await client.reset({ seed: 5 })).toEqual(first)
})

it('is refused by a full server, and let in when a place is free', async () => {
  const { url } = await start({ MAX_CONCURRENT_ENVS: '1' })
  const first = await connect(url)
  const second = await connect(url)
  await expect(second.reset()).rejects.toMatchObject({ code: 'CAPACITY_REACHED' })
  await first.close()
  await expect
    .poll(() =>
      second.reset().then(
        ({ done }) => done,
        () => undefined,
      ),
    )
    .toBe(false)
})
