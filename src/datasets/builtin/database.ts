/** What a built-in database is made from. */

import type { Split } from '../../questions/question.ts'
import type { CsvRecord } from './csv.ts'
import type { Random } from './random.ts'

/** The files of `data/sources/<db_id>/`. */
export type SourceFiles = {
  /**
   * The records of a CSV file. The columns that are named have a cell in every record.
   * @throws {Error} naming the file when it is missing or malformed, or the column with no cell
   */
  records<Column extends string = never>(
    fileName: string,
    ...filledColumns: readonly Column[]
  ): FilledRecord<Column>[]
  /** The lines of a word list, without empty ones. @throws {Error} when it is missing */
  lines(fileName: string): string[]
}

/** `record.name` is text where `name` is one of the columns, text or `null` elsewhere. */
export type FilledRecord<Column extends string> = CsvRecord & Readonly<Record<Column, string>>

/** A column's declared type decides how a value is stored: text goes into TEXT as it is. */
export type TableRow = Readonly<Record<string, string | number | null>>

/** By table name; every table of `schema.sql` is there. */
export type TableRows = Readonly<Record<string, readonly TableRow[]>>

export type BuiltinDatabase = {
  readonly databaseId: string
  /** A database is wholly in one split. */
  readonly split: Split
  readonly seed: number
  /** Pure: the same files and chance give the same rows. */
  readonly makeRows: (files: SourceFiles, random: Random) => TableRows
}
