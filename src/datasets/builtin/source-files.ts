/** The text that the built-in databases and questions are made from: `data/sources/`. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { parseCsv } from './csv.ts'
import type { FilledRecord, SourceFiles } from './database.ts'

/** Part of the project, wherever the built data goes. */
export const SOURCES_DIR = fileURLToPath(new URL('../../../data/sources/', import.meta.url))

/** @throws {Error} when the file is missing; the message names it */
export function readSource(databaseId: string, fileName: string): string {
  return readFileSync(path.join(SOURCES_DIR, databaseId, fileName), 'utf8')
}

export function createSourceFiles(databaseId: string): SourceFiles {
  return {
    records<Column extends string>(fileName: string, ...filledColumns: readonly Column[]) {
      const records = parseCsv(readSource(databaseId, fileName))
      for (const column of filledColumns) {
        if (!records.every((record) => typeof record[column] === 'string')) {
          throw new Error(`Expected ${databaseId}/${fileName} to have ${column} in every record`)
        }
      }
      // Just seen to have them.
      return records as FilledRecord<Column>[]
    },
    lines: (fileName) =>
      readSource(databaseId, fileName)
        .split('\n')
        .filter((line) => line !== ''),
  }
}
