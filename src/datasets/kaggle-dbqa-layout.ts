/** Reads the folder that KaggleDBQA is published as. */

import { existsSync, readdirSync } from 'node:fs'
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

const EXAMPLES = 'examples'

const TABLES_FILE = 'KaggleDBQA_tables.json'

const EXPECTED = `${EXAMPLES}/<db_id>.json`

const ABOUT: DatasetAbout = {
  name: 'kaggle-dbqa',
  title: 'KaggleDBQA: Realistic Evaluation of Text-to-SQL Parsers',
  license: 'CC-BY-SA-4.0',
  attribution:
    'Chia-Hsuan Lee, Oleksandr Polozov, Matthew Richardson: "KaggleDBQA: Realistic Evaluation of ' +
    'Text-to-SQL Parsers", ACL-IJCNLP 2021.',
  homepage: 'https://github.com/Chia-Hsuan-Lee/KaggleDBQA',
  source:
    'Questions, gold SQL and databases as published, unchanged. Added by `npm run data -- import ' +
    'kaggle-dbqa`: ids, splits, gold answers, answer types, difficulties and flags. Licensed under ' +
    'https://creativecommons.org/licenses/by-sa/4.0/',
}

export const KAGGLE_DBQA_ARCHIVE: ArchiveLayout = {
  rootFile: /^examples\/\w[\w-]*\.json$/,
  wanted:
    /^(?:examples\/\w[\w-]*\.json|KaggleDBQA_tables\.json|databases\/(\w[\w-]*)\/\1\.sqlite)$/,
  expected: EXPECTED,
}

const QuestionRowsSchema = v.array(
  v.object({ db_id: DatabaseIdSchema, query: NonEmptyText, question: NonEmptyText }),
)

/** @throws {SourceError} with one line that names the file, and the row and field that do not fit */
export async function readKaggleDbqaLayout(dir: string): Promise<SourceLayout> {
  const folder = join(dir, EXAMPLES)
  const files = existsSync(folder) ? questionFiles(readdirSync(folder)) : []
  if (files.length === 0) throw new SourceError(`Expected ${EXPECTED} in ${dir}`)
  const rows = await Promise.all(files.map((file) => readQuestions(dir, `${EXAMPLES}/${file}`)))
  const tables = existsSync(join(dir, TABLES_FILE))
    ? await readTableNames(dir, TABLES_FILE)
    : new Map<string, readonly string[]>()
  return {
    about: ABOUT,
    idPrefix: 'kaggle_',
    rows: rows.flat(),
    tablesOf: (databaseId) => tables.get(databaseId) ?? [],
    tablesFile: TABLES_FILE,
    databasePath: (databaseId) => join(dir, 'databases', databaseId, `${databaseId}.sqlite`),
  }
}

/** Beside the whole of a database's questions stand two parts of them: those would be told twice. */
function questionFiles(names: readonly string[]): string[] {
  const jsonFiles = names.filter((name) => /^\w[\w-]*\.json$/.test(name)).toSorted()
  return jsonFiles.filter((name) => {
    const whole = name.replace(/_(?:test|fewshot)\.json$/, '.json')
    return whole === name || !jsonFiles.includes(whole)
  })
}

async function readQuestions(dir: string, file: string): Promise<SourceRow[]> {
  const rows = parseRows(file, await readText(dir, file), QuestionRowsSchema)
  return rows.map(({ db_id: databaseId, query, question }, row) => ({
    databaseId,
    query,
    question,
    source: `KaggleDBQA ${file} row ${row}`,
  }))
}
