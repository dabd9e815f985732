import { describe, expect, it } from 'vitest'

import { createQuestionBank, playableQuestions, selectQuestion } from './bank.ts'
import type { Selection } from './bank.ts'
import type { Question } from './question.ts'

function question(questionId: string, more: Partial<Question> = {}): Question {
  return {
    questionId,
    questionText: `What is ${questionId}?`,
    databaseId: 'shop',
    goldSql: 'SELECT 1',
    goldColumns: ['1'],
    goldAnswer: [[1n]],
    answerType: 'integer',
    difficulty: 'easy',
    tablesInvolved: [],
    split: 'train',
    rowOrderMatters: false,
    flags: [],
    source: 'by hand',
    license: 'MIT',
    ...more,
  }
}

const bank = createQuestionBank([
  {
    name: 'zoo',
    questions: [
      question('z1', { databaseId: 'zoo', difficulty: 'hard' }),
      question('z2', { databaseId: 'zoo', questionText: 'Twice?' }),
    ],
  },
  {
    name: 'builtin',
    questions: [
      question('b1'),
      question('b2', { flags: ['unfit:tie'] }),
      question('b3', { questionText: 'Twice?' }),
      question('b4', { split: 'test', databaseId: 'library' }),
      question('b5', { databaseId: 'tied', flags: ['unfit:tie'] }),
    ],
  },
])

function chosen(selection: Selection, seed = 0): string {
  const result = selectQuestion(bank, selection, seed)
  return result.kind === 'chosen'
    ? result.question.questionId
    : `${result.field}: ${result.message}`
}

it('draws from builtin when no data set is named', () => {
  const drawn = new Set(Array.from({ length: 100 }, (_, seed) => chosen({}, seed)))
  expect([...drawn].sort()).toEqual(['b1', 'b3', 'b4'])
})

it('takes the first data set by name where there is no builtin', () => {
  const others = createQuestionBank([
    { name: 'spider', questions: [question('s1')] },
    { name: 'bird', questions: [question('r1')] },
  ])
  expect(others.defaultDataset.name).toBe('bird')
})

it('counts indexes over the questions of a split that are not unfit, in file order', () => {
  expect(chosen({ split: 'train', index: 0 })).toBe('b1')
  expect(chosen({ split: 'train', index: 1 })).toBe('b3')
  expect(chosen({ split: 'train', index: 2 })).toBe(
    'index: index 2 is past the 2 questions of train',
  )
})

it('reaches an unfit question by its id only', () => {
  expect(playableQuestions(bank.defaultDataset).map((q) => q.questionId)).toEqual([
    'b1',
    'b3',
    'b4',
  ])
  expect(chosen({ questionId: 'b2' })).toBe('b2')
})

it('finds an id in any data set, a text too, and of equal texts the lowest id', () => {
  expect(chosen({ questionId: 'z1' })).toBe('z1')
  expect(chosen({ questionText: 'What is z1?' })).toBe('z1')
  expect(chosen({ questionText: 'Twice?' })).toBe('b3')
  expect(chosen({ questionText: 'Twice?', dataset: 'zoo' })).toBe('z2')
  expect(chosen({ questionText: 'Twice?', databaseId: 'zoo' })).toBe('z2')
})

it('takes an id, a text and an index beside each other where they mean the same question', () => {
  const questionText = 'What is b4?'
  expect(chosen({ questionId: 'b4', questionText, split: 'test', index: 0 })).toBe('b4')
  expect(chosen({ questionId: 'b4', index: 0 })).toBe('b4')
  expect(chosen({ questionId: 'b2', questionText: 'What is b2?' })).toBe('b2')
  expect(chosen({ questionId: 'z2', questionText: 'Twice?' })).toBe('z2')
})

it('counts an index in the data set of the question that an id or a text names', () => {
  expect(chosen({ questionId: 'z2', split: 'train', index: 1 })).toBe('z2')
  expect(chosen({ questionText: 'What is z1?', split: 'train', index: 0 })).toBe('z1')
})

describe('names the field that leaves nothing', () => {
  it.each<[Selection, string]>([
    [{ dataset: 'bird' }, 'dataset: Unknown dataset bird. Loaded: builtin, zoo'],
    [{ questionId: 'nope' }, 'questionId: Unknown question nope'],
    [{ questionId: 'z1', dataset: 'builtin' }, 'questionId: Unknown question z1'],
    [{ questionText: 'what is b1?' }, 'questionText: No question has exactly this text'],
    [{ questionId: 'b1', questionText: 'nope' }, 'questionText: Question b1 has another text'],
    [{ questionId: 'b1', index: 1 }, 'index: index 1 is not question b1'],
    [{ questionId: 'b3', split: 'test', index: 0 }, 'index: index 0 of test is not question b3'],
    [{ questionId: 'b2', index: 0 }, 'index: index 0 is not question b2'],
    [
      { questionText: 'Twice?', split: 'train', index: 0 },
      'index: index 0 of train is not question b3, z2',
    ],
    [{ index: 0 }, 'index: index needs split'],
    [{ databaseId: 'nowhere' }, 'databaseId: Unknown database nowhere'],
    [{ databaseId: 'zoo' }, 'databaseId: No question is left with zoo: it belongs to dataset zoo'],
    [
      { databaseId: 'library', split: 'train' },
      'databaseId: No question is left with library: library has only split test, not train',
    ],
    [
      { databaseId: 'tied' },
      'databaseId: No question is left with tied: none of its questions can be drawn',
    ],
    [
      { questionId: 'b1', databaseId: 'library' },
      'databaseId: No question is left with library: question b1 belongs to shop',
    ],
    [
      { questionId: 'b1', split: 'test' },
      'split: No question is left with test: question b1 has only split train',
    ],
    [
      { split: 'validation' },
      'split: No question is left with validation: dataset builtin has only split test, train',
    ],
    [
      { databaseId: 'zoo', dataset: 'zoo', difficulty: 'extra' },
      'difficulty: No question is left with extra: zoo has only difficulty easy, hard',
    ],
    [
      { databaseId: 'zoo', dataset: 'zoo', split: 'train', difficulty: 'extra' },
      'difficulty: No question is left with extra: zoo in train has only difficulty easy, hard',
    ],
  ])('%o', (selection, message) => {
    expect(chosen(selection)).toBe(message)
  })
})

it('refuses two questions with one id, and an empty bank', () => {
  const twice = { name: 'a', questions: [question('q'), question('q')] }
  expect(() => createQuestionBank([twice])).toThrow('Two questions of a have the id q')
  expect(() => createQuestionBank([])).toThrow('at least one data set')
})
