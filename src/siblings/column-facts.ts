/** What kind of values a column holds, and how new ones of that kind are made. */

import type { CellValue } from '../sql/cell.ts'
import { formatDatedText, parseDatedText } from './calendar-days.ts'
import { cellKey } from './cell-keys.ts'
import type { Contents } from './contents.ts'

/** How a number is written. */
export type NumberForm = {
  /** `mixed`: INTEGER where it is a whole number, else REAL. */
  readonly storage: 'integer' | 'real' | 'mixed' | 'text'
  /** Digits behind the point. */
  readonly decimals: number
  /** Digits that a text has at least: '037' has three. */
  readonly width: number
}

export type ColumnFacts = {
  /**
   * A `key` is what others refer to, or part of a unique set, so that its values stand for rows; a
   * `reference` holds such values of another table.
   */
  readonly role: 'plain' | 'key' | 'reference'
  readonly kind: ColumnKind
  readonly hasNulls: boolean
  /** All cells but NULLs, one a row. */
  readonly values: readonly CellValue[]
}

export type ColumnKind =
  /** `min` and `max` are the column's own. */
  | {
      readonly name: 'number'
      readonly form: NumberForm
      readonly min: number
      readonly max: number
    }
  /** Days, as `calendar-days.ts` counts them. */
  | { readonly name: 'date'; readonly min: number; readonly max: number }
  /** Few different values: other ones would be no members of what the column lists. */
  | { readonly name: 'category' }
  | { readonly name: 'text' }
  /** Several kinds, blobs, or nothing. */
  | { readonly name: 'other' }

/** Facts of every column of every table. */
export function studyColumns(contents: Contents): ColumnFacts[][] {
  return contents.map(({ shape, rows }, table) =>
    shape.columns.map((_, column) => {
      const values = rows.flatMap((row) => row[column] ?? [])
      return {
        role: roleOf(contents, table, column),
        kind: kindOf(values),
        hasNulls: values.length < rows.length,
        values,
      }
    }),
  )
}

function roleOf(contents: Contents, table: number, column: number): ColumnFacts['role'] {
  const shape = contents[table]?.shape
  const isReferredTo = contents.some(({ shape: { references } }) =>
    references.some((to) => to.table === table && to.toColumns.includes(column)),
  )
  if (isReferredTo) return 'key'
  if (shape?.references.some(({ columns }) => columns.includes(column))) return 'reference'
  return shape?.uniqueSets.some((columns) => columns.includes(column)) ? 'key' : 'plain'
}

function kindOf(values: readonly CellValue[]): ColumnKind {
  const numbers = numberKindOf(values)
  const isListed = isListOfFew(values)
  if (numbers !== undefined) return isListed ? { name: 'category' } : numbers
  if (values.length === 0 || !values.every((value) => typeof value === 'string')) {
    return { name: 'other' }
  }
  if (isListed) return { name: 'category' }
  const days = values.map((value) => parseDatedText(value)?.day)
  if (days.every((day) => day !== undefined)) {
    return { name: 'date', min: smallest(days), max: largest(days) }
  }
  return { name: 'text' }
}

/** Whether values come again and again: at most one in two is new, and few are in all. */
function isListOfFew(values: readonly CellValue[]): boolean {
  const different = new Set(values.map(cellKey)).size
  const isNumeric = values.every((value) => typeof value !== 'string')
  const most = isNumeric ? Math.max(5, values.length / 20) : values.length / 2
  return different * 2 <= values.length && different <= most
}

function numberKindOf(values: readonly CellValue[]): ColumnKind | undefined {
  const numbers = values.map(toNumber)
  if (numbers.length === 0 || !numbers.every((value) => value !== undefined)) return undefined
  const form = formOf(values, numbers)
  return form && { name: 'number', form, min: smallest(numbers), max: largest(numbers) }
}

function formOf(values: readonly CellValue[], numbers: readonly number[]): NumberForm | undefined {
  const kinds = new Set(values.map((value) => typeof value))
  const decimals = decimalsOf(numbers)
  if (!kinds.has('string')) {
    const storage = kinds.size > 1 ? 'mixed' : kinds.has('bigint') ? 'integer' : 'real'
    return { storage, decimals, width: 0 }
  }
  const texts = values.map(String)
  const isPadded = texts.some((text) => /^0\d/.test(text))
  const widths = new Set(texts.map(({ length }) => length))
  // Numbers beside texts, or codes of several widths with zeros before them, follow no rule we know.
  if (kinds.size > 1 || (isPadded && widths.size > 1)) return undefined
  const [width = 0] = isPadded ? widths : []
  return { storage: 'text', decimals, width }
}

/** Beyond these a number is an identity (a phone, a card), or too long to be computed with. */
const NUMBER_MAX = 1e12

/** The number of a cell that holds one, be it as text; `undefined` else. */
export function toNumber(cell: CellValue): number | undefined {
  if (typeof cell === 'string' && !/^-?\d{1,12}(?:\.\d{1,9})?$/.test(cell)) return undefined
  if (cell === null || typeof cell === 'object') return undefined
  const number = Number(cell)
  return Math.abs(number) <= NUMBER_MAX ? number : undefined
}

/** A number as the column writes it. */
export function fromNumber(number: number, { storage, decimals, width }: NumberForm): CellValue {
  const text = number.toFixed(decimals)
  if (storage === 'text') return text.padStart(width, '0')
  const isWhole = storage === 'integer' || (storage === 'mixed' && Number.isInteger(Number(text)))
  return isWhole ? BigInt(Math.round(number)) : Number(text)
}

/** The smallest difference that the column shows. */
export function stepOf({ decimals }: NumberForm): number {
  return Number(`1e-${decimals}`)
}

const DECIMALS_MAX = 6

function decimalsOf(numbers: readonly number[]): number {
  const counts = numbers.map((number) => {
    const [, decimals = ''] = String(number).split('.')
    return /e/.test(decimals) ? DECIMALS_MAX : decimals.length
  })
  return Math.min(DECIMALS_MAX, largest(counts))
}

// Spreading a large array into Math.min would overflow the stack.
function smallest(numbers: readonly number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number), Infinity)
}

function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), -Infinity)
}

/** The cell with a date so many days later; `undefined` where it has none. */
export function laterBy(cell: CellValue, days: number): CellValue | undefined {
  const dated = typeof cell === 'string' ? parseDatedText(cell) : undefined
  return dated && formatDatedText({ ...dated, day: dated.day + days })
}
