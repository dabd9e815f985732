import { expect, it } from 'vitest'

import { parseQuestionRecord, toQuestionRecord } from './question-record.ts'
import type { Question } from './question.ts'

const question: Question = {
  questionId: 'world_1_train_001',
  questionText: 'How large is “Åland”?',
  databaseId: 'world_1',
  goldSql: 'SELECT area FROM country WHERE name = "Åland"',
  goldColumns: ['area', 'area'],
  goldAnswer: [
    [37.0, 37n, 2n ** 63n - 1n, null],
    ['37', -0.0, Infinity, 1e300],
    [new Uint8Array([0xc0, 0xff]), '', 0.1, 1e21],
  ],
  answerType: 'table',
  difficulty: 'easy',
  tablesInvolved: ['country'],
  split: 'train',
  rowOrderMatters: false,
  flags: ['weak:first_cell'],
  source: 'by hand',
  license: 'MIT',
}

it('gives every question back exactly, integers apart from reals', () => {
  expect(parseQuestionRecord(toQuestionRecord(question))).toEqual(question)
})

it('writes 37.0 as a number that other languages read as a float', () => {
  expect(toQuestionRecord(question)).toContain('"gold_answer":[[37.0,37,9223372036854775807,null]')
})

it.each([
  ['a missing field', toQuestionRecord(question).replace('"split":"train",', ''), /^split: /],
  ['an unknown split', toQuestionRecord(question).replace('"train"', '"dev"'), /^split: /],
  ['a path as database', toQuestionRecord(question).replace('"world_1"', '"../x"'), /^db_id: /],
  ['an extra field', toQuestionRecord(question).replace('{', '{"hint":1,'), /^hint: /],
  ['no JSON', 'question_id,split', /JSON/],
])('names the field of %s', (_case, line, message) => {
  expect(() => parseQuestionRecord(line)).toThrow(message)
})
