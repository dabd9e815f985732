import { expect, it } from 'vitest'

import { findRoot } from './archive-layout.ts'
import { BIRD_ARCHIVE } from './bird-layout.ts'
import { FOLDER_ARCHIVE } from './folder-layout.ts'
import { KAGGLE_DBQA_ARCHIVE } from './kaggle-dbqa-layout.ts'
import { SPIDER_ARCHIVE } from './spider-layout.ts'

it.each([
  ['the top', SPIDER_ARCHIVE, ['dev.json', 'tables.json'], ''],
  ['a folder', SPIDER_ARCHIVE, ['spider_data/tables.json', 'spider_data/dev.json'], 'spider_data/'],
  ['the nearest to the top', SPIDER_ARCHIVE, ['a/old/dev.json', 'a/train_spider.json'], 'a/'],
  ['folders deep down', BIRD_ARCHIVE, ['minidev/MINIDEV/mini_dev_sqlite.json'], 'minidev/MINIDEV/'],
  ['the folder above one', KAGGLE_DBQA_ARCHIVE, ['k/examples/A.json', 'k/x.json'], 'k/'],
  ['the questions of a folder', FOLDER_ARCHIVE, ['shop/questions.jsonl'], 'shop/'],
])('finds the layout in %s', (_case, layout, paths, root) => {
  expect(findRoot(paths, layout)).toEqual({ kind: 'found', root })
})

it('finds none, or cannot choose', () => {
  expect(findRoot(['a/dev.jsonl', 'examples/x.txt'], SPIDER_ARCHIVE)).toEqual({ kind: 'absent' })
  expect(findRoot(['a/dev.json', 'b/dev.json'], SPIDER_ARCHIVE)).toEqual({
    kind: 'ambiguous',
    roots: ['a/', 'b/'],
  })
})
