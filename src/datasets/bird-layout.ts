/** Reads the folder that BIRD is published as: its training, development or mini-dev part. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'

import * as v from 'valibot'

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

/** Each part has its own folder of databases, and a list of their tables. */
const PARTS = [
  { file: 'dev.json', folder: 'dev_databases', tables: 'dev_tables.json' },
  { file: 'mini_dev_sqlite.json', folder: 'dev_databases', tables: 'dev_tables.json' },
  { file: 'train.json', folder: 'train_databases', tables: 'train_tables.json' },
] as const

type Part = (typeof PARTS)[number]

const EXPECTED = `one of ${PARTS.map(({ file }) => file).join(', ')}`

const ABOUT = {
  name: 'bird',
  title: 'BIRD: Big Bench for Large-Scale Database Grounded Text-to-SQL',
  license: 'CC-BY-SA-4.0',
  attribution:
    'Jinyang Li, Binyuan Hui, Ge Qu, Jiaxi Yang, Binhua Li, Bowen Li, Bailin Wang, Bowen Qin, ' +
    'Ruiying Geng, Nan Huo, Xuanhe Zhou, Chenhao Ma, Guoliang Li, Kevin C.C. Chang, Fei Huang, ' +
    'Reynold Cheng, Yongbin Li: "Can LLM Already Serve as A Database Interface? A BIg Bench for ' +
    'Large-Scale Database Grounded Text-to-SQLs", NeurIPS 2023.',
  homepage: 'https://bird-bench.github.io/',
} as const

const DATABASE_FILE = /^(?:dev|train)_databases\/(\w[\w-]*)\/\1\.sqlite$/

export const BIRD_ARCHIVE: ArchiveLayout = {
  rootFile: /^(?:dev|mini_dev_sqlite|train)\.json$/,
  wanted: new RegExp(
    `^(?:dev|mini_dev_sqlite|train|dev_tables|train_tables)\\.json$|${DATABASE_FILE.source}`,
  ),
  nested: {
    file: /^(?:dev|train)_databases\.zip$/,
    layout: {
      rootFile: DATABASE_FILE,
      wanted: DATABASE_FILE,
      expected: 'dev_databases/<db_id>/<db_id>.sqlite',
    },
  },
  expected: EXPECTED,
}

/** One of Spider's has the same name, and both may be imported into one folder. */
const OUR_NAMES: ReadonlyMap<string, string> = new Map([['formula_1', 'bird_formula_1']])

const QuestionRowsSchema = v.array(
  v.object({
    db_id: DatabaseIdSchema,
    question: NonEmptyText,
    SQL: NonEmptyText,
    question_id: v.optional(v.union([v.number(), v.string()])),
    evidence: v.optional(v.string(), ''),
  }),
)

export type BirdOptions = {
  /** Whether a question is followed by what its author says of the terms in it. */
  readonly withEvidence: boolean
}

/** @throws {SourceError} with one line that names the file, and the row and field that do not fit */
export async function readBirdLayout(
  dir: string,
  { withEvidence }: BirdOptions,
): Promise<SourceLayout> {
  const parts = PARTS.filter(({ file }) => existsSync(join(dir, file)))
  const [part, other] = parts
  if (part === undefined) throw new SourceError(`Expected ${EXPECTED} in ${dir}`)
  if (other !== undefined) {
    // Mini-dev is a part of dev; and the databases of training are others.
    throw new SourceError(`Expected ${EXPECTED} in ${dir}, got ${part.file} and ${other.file}`)
  }
  refusePacked(dir, part)
  const rows = parseRows(part.file, await readText(dir, part.file), QuestionRowsSchema)
  const tables = existsSync(join(dir, part.tables))
    ? await readTableNames(dir, part.tables)
    : new Map<string, readonly string[]>()
  const theirName = (databaseId: string): string =>
    [...OUR_NAMES].find(([, ours]) => ours === databaseId)?.[0] ?? databaseId
  return {
    about: { ...ABOUT, source: sourceText(part, withEvidence) },
    idPrefix: 'bird_',
    rows: rows.map((row, index): SourceRow => {
      const id = row.question_id === undefined ? '' : `, question_id ${row.question_id}`
      return {
        databaseId: OUR_NAMES.get(row.db_id) ?? row.db_id,
        query: row.SQL,
        question: withEvidence ? withHint(row.question, row.evidence) : row.question,
        source: `BIRD ${part.file} row ${index}${id}`,
      }
    }),
    tablesOf: (databaseId) => tables.get(theirName(databaseId)) ?? [],
    tablesFile: part.tables,
    databasePath: (databaseId) => {
      const name = theirName(databaseId)
      return join(dir, part.folder, name, `${name}.sqlite`)
    },
  }
}

/** As the archive brings them, the databases are packed once more. */
function refusePacked(dir: string, { folder }: Part): void {
  if (!existsSync(join(dir, folder)) && existsSync(join(dir, `${folder}.zip`))) {
    throw new SourceError(`Expected the folder ${folder} in ${dir}: unpack ${folder}.zip first`)
  }
}

/** Without it many questions cannot be answered: it says what the words mean in this database. */
function withHint(question: string, evidence: string): string {
  return evidence.trim() === '' ? question : `${question}\nEvidence: ${evidence.trim()}`
}

function sourceText({ file }: Part, withEvidence: boolean): string {
  const evidence = withEvidence ? 'evidence is appended to the question' : 'evidence is left out'
  return (
    `Questions of ${file}, their gold SQL and databases as published, but that ${evidence} and ` +
    'the database formula_1 is called bird_formula_1. Added by `npm run data -- import bird`: ids, ' +
    'splits, gold answers, answer types, difficulties and flags. Licensed under ' +
    'https://creativecommons.org/licenses/by-sa/4.0/'
  )
}
