/** Episodes played on the Node server and on the Worker: every frame is the same, byte for byte. */

import { afterAll, beforeAll, expect, it } from 'vitest'

import { readQuestionsFile } from '../conformance/questions-file.ts'
import { createWire } from '../conformance/wire.ts'
import { startServerProcess } from '../server-process.ts'
import type { ServerProcess } from '../server-process.ts'
import { EDGE_DATA_DIR, EDGE_QUESTIONS } from './edge-data.ts'
import { parityEpisode } from './parity-episodes.ts'
import { startWranglerServer } from './wrangler-server.ts'
import type { WranglerServer } from './wrangler-server.ts'

const EPISODES = 100

let node: ServerProcess | undefined
let edge: WranglerServer | undefined

beforeAll(async () => {
  node = await startServerProcess(EDGE_DATA_DIR)
  edge = await startWranglerServer()
})
afterAll(async () => {
  await node?.stop()
  await edge?.stop()
})

it(`is the same on both in ${EPISODES} seeded episodes`, { timeout: 120_000 }, async () => {
  const questions = readQuestionsFile(EDGE_QUESTIONS)
  const onNode = createWire(() => node?.url ?? '')
  const onEdge = createWire(() => edge?.url ?? '')
  const differences: object[] = []
  let frames = 0
  for (let episode = 0; episode < EPISODES; episode += 1) {
    const talks = [await onNode.openSocket('/ws'), await onEdge.openSocket('/ws')] as const
    const play = parityEpisode(episode, questions)
    for (let next = play.next(''); next.done !== true;) {
      const frame = next.value
      for (const talk of talks) talk.send(frame)
      const [expected, got] = await Promise.all([talks[0].nextText(), talks[1].nextText()])
      if (expected !== got) differences.push({ episode, frame, expected, got })
      frames += 1
      next = play.next(expected)
    }
    await Promise.all([onNode.cleanUp(), onEdge.cleanUp()])
  }
  expect(differences).toEqual([])
  expect(frames).toBeGreaterThan(EPISODES * 10)
})

it('says the same of the data, and what differs: the adapter and its SQLite package', async () => {
  const read = async (url = ''): Promise<Record<string, unknown>> => {
    return (await fetch(`${url}/metadata`)).json() as Promise<Record<string, unknown>>
  }
  const { adapter, sqlite_engine: engine, ...others } = await read(edge?.url)
  expect({ adapter, engine }).toEqual({ adapter: 'edge', engine: '@sqlite.org/sqlite-wasm' })
  const { adapter: _adapter, sqlite_engine: _engine, ...expected } = await read(node?.url)
  expect(others).toEqual(expected)
})
