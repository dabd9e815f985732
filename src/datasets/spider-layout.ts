/** Reads the folder that Spider is published as. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'

import * as v from 'valibot'

import type { DatasetAbout } from '../questions/dataset-about.ts'
import type { ArchiveLayout } from './archive-layout.ts'
import { SourceError } from './source-error.ts'
import type { SourceLayout, SourceRow } from './source-layout.ts'
import {
  DatabaseIdSchema,
  NonEmptyText,
  parseRows,
  readTableNames,
  readText,
} from './source-rows.ts'

export const QUESTION_FILES = ['dev.json', 'train_spider.json', 'train_others.json'] as const

export const SCHEMA_FILE = 'tables.json'

const SPIDER_ABOUT: DatasetAbout = {
  name: 'spider',
  title: 'Spider: Human-Labeled Complex and Cross-Domain Semantic Parsing and Text-to-SQL',
  license: 'CC-BY-SA-4.0',
  attribution:
    'Tao Yu, Rui Zhang, Kai Yang, Michihiro Yasunaga, Dongxu Wang, Zifan Li, James Ma, Irene Li, ' +
    'Qingning Yao, Shanelle Roman, Zilin Zhang, Dragomir Radev: "Spider: A Large-Scale ' +
    'Human-Labeled Dataset for Complex and Cross-Domain Semantic Parsing and Text-to-SQL Task", ' +
    'EMNLP 2018.',
  homepage: 'https://yale-lily.github.io/spider',
  source:
    'Questions, gold SQL and databases as published, unchanged. Added by `npm run data -- import ' +
    'spider`: ids, splits, gold answers, answer types, difficulties and flags. Licensed under ' +
    'https://creativecommons.org/licenses/by-sa/4.0/',
}

export const SPIDER_ARCHIVE: ArchiveLayout = {
  rootFile: /^(?:dev|train_spider|train_others)\.json$/,
  wanted: /^(?:(?:dev|train_spider|train_others|tables)\.json|database\/(\w[\w-]*)\/\1\.sqlite)$/,
  expected: `one of ${QUESTION_FILES.join(', ')}`,
}

/** Where a database lies in the layout. */
export function databaseFile(databaseId: string): string {
  return `database/${databaseId}/${databaseId}.sqlite`
}

/** What stands in the JSON files beyond this is not needed, and some copies lack it. */
const QuestionRowsSchema = v.array(
  v.object({ db_id: DatabaseIdSchema, query: NonEmptyText, question: NonEmptyText }),
)

export type SpiderRow = SourceRow & {
  readonly file: string
  /** Position in its file, from 0. */
  readonly row: number
}

/** Its rows in file order: dev, train, others. */
export type SpiderLayout = Omit<SourceLayout, 'rows'> & { readonly rows: readonly SpiderRow[] }

/** @throws {SourceError} with one line that names the file, and the row and field that do not fit */
export async function readSpiderLayout(dir: string): Promise<SpiderLayout> {
  if (!existsSync(dir)) throw new SourceError(`Expected a folder, got ${dir}, which does not exist`)
  const files = QUESTION_FILES.filter((file) => existsSync(join(dir, file)))
  if (files.length === 0)
    throw new SourceError(`Expected one of ${QUESTION_FILES.join(', ')} in ${dir}`)
  const rows = await Promise.all(files.map((file) => readQuestions(dir, file)))
  const tables = existsSync(join(dir, SCHEMA_FILE))
    ? await readTableNames(dir, SCHEMA_FILE)
    : new Map<string, readonly string[]>()
  return {
    about: SPIDER_ABOUT,
    idPrefix: '',
    rows: rows.flat(),
    tablesOf: (databaseId) => tables.get(databaseId) ?? [],
    tablesFile: SCHEMA_FILE,
    databasePath: (databaseId) => join(dir, databaseFile(databaseId)),
  }
}

/**
 * @param file - the name that messages and rows have
 * @throws {SourceError} as above
 */
export function parseSpiderRows(file: string, text: string): SpiderRow[] {
  const rows = parseRows(file, text, QuestionRowsSchema)
  return rows.map(({ db_id: databaseId, query, question }, row) => ({
    file,
    row,
    databaseId,
    query,
    question,
    source: `Spider ${file} row ${row}`,
  }))
}

async function readQuestions(dir: string, file: string): Promise<SpiderRow[]> {
  return parseSpiderRows(file, await readText(dir, file))
}
