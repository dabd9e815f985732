/** What `/ws` answers to a slip: a code, and whether the socket goes on. */

import { describe, expect, it } from 'vitest'

import { resetOn, stateOn, stepFrame } from './episode.ts'
import type { Suite } from './suite.ts'

/** A frame over this is refused by closing. */
const FRAME_BYTES_MAX = 1024 * 1024

type Slip = readonly [frame: string, code: string]

const GOES_ON: readonly Slip[] = [
  ['nope', 'INVALID_JSON'],
  ['', 'INVALID_JSON'],
  ['{', 'INVALID_JSON'],
  ['{"type":NaN}', 'INVALID_JSON'],
  ['{}', 'UNKNOWN_TYPE'],
  ['{"type":null}', 'UNKNOWN_TYPE'],
  ['{"type":5}', 'UNKNOWN_TYPE'],
  ['{"type":["reset"]}', 'UNKNOWN_TYPE'],
  ['{"type":"RESET"}', 'UNKNOWN_TYPE'],
  ['{"type":"__proto__"}', 'UNKNOWN_TYPE'],
  ['{"type":"constructor"}', 'UNKNOWN_TYPE'],
  ['{"type":"observation","data":{}}', 'UNKNOWN_TYPE'],
  ['{"type":"reset","data":null}', 'VALIDATION_ERROR'],
  ['{"type":"reset","data":[]}', 'VALIDATION_ERROR'],
  ['{"type":"reset","seed":1}', 'VALIDATION_ERROR'],
  ['{"type":"reset","data":{"seed":-1}}', 'VALIDATION_ERROR'],
  ['{"type":"reset","data":{"split":"holdout"}}', 'VALIDATION_ERROR'],
  ['{"type":"reset","data":{"question_id":"no such question"}}', 'VALIDATION_ERROR'],
  ['{"type":"reset","data":{"db_id":"../../etc/passwd"}}', 'VALIDATION_ERROR'],
  ['{"type":"step"}', 'VALIDATION_ERROR'],
  ['{"type":"step","data":null}', 'VALIDATION_ERROR'],
  ['{"type":"step","data":{}}', 'VALIDATION_ERROR'],
  ['{"type":"step","data":{"action_type":"QUERY"}}', 'VALIDATION_ERROR'],
  ['{"type":"step","data":{"action_type":"QUERY","argument":1}}', 'VALIDATION_ERROR'],
  ['{"type":"step","data":{"action_type":"QUERY","argument":"","sql":""}}', 'VALIDATION_ERROR'],
  [
    '{"type":"step","data":{"action_type":"QUERY","argument":"","metadata":null}}',
    'VALIDATION_ERROR',
  ],
  ['{"type":"step","data":{"action":{"action_type":"QUERY","argument":""}}}', 'VALIDATION_ERROR'],
  ['{"type":"step","data":{"action_type":"A","argument":""},"timeout_s":1}', 'VALIDATION_ERROR'],
  ['{"type":"state","data":{}}', 'VALIDATION_ERROR'],
  ['{"type":"close","data":{}}', 'VALIDATION_ERROR'],
]

const ENDS: readonly (string | Buffer)[] = ['[]', '1', 'null', '"reset"', 'true', Buffer.from('{}')]

export function describeSocketErrors({ wire }: Suite): void {
  describe('a slip on /ws', () => {
    it.each(GOES_ON)('leaves socket and episode as they were: %s is %s', async (frame, code) => {
      const talk = await wire.openSocket('/ws')
      await resetOn(talk)
      const before = await stateOn(talk)
      const reply = await talk.ask(frame)
      expect(reply).toMatchObject({ type: 'error', data: { code, message: expect.any(String) } })
      const { data } = reply as { data: Record<string, unknown> }
      expect(Array.isArray(data['errors'])).toBe(code === 'VALIDATION_ERROR')
      expect(await stateOn(talk)).toEqual(before)
    })

    it('is told with the way to what is wrong, from the action on', async () => {
      const talk = await wire.openSocket('/ws')
      const reply = await talk.ask({
        type: 'step',
        data: { action_type: 'QUERY', sql: 'SELECT 1' },
      })
      expect(reply).toMatchObject({
        data: {
          errors: expect.arrayContaining([
            expect.objectContaining({ type: 'missing', loc: ['argument'] }),
            expect.objectContaining({ type: 'extra_forbidden', loc: ['sql'], input: 'SELECT 1' }),
          ]),
        },
      })
    })

    it.each(ENDS)('ends the socket when it is JSON but no object, or binary: %s', async (frame) => {
      const talk = await wire.openSocket('/ws')
      expect(await talk.ask(frame)).toMatchObject({
        type: 'error',
        data: { code: 'SESSION_ERROR' },
      })
      expect(await talk.closed()).toBe(1000)
    })

    it.each(['no-such-session', '00000000-0000-4000-8000-000000000000', '../state', '%00', 'null'])(
      'ends a socket with a forged session id: %s',
      async (sessionId) => {
        const talk = await wire.openSocket(`/ws?session_id=${sessionId}`)
        const reply = await talk.next()
        expect(reply).toMatchObject({ type: 'error', data: { code: 'SESSION_ERROR' } })
        expect(await talk.closed()).toBe(1000)
      },
    )

    it('takes an empty session id for none', async () => {
      const talk = await wire.openSocket('/ws?session_id=')
      await resetOn(talk)
    })

    it('takes a frame of a megabyte as an argument that is too long, and a step is spent', async () => {
      const talk = await wire.openSocket('/ws')
      await resetOn(talk)
      const reply = await talk.ask(stepFrame('QUERY', `SELECT '${'x'.repeat(1_000_000)}'`))
      expect(reply).toMatchObject({ data: { observation: { error: expect.stringMatching(/./) } } })
      expect(await stateOn(talk)).toMatchObject({ step_count: 1 })
    })

    it('closes with 1009 on a frame over 1 MiB', async () => {
      const talk = await wire.openSocket('/ws')
      talk.send('x'.repeat(FRAME_BYTES_MAX + 1))
      expect(await talk.closed()).toBe(1009)
    })
  })
}
