import { expect, it } from 'vitest'

import { askedQuestion } from '../../../test/asked-questions.ts'
import type { CellValue } from '../../sql/cell.ts'
import { findGuesses, isOverShare } from './guessers.ts'

const shop = [{ name: 'goods', rowCount: 40n, firstCell: 'Tea' }]
const tables = new Map([['shop', shop]])

/** As many questions as there are answers. */
const asked = (...answers: readonly CellValue[]) =>
  answers.map((answer, index) => {
    return askedQuestion({ questionId: `q${index}`, goldAnswer: [[answer]] })
  })
const guess = (answers: readonly CellValue[], guesser: string) =>
  findGuesses(asked(...answers), tables).find((each) => each.guesser === guesser)

it('names the constant that solves most, as the grader reads it (V16)', () => {
  expect(guess(['Bo', 7n, 7.0, 'Cy'], 'constant')).toMatchObject({
    says: '7',
    solved: ['q1', 'q2'],
  })
  expect(guess(['yes', 'no', 'YES'], 'constant')).toMatchObject({ says: 'Yes' })
})

it('counts what the first cell of a table and the rows of one solve (V16)', () => {
  expect(guess(['tea', 40n, 'Bo'], 'first_cell')?.solved).toEqual(['q0'])
  expect(guess(['tea', 40n, 'Bo', 40.0], 'row_count')?.solved).toEqual(['q1', 'q3'])
})

it('takes tables of the question’s own database alone', () => {
  const elsewhere = {
    ...askedQuestion({ questionId: 'q', databaseId: 'zoo' }),
    goldAnswer: [[40n]],
  }
  const [, , rowCount] = findGuesses([elsewhere], tables)
  expect(rowCount?.solved).toEqual([])
})

it('guesses each split by itself, and none that has no questions', () => {
  const questions = [
    ...asked('a', 'a'),
    { ...askedQuestion({ questionId: 't' }), split: 'test', goldAnswer: [['b']] } as const,
  ]
  const constants = findGuesses(questions, tables).filter(({ guesser }) => guesser === 'constant')
  expect(constants.map(({ split, says, questionCount }) => [split, says, questionCount])).toEqual([
    ['train', 'a', 2],
    ['test', 'b', 1],
  ])
})

it('is over the share at more than one in twenty', () => {
  const answers = (sameCount: number) =>
    Array.from({ length: 40 }, (_, index) => (index < sameCount ? 'same' : `answer ${index}`))
  const isOver = (sameCount: number) => {
    const found = guess(answers(sameCount), 'constant')
    return found !== undefined && isOverShare(found)
  }
  expect([2, 3].map(isOver)).toEqual([false, true])
})
