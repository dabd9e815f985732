import { expect, it } from 'vitest'

import { datasetOfFile } from './dataset-file-names.ts'

it.each([
  ['builtin.jsonl', 'builtin'],
  ['my.siblings.of.jsonl', 'my.siblings.of'],
  ['builtin.siblings.jsonl', undefined],
  ['builtin.about.json', undefined],
])('takes %s for the questions of %s', (fileName, dataset) => {
  expect(datasetOfFile(fileName)).toBe(dataset)
})
