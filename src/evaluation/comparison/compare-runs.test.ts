import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { PlayedEpisode } from '../runner/play-episode.ts'
import { RUN_FORMAT } from '../runs/run-header.ts'
import type { RunHeader } from '../runs/run-header.ts'
import { createChance } from '../../schema-names/seeded-chance.ts'
import { compareEpisodes } from './compare-episodes.ts'
import type { Comparison } from './compare-episodes.ts'
import { compareRuns, demandComparable } from './compare-runs.ts'
import { pairedBootstrap } from './paired-bootstrap.ts'

const header: RunHeader = {
  format: RUN_FORMAT,
  environment_version: '0.1.0',
  dataset: 'builtin',
  data_checksum: 'a'.repeat(64),
  policies: ['random'],
  splits: ['test'],
  episodes: 4,
  seed: 0,
  grading: 'strict',
  credit: false,
}

function played(
  policy: PlayedEpisode['policy'],
  solved: readonly boolean[],
  idOf = (place: number) => `q${place}`,
): PlayedEpisode[] {
  return solved.map((isSolved, place) => ({
    policy,
    place,
    question: { question_id: idOf(place), db_id: 'pets', split: 'test', difficulty: 'easy' },
    outcome: isSolved ? 'solved' : 'wrong',
    reward: isSolved ? 1 : 0,
    stepCount: 2,
    fault: null,
  }))
}

const runOf = (episodes: readonly PlayedEpisode[], more: Partial<RunHeader> = {}) => ({
  header: { ...header, ...more },
  episodes: Map.groupBy(episodes, ({ policy }) => policy),
})

const compared = (
  episodes: readonly PlayedEpisode[],
  others: readonly PlayedEpisode[],
): Comparison =>
  compareEpisodes({ policy: 'one', episodes }, { policy: 'another', episodes: others })

describe('the episodes of two policies', () => {
  it('are paired by their questions', () => {
    const one = played('random', [true, true, false, false])
    const other = played('heuristic', [true, false, true, false]).toReversed().slice(1)
    expect(compared(one, other)).toMatchObject({
      pairCount: 3,
      unpairedCount: 1,
      gainedCount: 1,
      lostCount: 1,
      successDifference: 0,
    })
  })

  it('pairs a question that is played twice in its order', () => {
    const twice = (solved: readonly boolean[]) => played('random', solved, () => 'q')
    expect(compared(twice([true, false]), twice([true, true]))).toMatchObject({
      pairCount: 2,
      gainedCount: 0,
      lostCount: 1,
    })
  })

  it('leaves out what crashed, on either side', () => {
    const one = played('random', [true, true])
    const [first, second] = played('random', [true, true])
    if (first === undefined || second === undefined) throw new Error('Expected two')
    const crashed = { ...first, outcome: null, fault: { code: 'EXECUTION_ERROR', message: '' } }
    expect(compared(one, [crashed, second])).toMatchObject({
      pairCount: 1,
      unpairedCount: 2,
    })
  })
})

describe('the bootstrap', () => {
  it('holds zero where there is no difference, and not where it is plain', () => {
    const even = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 1 : -1))
    const around = pairedBootstrap(even, createChance('a'))
    expect(around?.low).toBeLessThan(0)
    expect(around?.high).toBeGreaterThan(0)
    const better = Array.from({ length: 200 }, (_, index) => (index % 4 === 0 ? 1 : 0))
    expect(pairedBootstrap(better, createChance('a'))?.low).toBeGreaterThan(0.15)
  })

  it('is about as wide as the normal interval for many pairs', () => {
    const values = Array.from({ length: 400 }, (_, index) => (index % 2 === 0 ? 1 : -1))
    const interval = pairedBootstrap(values, createChance('b'))
    // 1.96 · 1 / √400 = 0.098 on either side.
    expect(interval?.low).toBeCloseTo(-0.098, 1)
    expect(interval?.high).toBeCloseTo(0.098, 1)
  })

  it('is the same again, within the range of the differences, and null for one pair', () => {
    const some = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
      minLength: 2,
      maxLength: 12,
    })
    fc.assert(
      fc.property(some, (differences) => {
        const interval = pairedBootstrap(differences, createChance('c'))
        expect(interval).toEqual(pairedBootstrap(differences, createChance('c')))
        expect(interval?.low).toBeGreaterThanOrEqual(Math.min(...differences) - 1e-9)
        expect(interval?.high).toBeLessThanOrEqual(Math.max(...differences) + 1e-9)
      }),
      { numRuns: 10 },
    )
    expect(pairedBootstrap([1], createChance('c'))).toBeNull()
  })
})

describe('two runs', () => {
  it('compare policies of the same name, else the only one with the only one', () => {
    const one = runOf([...played('random', [true]), ...played('heuristic', [true])])
    const same = compareRuns(one, runOf(played('heuristic', [false])), 'old')
    expect(same.comparisons.map(({ policy, otherPolicy }) => [policy, otherPolicy])).toEqual([
      ['heuristic', 'heuristic'],
    ])
    const only = compareRuns(
      runOf(played('random', [true])),
      runOf(played('heuristic', [false])),
      'old',
    )
    expect(only.comparisons[0]).toMatchObject({ policy: 'random', otherPolicy: 'heuristic' })
  })

  it('refuse where no policies can be paired', () => {
    const policies = ['random', 'heuristic']
    const two = runOf([], { policies })
    const other = runOf(played('oracle', [true]))
    expect(() => demandComparable(two.header, other, 'old')).toThrow(
      "none of this one's policies: oracle",
    )
  })

  it('refuse other data, by the name of what differs', () => {
    const one = runOf(played('random', [true]))
    const other = runOf(played('random', [true]), { data_checksum: 'b'.repeat(64) })
    expect(() => demandComparable(one.header, other, 'old')).toThrow('data_checksum b')
  })

  it('say what else differs', () => {
    const one = runOf(played('random', [true]))
    const other = runOf(played('random', [true]), { grading: 'evidence', seed: 5 })
    expect(compareRuns(one, other, 'old').caution).toContain('grading: "evidence" there')
    expect(compareRuns(one, one, 'old').caution).toBeNull()
  })
})
