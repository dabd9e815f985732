import { expect, it } from 'vitest'

import { parseSiblingsRecord, toSiblingsRecord } from './siblings.ts'
import type { QuestionSiblings } from './siblings.ts'

const siblings: QuestionSiblings = {
  grading: [
    { sibling: 'g2', rows: [[37.0, 37n, 2n ** 63n - 1n, null, 'Åland']], rowOrderMatters: true },
    { sibling: 'g1', rows: [[new Uint8Array([0xc0, 0xff]), '037', -0.0]], rowOrderMatters: false },
  ],
  variants: [{ variant: 3, rows: [['a'], ['b']], rowOrderMatters: true }],
}
const line = toSiblingsRecord('world_1_test_001', siblings)

it('gives every record back exactly', () => {
  expect(parseSiblingsRecord(line)).toEqual({ questionId: 'world_1_test_001', ...siblings })
})

it('writes answers as question records do', () => {
  expect(line).toContain(
    '{"sibling":"g2","gold_answer":[[37.0,37,9223372036854775807,null,"Åland"]]',
  )
})

it.each([
  ['a missing field', line.replace('"question_id":"world_1_test_001",', ''), /^question_id: /],
  ['a file that is no sibling', line.replace('"g1"', '"../g1"'), /^grading\.1\.sibling: /],
  ['a variant that is none', line.replace('"variant":3', '"variant":0'), /^variants\.0\.variant: /],
  ['half a variant', line.replace('"variant":3', '"variant":3.0'), /^variants\.0\.variant: /],
  ['a cell of no kind', line.replace('"037"', 'true'), /^grading\.1\.gold_answer\.0\.1: /],
  ['a key too many', line.replace('{', '{"gold_sql":"x",'), /^gold_sql: /],
  ['another thing', '[]', /./],
])('refuses %s, and names the field', (_case, broken, message) => {
  expect(() => parseSiblingsRecord(broken)).toThrow(message)
})
