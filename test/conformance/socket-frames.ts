/** The socket `/ws`: a reply for each frame, in order, and an episode that belongs to it alone. */

import { describe, expect, it } from 'vitest'

import {
  SEED,
  envelopeOf,
  expectEnvelope,
  firstTableOf,
  questionIdOf,
  resetOn,
  stateOn,
  stepFrame,
} from './episode.ts'
import type { Suite } from './suite.ts'

export function describeSocketFrames({ wire }: Suite): void {
  describe('the socket /ws', () => {
    it('says nothing before it is asked', async () => {
      const talk = await wire.openSocket('/ws')
      await talk.expectSilence()
    })

    it('answers a step before the first reset with an error, and counts nothing', async () => {
      const talk = await wire.openSocket('/ws')
      const reply = envelopeOf(await talk.ask(stepFrame('QUERY', 'SELECT 1')))
      expect(reply).toMatchObject({
        observation: { question: '', error: expect.stringContaining('reset'), step_count: 0 },
        reward: 0,
        done: false,
      })
      expect(await stateOn(talk)).toMatchObject({ episode_id: null, step_count: 0 })
    })

    it.each([{ type: 'reset' }, { type: 'reset', data: {} }])(
      'begins an episode without any option: %j',
      async (frame) => {
        const talk = await wire.openSocket('/ws')
        const reply = envelopeOf(await talk.ask(frame))
        expectEnvelope(reply)
        expect(reply).toMatchObject({ reward: null, done: false, observation: { step_count: 0 } })
      },
    )

    it('echoes the episode id that was asked for, and null when none was', async () => {
      const talk = await wire.openSocket('/ws')
      await resetOn(talk, { seed: SEED, episode_id: 'mine' })
      expect(await stateOn(talk)).toMatchObject({ episode_id: 'mine', step_count: 0 })
      await resetOn(talk)
      expect(await stateOn(talk)).toMatchObject({ episode_id: null, step_count: 0 })
    })

    it('ignores keys of a reset that it does not know', async () => {
      const talk = await wire.openSocket('/ws')
      const plain = await resetOn(talk)
      expect(await resetOn(talk, { seed: SEED, options: {}, prompt: [] })).toEqual(plain)
    })

    it('counts each step, and pays it with a number', async () => {
      const talk = await wire.openSocket('/ws')
      const table = firstTableOf(await resetOn(talk))
      for (const [index, word] of ['DESCRIBE', 'SAMPLE', 'DESCRIBE'].entries()) {
        const reply = envelopeOf(await talk.ask(stepFrame(word, table)))
        expectEnvelope(reply)
        expect(reply).toMatchObject({ reward: expect.any(Number), done: false })
        expect(await stateOn(talk)).toMatchObject({ step_count: index + 1 })
      }
    })

    it('plays several episodes, each counted from nothing', async () => {
      const talk = await wire.openSocket('/ws')
      for (const seed of [1, 2, 3]) {
        const table = firstTableOf(await resetOn(talk, { seed }))
        await talk.ask(stepFrame('DESCRIBE', table))
        expect(await stateOn(talk)).toMatchObject({ step_count: 1, done: false })
      }
    })

    it('R2: changes nothing with a step after the end', async () => {
      const talk = await wire.openSocket('/ws')
      await resetOn(talk)
      const last = envelopeOf(await talk.ask(stepFrame('ANSWER', '')))
      expect(last).toMatchObject({ reward: 0, done: true })
      const ended = await stateOn(talk)
      const after = envelopeOf(await talk.ask(stepFrame('QUERY', 'SELECT 1')))
      expect(after).toMatchObject({ reward: 0, done: true, observation: { step_count: 1 } })
      expect(after.observation['error']).not.toBe('')
      expect(await stateOn(talk)).toEqual(ended)
    })

    it('R9: ends with the first ANSWER', async () => {
      const talk = await wire.openSocket('/ws')
      await resetOn(talk)
      await talk.ask(stepFrame('ANSWER', 'no such answer'))
      const second = envelopeOf(await talk.ask(stepFrame('ANSWER', '1')))
      expect(second).toMatchObject({ reward: 0, done: true, metadata: { outcome: 'wrong' } })
    })

    it('ends when the budget is used up', async () => {
      const talk = await wire.openSocket('/ws')
      const table = firstTableOf(await resetOn(talk, { seed: SEED, step_budget: 2 }))
      await talk.ask(stepFrame('DESCRIBE', table))
      const last = envelopeOf(await talk.ask(stepFrame('SAMPLE', table)))
      expect(last).toMatchObject({ done: true, metadata: { outcome: 'out_of_budget' } })
    })

    it('answers frames that were sent ahead one by one, in their order', async () => {
      const talk = await wire.openSocket('/ws')
      const frames = Array.from({ length: 24 }, (_, index) =>
        index % 3 === 0 ? { type: 'reset', data: { seed: index } } : { type: 'state' },
      )
      for (const frame of frames) talk.send(frame)
      talk.send('nope')
      talk.send({ type: 'close' })
      for (const { type } of frames) {
        expect(await talk.next()).toMatchObject({ type: type === 'reset' ? 'observation' : type })
      }
      expect(await talk.next()).toMatchObject({ type: 'error', data: { code: 'INVALID_JSON' } })
      expect(await talk.closed()).toBe(1000)
    })

    it('closes with 1000 when it is asked to, without another word', async () => {
      const talk = await wire.openSocket('/ws')
      talk.send({ type: 'close' })
      await expect(talk.next()).rejects.toThrow('1000')
    })

    it('S9: keeps the episodes of two sockets apart', async () => {
      const [one, other] = [await wire.openSocket('/ws'), await wire.openSocket('/ws')]
      const first = await resetOn(one, { seed: 1 })
      const second = await resetOn(other, { seed: 2 })
      await one.ask(stepFrame('DESCRIBE', firstTableOf(first)))
      expect(await stateOn(one)).toMatchObject({ step_count: 1, question_id: questionIdOf(first) })
      expect(await stateOn(other)).toMatchObject({
        step_count: 0,
        question_id: questionIdOf(second),
      })
    })

    it('S9: begins with nothing of the socket before it', async () => {
      const before = await wire.openSocket('/ws')
      await resetOn(before, { seed: SEED, episode_id: 'before' })
      await before.close()
      expect(await stateOn(await wire.openSocket('/ws'))).toMatchObject({
        episode_id: null,
        step_count: 0,
        question_id: null,
      })
    })
  })
}
