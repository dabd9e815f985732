import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { readOtherDatasets } from './other-datasets.ts'

it('takes what lies beside the questions of a data set for no other data set', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sqlenv-others-'))
  try {
    mkdirSync(join(dataDir, 'questions'))
    for (const name of ['shop', 'shop.siblings', 'zoo', 'zoo.siblings']) {
      const line = JSON.stringify({ question_id: `${name}_1`, db_id: name })
      writeFileSync(join(dataDir, 'questions', `${name}.jsonl`), `${line}\n`)
    }
    expect(readOtherDatasets(dataDir, 'shop')).toEqual([
      { name: 'zoo', questionIds: new Set(['zoo_1']), databaseIds: new Set(['zoo']) },
    ])
  } finally {
    rmSync(dataDir, { recursive: true })
  }
})
