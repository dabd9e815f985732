/** No reply exceeds 256 KiB, whatever a client sends to have it repeated. */

import { describe, expect, it } from 'vitest'

import { SEED, resetOn, stepFrame } from './episode.ts'
import { rpc } from './json-rpc.ts'
import type { Suite } from './suite.ts'
import { callToolStep } from './tools.ts'

const REPLY_BYTES_MAX = 256 * 1024

const LONG = 'n'.repeat(REPLY_BYTES_MAX)

const REPEATABLE: readonly (readonly [what: string, frame: object])[] = [
  ['a message type', { type: LONG }],
  ['an action word', stepFrame(LONG, 'x')],
  ['a table name', stepFrame('DESCRIBE', LONG)],
  ['an answer', stepFrame('ANSWER', LONG)],
  ['a key of an action', { type: 'step', data: { action_type: 'QUERY', argument: '', [LONG]: 1 } }],
  ['metadata of another type', { type: 'step', data: { ...stepFrame('', ''), metadata: LONG } }],
  ['a split', { type: 'reset', data: { split: LONG } }],
  ['an episode id', { type: 'reset', data: { episode_id: LONG } }],
  ['a tool', callToolStep(LONG, {})],
  ['an argument of a tool', callToolStep('query', { [LONG]: 1 })],
  ['an id of JSON-RPC', { type: 'mcp', data: rpc('tools/list', {}, LONG) }],
  ['a method of JSON-RPC', { type: 'mcp', data: rpc(LONG) }],
]

export function describeSizes({ wire }: Suite): void {
  describe('a reply', () => {
    it.each(REPEATABLE)('repeats no more than a little of %s', async (_, frame) => {
      const talk = await wire.openSocket('/ws')
      await resetOn(talk, { seed: SEED })
      talk.send(frame)
      expect(Buffer.byteLength(await talk.nextText())).toBeLessThan(REPLY_BYTES_MAX / 8)
    })

    it.each([
      ['/mcp', rpc('nope', {}, LONG)],
      ['/mcp', rpc(LONG)],
      ['/mcp', rpc('tools/call', { name: LONG })],
      ['/mcp', rpc('tools/list', { session_id: LONG })],
      ['/sql_env/num_tasks', { split: LONG }],
      ['/web/step', { action: { action_type: LONG } }],
    ])('repeats no more than a little of a body: POST %s', async (path, body) => {
      const { text } = await wire.post(path, body)
      expect(Buffer.byteLength(text)).toBeLessThan(REPLY_BYTES_MAX / 8)
    })
  })
}

/** Of all that the whole suite has seen. */
export function describeSizesOfAll({ wire }: Suite): void {
  it('no reply was over 256 KiB', () => {
    const large = wire.received.filter((text) => Buffer.byteLength(text) > REPLY_BYTES_MAX)
    expect(large.map((text) => text.slice(0, 200))).toEqual([])
  })
}
