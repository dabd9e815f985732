/** Loads questions, databases and what is said about them from the data folder, and checks all. */

import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'

import { parseDatasetAbout } from '../../questions/dataset-about.ts'
import { datasetOfFile } from '../../questions/dataset-file-names.ts'
import type { DatasetFacts } from '../../handlers/ports.ts'
import { createQuestionBank } from '../../questions/bank.ts'
import type { Dataset, QuestionBank } from '../../questions/bank.ts'
import { toSiblingBank } from '../../questions/sibling-lines.ts'
import { parseQuestionRecord } from '../../questions/question-record.ts'
import type { Question } from '../../questions/question.ts'
import type { DatabaseSchema } from '../../sql/schema.ts'
import { SettingError } from '../settings/setting-kinds.ts'
import { readDatabaseSchema } from './database-catalogue.ts'
import { named } from './named-error.ts'
import { loadSiblings } from './sibling-data.ts'

export type LoadedData = {
  readonly bank: QuestionBank
  readonly datasets: readonly DatasetFacts[]
  /** Of the databases as shipped. */
  readonly schemas: ReadonlyMap<string, DatabaseSchema>
  /** Of a database as shipped, or of a playable sibling, which is read at the first call. */
  readonly schemaOf: (databaseId: string) => DatabaseSchema | undefined
  /** The file of a database or a sibling that was loaded. */
  readonly databasePath: (databaseId: string) => string | undefined
}

/**
 * @param names - the data sets to load; all that are there when absent
 * @throws {SettingError} in one line that names the folder, file, line or database at fault
 */
export function loadData(dataDir: string, names?: readonly string[]): LoadedData {
  if (!existsSync(dataDir) || !statSync(dataDir).isDirectory()) {
    throw new SettingError(`SQLENV_DATA_DIR ${dataDir} is not a folder`)
  }
  const datasets = datasetNames(dataDir, names).map((name) => loadDataset(dataDir, name))
  const databaseIds = [
    ...new Set(datasets.flatMap(({ questions }) => questions.map((q) => q.databaseId))),
  ].sort()
  const schemas = new Map(
    databaseIds.map((id) => [id, named(`Database ${id}`, () => readSchema(dataDir, id))]),
  )
  const bySet = datasets.map((dataset) => loadSiblings(dataDir, dataset))
  const siblings = toSiblingBank(new Map(bySet.flatMap((ofSet) => [...ofSet.records])))
  const paths = new Map([
    ...databaseIds.map((id) => [id, databasePathIn(dataDir, id)] as const),
    ...bySet.flatMap((ofSet) => [...ofSet.paths]),
  ])
  return {
    bank: named(dataDir, () => createQuestionBank(datasets, siblings)),
    datasets: datasets.map((dataset, place) => {
      return factsOf(dataDir, dataset, bySet[place]?.files ?? [])
    }),
    schemas,
    schemaOf: withSchemasOf(paths, schemas),
    databasePath: (id) => paths.get(id),
  }
}

/** Where a database lies in a data folder. `databaseId` is a file name that was checked. */
export function databasePathIn(dataDir: string, databaseId: string): string {
  return join(dataDir, 'databases', databaseId, `${databaseId}.sqlite`)
}

/**
 * @param names - those that are wanted; all that are there when absent
 * @throws {SettingError} where one is not there, or none at all
 */
export function datasetNames(
  dataDir: string,
  names: readonly string[] | undefined,
): readonly string[] {
  const folder = join(dataDir, 'questions')
  const there = existsSync(folder)
    ? readdirSync(folder)
        .flatMap((file) => datasetOfFile(file) ?? [])
        .sort()
    : []
  const missing = names?.find((name) => !there.includes(name))
  if (missing !== undefined) {
    throw new SettingError(`SQLENV_DATASETS names ${missing}, which is not in ${folder}`)
  }
  if (there.length === 0) {
    throw new SettingError(`No questions in ${folder}: run "npm run data -- build" first`)
  }
  return names ?? there
}

/**
 * For a command whose words name the data set, and no setting.
 * @throws {SettingError} that names those that are there
 */
export function demandDataset(dataDir: string, name: string): void {
  const known = datasetNames(dataDir, undefined)
  if (!known.includes(name)) throw unknownDataset(name, known)
}

export function unknownDataset(name: string, known: readonly string[]): SettingError {
  return new SettingError(`Unknown dataset ${name}. There: ${known.join(', ')}`)
}

/** @throws {SettingError} that names the first line that holds no question */
export function loadDataset(dataDir: string, name: string): Dataset {
  const file = join(dataDir, 'questions', `${name}.jsonl`)
  const questions: Question[] = []
  const text = named(file, () => readFileSync(file, 'utf8')).replace(/^\uFEFF/, '')
  for (const [index, line] of text.split('\n').entries()) {
    if (line !== '') {
      questions.push(named(`${file} line ${index + 1}`, () => parseQuestionRecord(line)))
    }
  }
  if (questions.length === 0) throw new SettingError(`${file} holds no questions`)
  return { name, questions }
}

function readSchema(dataDir: string, databaseId: string): DatabaseSchema {
  const path = databasePathIn(dataDir, databaseId)
  if (!existsSync(path)) throw new Error(`no file ${path}`)
  return readDatabaseSchema(databaseId, path)
}

/** Those of siblings are read when an episode asks for them: few do. */
function withSchemasOf(
  paths: ReadonlyMap<string, string>,
  schemas: ReadonlyMap<string, DatabaseSchema>,
): LoadedData['schemaOf'] {
  const known = new Map(schemas)
  return (databaseId) => {
    const path = paths.get(databaseId)
    if (path === undefined || known.has(databaseId)) return known.get(databaseId)
    const schema = readDatabaseSchema(databaseId, path)
    known.set(databaseId, schema)
    return schema
  }
}

/** @param siblingFiles - what else decides how an episode goes */
function factsOf(
  dataDir: string,
  { name, questions }: Dataset,
  siblingFiles: readonly string[],
): DatasetFacts {
  const questionFile = join(dataDir, 'questions', `${name}.jsonl`)
  const aboutFile = join(dataDir, 'questions', `${name}.about.json`)
  if (!existsSync(aboutFile))
    throw new SettingError(`${aboutFile} is missing: import ${name} again`)
  const about = named(aboutFile, () => parseDatasetAbout(readFileSync(aboutFile, 'utf8')))
  const databaseIds = [...new Set(questions.map(({ databaseId }) => databaseId))].sort()
  const databases = databaseIds.map((id) => databasePathIn(dataDir, id))
  const files = [questionFile, ...databases, ...siblingFiles]
  const { title, license, attribution, homepage, source } = about
  return { name, title, license, attribution, homepage, source, checksum: checksumOf(files) }
}

/** Over the files' contents in order, each preceded by its length. */
function checksumOf(files: readonly string[]): string {
  const hash = createHash('sha256')
  // In pieces: what is read whole stays in the process's memory long after.
  const piece = Buffer.alloc(HASHED_BYTES)
  for (const file of files) {
    const descriptor = openSync(file, 'r')
    try {
      hash.update(`${fstatSync(descriptor).size}\n`)
      for (let length = 1; length > 0;) {
        length = readSync(descriptor, piece)
        hash.update(piece.subarray(0, length))
      }
    } finally {
      closeSync(descriptor)
    }
  }
  return hash.digest('hex')
}

const HASHED_BYTES = 256 * 1024
