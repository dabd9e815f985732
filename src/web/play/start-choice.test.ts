import { describe, expect, it } from 'vitest'

import type { WireQuestionGroup } from '../../protocol/choices.ts'
import { ANY, countQuestions, optionsOf, toResetData } from './start-choice.ts'

const GROUPS: readonly WireQuestionGroup[] = [
  { dataset: 'builtin', db_id: 'huts', split: 'train', difficulty: 'easy', questions: 3 },
  { dataset: 'builtin', db_id: 'huts', split: 'train', difficulty: 'hard', questions: 2 },
  { dataset: 'builtin', db_id: 'radio', split: 'test', difficulty: 'easy', questions: 5 },
  { dataset: 'spider', db_id: 'pets_1', split: 'validation', difficulty: 'easy', questions: 7 },
]

const NOTHING = { dataset: 'builtin', split: ANY, database: ANY, difficulty: ANY, seed: '' }

describe('the choice of an episode', () => {
  it('counts the questions that it leaves', () => {
    expect(countQuestions(GROUPS, NOTHING)).toBe(10)
    expect(countQuestions(GROUPS, { ...NOTHING, database: 'huts', difficulty: 'easy' })).toBe(3)
    expect(countQuestions(GROUPS, { ...NOTHING, database: 'huts', split: 'test' })).toBe(0)
  })

  it('says of each option what it would leave', () => {
    const options = optionsOf(GROUPS, { ...NOTHING, split: 'test' }, 'database', ['huts', 'radio'])
    expect(options.map(({ count }) => count)).toEqual([0, 5])
  })

  it('becomes reset data, with a seed by which it can be played again', () => {
    expect(toResetData(NOTHING, () => 42)).toEqual({ seed: 42, dataset: 'builtin' })
    const choice = { ...NOTHING, database: 'huts', difficulty: 'hard', split: 'train', seed: '7' }
    expect(toResetData(choice, () => 42)).toEqual({
      seed: 7,
      dataset: 'builtin',
      db_id: 'huts',
      difficulty: 'hard',
      split: 'train',
    })
  })

  it.each(['x', '-1', '1.5', '12345678901234567'])('draws a seed where %j was typed', (seed) => {
    expect(toResetData({ ...NOTHING, seed }, () => 42).seed).toBe(42)
  })
})
