/** The same seed and actions give the same bytes: two servers, each a process of its own. */

import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import { SCHEMA_LEVELS } from '../src/schema-names/levels.ts'
import { testDataDir } from './fixtures.ts'
import { startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

let servers: ServerProcess[]

beforeAll(async () => {
  servers = await Promise.all([1, 2].map(() => startServerProcess(testDataDir())))
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
})

/** All that the server sends back, byte for byte. */
async function transcript(server: ServerProcess, frames: readonly object[]): Promise<string[]> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`)
  const replies: string[] = []
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () => frames.forEach((frame) => socket.send(JSON.stringify(frame))))
    socket.on('message', (text: Buffer) => {
      replies.push(text.toString())
      if (replies.length === frames.length) resolve()
    })
  })
  socket.close()
  return replies
}

const anyReset = fc.record({
  seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  episode_id: fc.constantFrom(null, 'episode-1'),
  split: fc.constantFrom(null, 'train', 'validation', 'test'),
  reward: fc.constantFrom(null, 'default', 'published'),
  schema: fc.constantFrom(null, ...SCHEMA_LEVELS),
})

/** `%table` stands for a table of the episode, by its number. */
const anyAction = fc.constantFrom(
  ['DESCRIBE', '%0'],
  ['DESCRIBE', '%1'],
  ['SAMPLE', '%2'],
  ['QUERY', 'SELECT * FROM "%0"'],
  ['QUERY', 'SELECT count(*) FROM "%1"'],
  ['QUERY', 'SELECT * FROM "%0" ORDER BY 2 DESC LIMIT 3'],
  ['QUERY', 'SELECT avg(1.0 * rowid), group_concat(rowid) FROM "%2"'],
  ['QUERY', 'SELECT nope FROM "%0"'],
  ['QUERY', 'SELECT random()'],
  ['ANSWER', '42'],
)

it('replies of two processes are equal to the byte', async () => {
  await fc.assert(
    fc.asyncProperty(anyReset, fc.array(anyAction, { maxLength: 16 }), async (options, actions) => {
      const reset = { type: 'reset', data: options }
      const [first = ''] = await transcript(servers[0] as ServerProcess, [reset])
      const tables = /Tables: ([^"\\]*)/.exec(first)?.[1]?.split(', ') ?? []
      const steps = actions.map(([action_type = '', argument = '']) => ({
        type: 'step',
        data: {
          action_type,
          argument: argument.replace(/%(\d)/, (_, index) => tables[index] ?? ''),
        },
      }))
      const frames = [reset, ...steps, { type: 'state' }]
      const [one, two] = await Promise.all(servers.map((server) => transcript(server, frames)))
      expect(one).toEqual(two)
    }),
    { numRuns: 40 },
  )
})
