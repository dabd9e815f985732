/** Reads a plain folder of SQLite files with a file of questions: anybody's own databases. */

import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'

import * as v from 'valibot'

import { DatasetAboutSchema } from '../questions/dataset-about.ts'
import type { DatasetAbout } from '../questions/dataset-about.ts'
import { DIFFICULTIES, SPLITS } from '../questions/question.ts'
import type { Difficulty } from '../questions/question.ts'
import type { ArchiveLayout } from './archive-layout.ts'
import { SourceError } from './source-error.ts'
import type { SourceLayout, SourceRow } from './source-layout.ts'
import { DatabaseIdSchema, NonEmptyText, parseLines, parseValue, readText } from './source-rows.ts'

const QUESTIONS_FILE = 'questions.jsonl'

const ABOUT_FILE = 'about.json'

export const FOLDER_ARCHIVE: ArchiveLayout = {
  rootFile: /^questions\.jsonl$/,
  wanted:
    /^(?:questions\.jsonl|about\.json|\w[\w-]*\.(?:sqlite3?|db)|(\w[\w-]*)\/\1\.(?:sqlite3?|db))$/,
  expected: QUESTIONS_FILE,
}

const NameSchema = v.pipe(DatasetAboutSchema.entries.name, v.maxLength(30))

/** Names that commands and documents give to other data. */
const TAKEN_NAMES = new Set(['builtin', 'spider', 'bird', 'kaggle-dbqa'])

/** As people call these fields in one data set or another. */
const QuestionSchema = v.pipe(
  v.looseObject({}),
  v.transform((row) => ({
    ...row,
    gold_sql: row['gold_sql'] ?? row['query'] ?? row['SQL'],
    question: row['question'] ?? row['question_text'],
  })),
  v.object({
    db_id: DatabaseIdSchema,
    question: NonEmptyText,
    gold_sql: NonEmptyText,
    question_id: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]{1,200}$/))),
    split: v.optional(v.picklist(SPLITS)),
    difficulty: v.optional(v.string()),
  }),
)

const { title, license, attribution } = DatasetAboutSchema.entries
const homepage = v.pipe(DatasetAboutSchema.entries.homepage, v.regex(/^https?:\/\//i))
const OwnAboutSchema = v.partial(v.object({ title, license, attribution, homepage }))

/**
 * @param name - what the data set is to be called; by default as the folder
 * @throws {SourceError} with one line that names the file, and the line and field that do not fit
 */
export async function readFolderLayout(
  dir: string,
  name: string = basename(dir),
): Promise<SourceLayout> {
  refuseName(name)
  if (!existsSync(join(dir, QUESTIONS_FILE))) {
    throw new SourceError(`Expected ${QUESTIONS_FILE} in ${dir}`)
  }
  const databases = findDatabases(dir)
  const text = await readText(dir, QUESTIONS_FILE)
  return {
    about: await readAbout(dir, name),
    idPrefix: `${name}_`,
    rows: parseLines(QUESTIONS_FILE, text, QuestionSchema).map(({ line, value }): SourceRow => {
      return {
        databaseId: value.db_id,
        query: value.gold_sql,
        question: value.question,
        source: `${name} ${QUESTIONS_FILE} line ${line}`,
        questionId: value.question_id,
        split: value.split,
        difficulty: toDifficulty(value.difficulty),
      }
    }),
    tablesOf: () => [],
    tablesFile: '',
    databasePath: (databaseId) => databases.get(databaseId) ?? join(dir, `${databaseId}.sqlite`),
  }
}

function refuseName(name: string): void {
  if (!v.safeParse(NameSchema, name).success) {
    throw new SourceError(
      `Expected --name with up to 30 letters, digits, _ and -, got ${JSON.stringify(name.slice(0, 100))}`,
    )
  }
  if (TAKEN_NAMES.has(name)) {
    throw new SourceError(`Expected --name with a name of your own, got ${name}`)
  }
}

/** `<db_id>.sqlite`, or `<db_id>/<db_id>.sqlite`. */
function findDatabases(dir: string): Map<string, string> {
  const databases = new Map<string, string>()
  const add = (databaseId: string, path: string): void => {
    const other = databases.get(databaseId)
    if (other !== undefined) {
      throw new SourceError(`Two files are the database ${databaseId}: ${other} and ${path}`)
    }
    databases.set(databaseId, path)
  }
  for (const entry of readdirSync(dir).toSorted()) {
    const path = join(dir, entry)
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
      for (const file of readdirSync(path).toSorted()) {
        if (databaseIdOf(file) === entry) add(entry, join(path, file))
      }
    } else {
      const databaseId = databaseIdOf(entry)
      if (databaseId !== undefined) add(databaseId, path)
    }
  }
  return databases
}

function databaseIdOf(file: string): string | undefined {
  return /^(\w[\w-]*)\.(?:sqlite3?|db)$/.exec(file)?.[1]
}

/** Other people's levels (`challenging`) are not Spider's: then it is computed. */
function toDifficulty(level: string | undefined): Difficulty | undefined {
  return DIFFICULTIES.find((difficulty) => difficulty === level)
}

async function readAbout(dir: string, name: string): Promise<DatasetAbout> {
  const own = existsSync(join(dir, ABOUT_FILE))
    ? parseValue(ABOUT_FILE, await readText(dir, ABOUT_FILE), OwnAboutSchema)
    : {}
  return {
    name,
    title: own.title ?? name,
    // SPDX's word for what nobody has said.
    license: own.license ?? 'NOASSERTION',
    attribution: own.attribution ?? 'Not stated',
    homepage: own.homepage ?? 'about:blank',
    source:
      'Questions, gold SQL and databases of its owner, unchanged. Added by `npm run data -- import ' +
      'folder`: ids, splits and difficulties where there were none, gold answers, answer types and ' +
      'flags.',
  }
}
