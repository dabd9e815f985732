import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { petsPorts as ports, petsQuestion as question } from '../../test/pets-world.ts'
import { REWARD_PROFILE_NAMES } from '../reward/profiles.ts'
import { SCHEMA_LEVELS } from '../schema-names/levels.ts'
import { GRADINGS } from '../verify/grade-answer.ts'
import { createEnvironment } from './environment.ts'
import type { ResetOptions } from './environment.ts'
import type { Action } from './action.ts'
import type { Episode } from './episode.ts'
import { restoreEpisode, snapshotOf } from './snapshot.ts'

const argument = fc.oneof(
  fc.constantFrom('pet', 'Owner;', 'nowhere', 'SELECT gold FROM pet', 'select GOLD from pet -- x'),
  fc.constantFrom(
    'SELECT bad FROM pet',
    'SELECT slow FROM pet',
    'SELECT 1',
    'Ann',
    'x'.repeat(300),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constant('lone \ud800 surrogate'),
)
const action: fc.Arbitrary<Action> = fc.record({
  actionType: fc.constantFrom(
    'DESCRIBE',
    'SAMPLE',
    'QUERY',
    'query',
    'QUERY',
    'ANSWER',
    'LOOK',
    '\0',
  ),
  argument,
})
const options: fc.Arbitrary<ResetOptions> = fc.record(
  {
    episodeId: fc.string({ unit: 'binary', maxLength: 10 }),
    stepBudget: fc.integer({ min: 1, max: 30 }),
    rewardProfile: fc.constantFrom(...REWARD_PROFILE_NAMES),
    grading: fc.constantFrom(...GRADINGS),
    schemaLevel: fc.constantFrom(...SCHEMA_LEVELS),
    variant: fc.constantFrom(0, 1),
    givesCredit: fc.boolean(),
  },
  { requiredKeys: [] },
)

describe('a snapshot of an episode', () => {
  it('goes on with the same bytes, wherever it was taken', async () => {
    await fc.assert(
      fc.asyncProperty(
        options,
        fc.array(action, { maxLength: 12 }),
        fc.array(action, { minLength: 1, maxLength: 8 }),
        async (reset, before, after) => {
          let kept: Episode | undefined
          const environment = createEnvironment(ports, { keep: (episode) => (kept = episode) })
          environment.reset(reset)
          for (const each of before) await environment.step(each)
          const text = snapshotOf(kept ?? expect.fail('Nothing was kept'))

          const episode = restoreEpisode(text, ports)
          expect(episode).toEqual(kept)
          expect(snapshotOf(episode)).toBe(text)
          const restored = createEnvironment(ports, { episode, keep: () => undefined })
          expect(restored.opening()).toEqual(environment.opening())
          for (const each of after) {
            const expected = JSON.stringify(await environment.step(each))
            expect(JSON.stringify(await restored.step(each))).toBe(expected)
            expect(restored.state()).toEqual(environment.state())
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('says nothing that the data say: no gold, no question, no schema', () => {
    let text = ''
    const environment = createEnvironment(ports, {
      keep: (episode) => (text = snapshotOf(episode)),
    })
    environment.reset({})
    expect(JSON.parse(text)).toMatchObject({ version: 1, questionId: 'q', stepCount: 0 })
    for (const word of [question.questionText, question.goldSql, 'Ann', 'owner']) {
      expect(text).not.toContain(word)
    }
  })

  it('cannot be read by another version, nor where its question is gone', () => {
    let text = ''
    createEnvironment(ports, { keep: (episode) => (text = snapshotOf(episode)) }).reset({})
    const other = text.replace('"version":1', '"version":2')
    expect(() => restoreEpisode(other, ports)).toThrow('Expected version 1, got 2')
    const gone = text.replace('"questionId":"q"', '"questionId":"gone"')
    expect(() => restoreEpisode(gone, ports)).toThrow('Question gone is not loaded')
  })
})

describe('an environment whose episode cannot be kept', () => {
  it('is as it was: the step can be sent again', async () => {
    let isFull = false
    const environment = createEnvironment(ports, {
      keep() {
        if (isFull) throw new Error('The storage is full')
      },
    })
    environment.reset({ episodeId: 'first' })
    const query = { actionType: 'QUERY', argument: 'SELECT gold FROM pet' }
    isFull = true
    await expect(environment.step(query)).rejects.toThrow('The storage is full')
    expect(() => environment.reset({ episodeId: 'second' })).toThrow('The storage is full')
    expect(environment.state()).toMatchObject({ episodeId: 'first', stepCount: 0 })
    isFull = false
    const { observation } = await environment.step(query)
    expect(observation.actionHistory).toEqual(['QUERY SELECT gold FROM pet'])
  })
})
