import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Question } from '../../questions/question.ts'
import { toSiblingsRecord } from '../../questions/siblings.ts'
import type { QuestionSiblings } from '../../questions/siblings.ts'
import { toSiblingBank } from '../../questions/sibling-lines.ts'
import { loadSiblings } from './sibling-data.ts'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sqlenv-sibling-data-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const question = { questionId: 'shop_001', databaseId: 'shop' } as Question
const dataset = { name: 'shops', questions: [question] }

const siblings: QuestionSiblings = {
  grading: [{ sibling: 'g2', rows: [[2n ** 60n]], rowOrderMatters: false }],
  variants: [{ variant: 1, rows: [['tea']], rowOrderMatters: false }],
}

function put(file: string, text: string): string {
  const path = join(dataDir, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

function load(...lines: readonly string[]) {
  put('questions/shops.siblings.jsonl', lines.map((line) => `${line}\n`).join(''))
  return loadSiblings(dataDir, dataset)
}

it('knows the file of each sibling, and gold on it once it is asked for', () => {
  const g2 = put('siblings/shops/shop/g2.sqlite', '')
  const v1 = put('siblings/shops/shop/v1.sqlite', '')
  const { records, paths, files } = load(toSiblingsRecord('shop_001', siblings))
  expect([...paths]).toEqual([
    ['shop/shops/g2', g2],
    ['shop/shops/v1', v1],
  ])
  expect(files).toEqual([join(dataDir, 'questions/shops.siblings.jsonl'), g2, v1])
  const bank = toSiblingBank(records)
  expect(bank.variantsOf('shop_001')).toEqual([1])
  expect(bank.get('shop_001')).toEqual(siblings)
  expect([bank.get('shop_002'), bank.variantsOf('shop_002')]).toEqual([undefined, []])
})

it('has none where the file is absent', () => {
  expect(loadSiblings(dataDir, dataset).files).toEqual([])
})

describe('says in one line, with file and line, what is wrong', () => {
  it.each([
    ['broken JSON', '{"question_id":', /line 1: .*JSON/],
    ['a field that is missing', '{"question_id":"shop_001","variants":[]}', /line 1: grading: /],
    [
      'another name than a sibling has',
      '{"question_id":"shop_001","grading":[{"sibling":"../g1"}],"variants":[]}',
      /line 1: grading\.0\.sibling: /,
    ],
    [
      'a question that is not there',
      toSiblingsRecord('shop_009', { grading: [], variants: [] }),
      /line 1: no question shop_009$/,
    ],
    [
      'a file that is not there',
      toSiblingsRecord('shop_001', siblings),
      /line 1: no file .*g2\.sqlite$/,
    ],
  ])('%s', (_case, line, message) => {
    expect(() => load(line)).toThrow(message)
  })
})
