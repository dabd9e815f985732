/** Tells cheaply whether the built-in data of a data folder is what a build would write now. */

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import Database from 'better-sqlite3'
import * as v from 'valibot'

import { aboutPath, databasePath, putFile, questionsPath } from '../dataset-files.ts'
import { siblingPaths, siblingsRecordsPath } from '../siblings/sibling-files.ts'
import { BUILTIN_DATABASES } from './databases.ts'
import { SOURCES_DIR } from './source-files.ts'

/** The code that decides what is written: how rows are made, and how golds are run and judged. */
const CODE_DIRS = [
  'datasets',
  'siblings',
  'questions',
  'sql',
  'verify',
  'adapters/node',
  'adapters/sqlite',
].map((folder) => fileURLToPath(new URL(`../../${folder}/`, import.meta.url)))

const StampSchema = v.object({ inputs: v.string(), files: v.record(v.string(), v.string()) })

/** One hash of the sources, the code that reads them, and the version of SQLite. */
export function hashInputs(): string {
  const hash = createHash('sha256')
  hash.update(sqliteVersion())
  for (const directory of [SOURCES_DIR, ...CODE_DIRS]) {
    for (const file of filesIn(directory)) {
      hash.update(`\0${file}\0`).update(readFileSync(path.join(directory, file)))
    }
  }
  return hash.digest('hex')
}

/** Whether the data folder holds the built-in data, whole, made from the sources as they are now. */
export function isBuiltinCurrent(dataDir: string): boolean {
  const stamp = readStamp(dataDir)
  if (stamp === undefined) return false
  const outputs = hashOutputs(dataDir)
  const names = new Set([...Object.keys(outputs), ...Object.keys(stamp.files)])
  const isWhole = [...names].every((name) => {
    return outputs[name] !== undefined && outputs[name] === stamp.files[name]
  })
  return isWhole && stamp.inputs === hashInputs()
}

/** Where the files of a build are, from the data folder on; none where there was no build. */
export function builtFiles(dataDir: string): string[] {
  const stamp = readStamp(dataDir)
  if (stamp === undefined) return []
  return [...Object.keys(stamp.files), path.relative(dataDir, stampPath(dataDir))]
}

/** Written last: a build that was cut short has none that fits. */
export async function putStamp(dataDir: string, inputs: string): Promise<void> {
  const stamp = JSON.stringify({ inputs, files: hashOutputs(dataDir) }, null, 2)
  await putFile(stampPath(dataDir), (file) => writeFile(file, `${stamp}\n`, { flush: true }))
}

function stampPath(dataDir: string): string {
  return path.join(dataDir, 'questions', 'builtin.stamp.json')
}

function readStamp(dataDir: string): v.InferOutput<typeof StampSchema> | undefined {
  const file = stampPath(dataDir)
  if (!existsSync(file)) return undefined
  try {
    return v.parse(StampSchema, JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    // Half a file or somebody else's: the same as none.
    if (error instanceof SyntaxError || v.isValiError(error)) return undefined
    throw error
  }
}

function hashOutputs(dataDir: string): Record<string, string | undefined> {
  const files = [
    ...BUILTIN_DATABASES.map(({ databaseId }) => databasePath(dataDir, databaseId)),
    ...siblingPaths(dataDir, 'builtin'),
    siblingsRecordsPath(dataDir, 'builtin'),
    questionsPath(dataDir, 'builtin'),
    aboutPath(dataDir, 'builtin'),
  ]
  return Object.fromEntries(
    files.map((file) => [
      path.relative(dataDir, file),
      existsSync(file) ? hashFile(file) : undefined,
    ]),
  )
}

function hashFile(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}

/** Paths from `directory` on, sorted, without tests and what editors leave behind. */
function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|sql|csv|txt)$/.test(file) && !file.endsWith('.test.ts'))
    .sort()
}

function sqliteVersion(): string {
  const database = new Database(':memory:')
  try {
    return String(database.prepare('SELECT sqlite_version()').pluck().get())
  } finally {
    database.close()
  }
}
