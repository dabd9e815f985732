import { expect, it } from 'vitest'

import { askedQuestion } from '../../../test/asked-questions.ts'
import { FLAGS } from '../../questions/question.ts'
import type { Question } from '../../questions/question.ts'
import { describeFinding } from './audit-items.ts'
import { auditQuality } from './quality-audit.ts'

/** Enough others that no answer is common by itself. */
const others = Array.from({ length: 40 }, (_, index) =>
  askedQuestion({ questionId: `other${index}`, questionText: `${index}` }),
)
const tables = new Map([['shop', [{ name: 'goods', rowCount: 3n, firstCell: 'tea' }]]])

function complaints(
  question: Partial<Question>,
  runsMs: readonly number[] = [1],
  failure?: string,
) {
  const one = { question: askedQuestion({ questionId: 'q', ...question }), failure, runsMs }
  const rest = others.map((other) => ({ question: other, failure: undefined, runsMs: [1] }))
  return auditQuality([one, ...rest], tables).findings.map(describeFinding)
}

it('finds nothing in questions without fault', () => {
  expect(complaints({})).toEqual([])
})

it.each(FLAGS)('finds %s', (flag) => {
  expect(complaints({ flags: [flag] })).toEqual([`q ${flag}`])
})

it('says why gold fails', () => {
  expect(complaints({ flags: ['unfit:gold_fails'] }, [], 'no such table: x')).toEqual([
    'q unfit:gold_fails (no such table: x)',
  ])
})

it('finds gold that is slow in every run, and says how slow', () => {
  expect(complaints({}, [80, 51, 70])).toEqual(['q slow (70 ms, and never 50 or less)'])
  expect(complaints({}, [80, 50, 70])).toEqual([])
})

it('finds a question that was trained on, and answers that can be guessed (V16)', () => {
  const text = 'Who sells the most tea in town?'
  const split = { questionText: text, split: 'test' } as const
  const trained = askedQuestion({ questionId: 'trained', questionText: text })
  const found = auditQuality(
    [askedQuestion({ questionId: 'held', ...split }), trained, ...others].map((question) => {
      return { question, failure: undefined, runsMs: [1] }
    }),
    tables,
  )
  expect(found.findings.map(describeFinding)).toEqual([
    'held guessable (constant "held" solves 1 of 1 in test)',
    'held near_duplicate (trained: 1.00)',
  ])
})

it('asks neither of questions that are never drawn', () => {
  const text = 'Who sells the most tea in town?'
  const unfit = { questionText: text, split: 'test', flags: ['unfit:tie'] } as const
  expect(complaints({ ...unfit })).toEqual(['q unfit:tie'])
})
