/** What ten databases of Spider look like as published, so that any copy can be held to it. */

import { createHash } from 'node:crypto'

import { SourceError } from './source-error.ts'
import type { SpiderRow } from './spider-layout.ts'

type Pin = { readonly bytes: number; readonly sha256: string }

/** Those that the predecessor bundles, in the order in which Spider asks of them. */
const DATABASES: Readonly<Record<string, Pin>> = {
  concert_singer: {
    bytes: 36_864,
    sha256: '4fa1ba5ab4577e895271088b1dc44aa94be88e25a54293317a67584112ef059d',
  },
  pets_1: {
    bytes: 16_384,
    sha256: '8ffe0ea9b3b034ca8860a2f18300a98c7583ce2522ea195726a04803f675e5bb',
  },
  car_1: {
    bytes: 65_536,
    sha256: '9d851e396e02997a1de073ae982fe1e4b1769fdffce2fac6e325857a3a938709',
  },
  flight_2: {
    bytes: 77_824,
    sha256: 'db777ba6488ae2b515cb138d71ff23c4533e5fd0355854648a1102faff3fb7af',
  },
  employee_hire_evaluation: {
    bytes: 36_864,
    sha256: '760fec5cc872ef0cdf99242614f05c93dbd00d422ac9da87ea64fcf555be7373',
  },
  cre_Doc_Template_Mgt: {
    bytes: 24_576,
    sha256: '9c3fdd03d8795ecde60aae782ce50c4fb1d6c03de1401fcdd6dc177342a53df5',
  },
  poker_player: {
    bytes: 20_480,
    sha256: '63fffd7b68524f07a742a74b74b95a4ba178e6419f3574b9ee78b8dda1df46ba',
  },
  world_1: {
    bytes: 319_488,
    sha256: '17b986695f16786d58d66f85e49dba87bdfe72953207ab9b1b49da9d2301ef65',
  },
  dog_kennels: {
    bytes: 49_152,
    sha256: 'ea5fbc6cf6aaf500371c5c121c339d9802ba6f5fbecd948a5274c0b487a9f486',
  },
  student_assessment: {
    bytes: 57_344,
    sha256: '23977676ac6170ea91819d6e1a9389942335bb224fbd0a953e4cba0e25dec748',
  },
}

/**
 * Of the rows about these databases, each as the JSON text `["db_id","query","question"]` with a
 * line break, in file order: the same for a file with or without other rows and fields, however it
 * is indented.
 */
const QUESTIONS: Readonly<Record<string, { readonly rows: number; readonly sha256: string }>> = {
  'dev.json': {
    rows: 623,
    sha256: '2be0cd91333eec21ef348d668076f43c920c49c425d5bca8fcbef5b3dbcd1fb3',
  },
  'train_spider.json': {
    rows: 53,
    sha256: '4664856cabb46b78b1b30c12e75973bd3c4e4499b785dd725f5bc4a3c6cb16ad',
  },
}

export const PINNED_DATABASE_IDS = Object.keys(DATABASES)

export const PINNED_QUESTION_FILES = Object.keys(QUESTIONS)

/**
 * @param rows - all rows of the question file `file`
 * @returns those about the ten databases
 * @throws {SourceError} when they are not the published ones
 */
export function pinnedRowsOf(file: string, rows: readonly SpiderRow[]): readonly SpiderRow[] {
  const kept = rows.filter(({ databaseId }) => Object.hasOwn(DATABASES, databaseId))
  const pin = QUESTIONS[file]
  if (pin === undefined) return []
  const hash = createHash('sha256')
  for (const { databaseId, query, question } of kept) {
    hash.update(`${JSON.stringify([databaseId, query, question])}\n`)
  }
  const sha256 = hash.digest('hex')
  if (kept.length === pin.rows && sha256 === pin.sha256) return kept
  throw new SourceError(
    `${file}: expected the ${pin.rows} published questions about the ten databases ` +
      `(digest ${pin.sha256}), got ${kept.length} (digest ${sha256})`,
  )
}

/** How large the file is. */
export function pinnedBytes(databaseId: string): number {
  return pinOf(databaseId).bytes
}

/** @throws {SourceError} when it is not the published file */
export function checkPinnedDatabase(databaseId: string, content: Uint8Array): void {
  const pin = pinOf(databaseId)
  const sha256 = createHash('sha256').update(content).digest('hex')
  if (sha256 === pin.sha256) return
  throw new SourceError(
    `${databaseId}.sqlite: expected the published ${pin.bytes} bytes (SHA-256 ${pin.sha256}), ` +
      `got ${content.length} (SHA-256 ${sha256})`,
  )
}

function pinOf(databaseId: string): Pin {
  const pin = DATABASES[databaseId]
  if (pin === undefined) throw new RangeError(`Expected one of the ten, got ${databaseId}`)
  return pin
}
