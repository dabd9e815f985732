/** What a malformed HTTP request is answered: 422 and a list of what is wrong, never a 500. */

import { describe, expect, it } from 'vitest'

import { action } from './episode.ts'
import type { Suite } from './suite.ts'

type Malformed = readonly [what: string, body: string | object, type: string, loc: unknown[]]

const query = action('QUERY', 'SELECT 1')

const RESETS: readonly Malformed[] = [
  ['a negative seed', { seed: -1 }, 'greater_than_equal', ['body', 'seed']],
  ['a seed with a fraction', { seed: 1.5 }, 'int_from_float', ['body', 'seed']],
  ['a seed that is a list', { seed: [1] }, 'int_type', ['body', 'seed']],
  [
    'too long an episode id',
    { episode_id: 'x'.repeat(256) },
    'string_too_long',
    ['body', 'episode_id'],
  ],
  ['an episode id that is a number', { episode_id: 5 }, 'string_type', ['body', 'episode_id']],
]

const STEPS: readonly Malformed[] = [
  ['no action', {}, 'missing', ['body', 'action']],
  ['an action without its keys', { action: {} }, 'missing', ['action_type']],
  ['an action without an argument', { action: { action_type: 'QUERY' } }, 'missing', ['argument']],
  ['an extra key in the action', { action: { ...query, sql: '' } }, 'extra_forbidden', ['sql']],
  [
    'an argument that is a number',
    { action: { action_type: 'QUERY', argument: 1 } },
    'string_type',
    ['argument'],
  ],
  [
    'metadata of an action that is a list',
    { action: { ...query, metadata: [] } },
    'dict_type',
    ['metadata'],
  ],
  ['a timeout of nothing', { action: query, timeout_s: 0 }, 'greater_than', ['body', 'timeout_s']],
  [
    'too long a request id',
    { action: query, request_id: 'x'.repeat(256) },
    'string_too_long',
    ['body', 'request_id'],
  ],
]

export function describeErrors422({ wire, mode }: Suite): void {
  describe.runIf(mode === 'simulation')('a malformed HTTP request', () => {
    it.each(RESETS)('is told what is wrong with a reset: %s', async (_, body, type, loc) => {
      await expectDetail('/reset', body, type, loc)
    })

    it.each(STEPS)('is told what is wrong with a step: %s', async (_, body, type, loc) => {
      await expectDetail('/step', body, type, loc)
    })

    it.each(['{', 'nope', '{"seed":1', '{"seed":NaN}', "{'seed':1}"])(
      'is told that a reset is no JSON: %s',
      async (body) => {
        const { status, json } = await wire.post('/reset', body)
        expect(status).toBe(422)
        expect(json).toMatchObject({
          detail: [{ type: 'json_invalid', loc: ['body', expect.any(Number)] }],
        })
      },
    )

    it.each(['[]', '1', '"x"', 'null'])('is told that JSON is no object: %s', async (body) => {
      for (const path of ['/reset', '/step']) {
        const { status, json } = await wire.post(path, body)
        expect(status).toBe(422)
        expect(json).toMatchObject({ detail: [{ loc: ['body'], msg: expect.any(String) }] })
      }
    })

    it('is told that a step has no body', async () => {
      const { status, json } = await wire.post('/step')
      expect(status).toBe(422)
      expect(json).toMatchObject({ detail: [{ msg: expect.any(String) }] })
    })

    it('repeats no more of what came than is needed to find it', async () => {
      const body = { action: { ...query, metadata: 'x'.repeat(1_000_000) } }
      const { status, text } = await wire.post('/step', body)
      expect(status).toBe(422)
      expect(text.length).toBeLessThan(2_000)
    })
  })

  async function expectDetail(path: string, body: string | object, type: string, loc: unknown[]) {
    const { status, json } = await wire.post(path, body)
    expect(status).toBe(422)
    expect(json).toMatchObject({
      detail: expect.arrayContaining([
        expect.objectContaining({ type, loc, msg: expect.any(String), input: expect.anything() }),
      ]),
    })
  }
}
