/** Equal requests get equal bytes: on another socket, after other episodes, and over HTTP. */

import { describe, expect, it } from 'vitest'

import { SEED, action, firstTableOf, resetOn, stepFrame } from './episode.ts'
import type { Suite } from './suite.ts'

export function describeBytes({ wire, mode }: Suite): void {
  async function play(frames: readonly object[]): Promise<string[]> {
    const talk = await wire.openSocket('/ws')
    const replies: string[] = []
    for (const frame of frames) {
      talk.send(frame)
      replies.push(await talk.nextText())
    }
    await talk.close()
    return replies
  }

  async function episode(seed: number): Promise<object[]> {
    const talk = await wire.openSocket('/ws')
    const table = firstTableOf(await resetOn(talk, { seed }))
    return [
      { type: 'reset', data: { seed, episode_id: 'validation-probe' } },
      { type: 'state' },
      stepFrame('DESCRIBE', table),
      stepFrame('SAMPLE', table),
      stepFrame('QUERY', `SELECT * FROM "${table}"`),
      stepFrame('QUERY', `SELECT count(*), 1.5, NULL FROM "${table}"`),
      stepFrame('QUERY', 'SELECT nope'),
      stepFrame('QUERY', 'SELECT random()'),
      { type: 'step', data: { type: 'list_tools' } },
      {
        type: 'step',
        data: { type: 'call_tool', tool_name: 'sample', arguments: { table_name: table } },
      },
      { type: 'state' },
      stepFrame('ANSWER', '1'),
      { type: 'state' },
    ]
  }

  describe('equal requests', () => {
    it.each([0, SEED, 2 ** 32 - 1])('get equal bytes with the seed %i', async (seed) => {
      const frames = await episode(seed)
      const once = await play(frames)
      expect(await play(frames)).toEqual(once)
      // After another episode on the same socket, too.
      const [, ...after] = await play([{ type: 'reset', data: { seed: 1 } }, ...frames])
      expect(after).toEqual(once)
    })

    it('draw several questions with several seeds', async () => {
      const resets = await play(
        [0, 1, 2, 3, 4, 5, 6, 7].map((seed) => ({ type: 'reset', data: { seed } })),
      )
      expect(new Set(resets).size).toBeGreaterThan(1)
    })

    it.runIf(mode === 'simulation')('get the same envelope over HTTP as on a socket', async () => {
      const talk = await wire.openSocket('/ws')
      const envelope = await resetOn(talk, { seed: SEED })
      const reset = await wire.post('/reset', { seed: SEED })
      expect(reset.text).toBe(JSON.stringify(envelope))
      const table = firstTableOf(envelope)
      const headers = { 'x-session-id': reset.headers.get('x-session-id') ?? '' }
      const step = await wire.post('/step', { action: action('SAMPLE', table) }, headers)
      const { data } = (await talk.ask(stepFrame('SAMPLE', table))) as { data: object }
      expect(step.text).toBe(JSON.stringify(data))
    })
  })
}
