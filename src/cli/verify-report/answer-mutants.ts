/** Gold answers changed in small ways, of which it is known beforehand whether they are right. */

import type { Random } from '../../datasets/builtin/random.ts'
import type { CellValue, Row } from '../../sql/cell.ts'
import { rowsToJson } from '../../sql/cell.ts'
import type { Gold } from '../../verify/grade-answer.ts'

/** What is done to gold, and whether that leaves it right. */
export const MUTATIONS = {
  'an integer off by one': false,
  'a real off by one in its fifth digit': false,
  'a text with one character changed': false,
  'a NULL as 0': false,
  'a blob without its last byte': false,
  'a row dropped': false,
  'a row doubled': false,
  'two columns swapped': false,
  'rows shuffled that have an order': false,
  'rows shuffled that have none': true,
} as const
export type Mutation = keyof typeof MUTATIONS

export type Mutant = { readonly mutation: Mutation; readonly rows: readonly Row[] }

/**
 * One mutant for each column's value and each pair of neighbouring columns, one for each other way.
 * What happens to equal gold to the last byte is left out: a shuffle of rows that are all alike.
 */
export function mutantsOf(gold: Gold, random: Random): readonly Mutant[] {
  const mutants: readonly Mutant[] = [
    ...changedValues(gold, random),
    ...changedRows(gold, random),
    ...swappedColumns(gold),
    ...shuffledRows(gold, random),
  ]
  return mutants.filter(({ mutation, rows }) => MUTATIONS[mutation] || !isGold(rows, gold))
}

/** Compares the values as they are stored: nothing of the grader that is being measured. */
function isGold(rows: readonly Row[], gold: Gold): boolean {
  return exactText(rows, gold) === exactText(gold.rows, gold)
}

function exactText(rows: readonly Row[], { rowOrderMatters }: Gold): string {
  const lines = rows.map((row) => rowsToJson([row]))
  return (rowOrderMatters ? lines : lines.sort()).join('\n')
}

/** In each column the value of one row. */
function changedValues({ rows, columns }: Gold, random: Random): Mutant[] {
  return columns.map((_, column) => {
    const index = random.integer(0, rows.length - 1)
    const row = rows[index] ?? []
    const [mutation, value] = changeCell(row[column] ?? null, random)
    return { mutation, rows: rows.with(index, row.with(column, value)) }
  })
}

function changeCell(cell: CellValue, random: Random): readonly [Mutation, CellValue] {
  if (cell === null) return ['a NULL as 0', 0n]
  if (typeof cell === 'bigint') return ['an integer off by one', cell + random.pick([1n, -1n])]
  if (typeof cell === 'string') {
    return ['a text with one character changed', changeText(cell, random)]
  }
  return typeof cell === 'number'
    ? ['a real off by one in its fifth digit', changeReal(cell, random)]
    : ['a blob without its last byte', cell.slice(0, -1)]
}

/** Five digits are far above the grader's tolerance, whose width is that of the seventh. */
const DIGITS = 5

function changeReal(real: number, random: Random): number {
  const rounded = Number(real.toPrecision(DIGITS))
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(real) || 1)) - DIGITS + 1)
  const direction = random.pick([1, -1])
  // Without the noise that adding leaves behind the last digit.
  const next = (steps: number) => Number((rounded + steps * unit).toPrecision(DIGITS + 2))
  return isRounding(next(direction), real, unit) ? next(-direction) : next(direction)
}

/** Halfway between two numbers both are right, and 50.31 is 50.3111 with fewer digits. */
function isRounding(changed: number, real: number, unit: number): boolean {
  const isHalfway = Math.abs(changed - real) < 0.51 * unit
  const shorter = Array.from({ length: DIGITS }, (_, index) => Number(real.toPrecision(index + 1)))
  return isHalfway || shorter.includes(changed)
}

/** The next letter or digit in place of one; another letter where there is none. */
function changeText(text: string, random: Random): string {
  const places = [...text.matchAll(/[a-z\d]/gi)].map(({ index }) => index)
  if (places.length === 0) return `${text}x`
  const place = random.pick(places)
  return text.slice(0, place) + nextCharacter(text[place] ?? '') + text.slice(place + 1)
}

function nextCharacter(character: string): string {
  if (character === '9') return '0'
  if (character === 'z') return 'a'
  if (character === 'Z') return 'A'
  return String.fromCodePoint((character.codePointAt(0) ?? 0) + 1)
}

/** A single row is not dropped: nothing would be left to write. */
function changedRows({ rows }: Gold, random: Random): Mutant[] {
  const index = random.integer(0, rows.length - 1)
  const doubled = rows.toSpliced(index, 0, ...rows.slice(index, index + 1))
  const dropped = rows.toSpliced(index, 1)
  return [
    { mutation: 'a row doubled', rows: doubled },
    ...(rows.length > 1 ? [{ mutation: 'a row dropped', rows: dropped } as const] : []),
  ]
}

function swappedColumns({ rows, columns }: Gold): Mutant[] {
  return columns.slice(1).map((_, column) => ({
    mutation: 'two columns swapped',
    rows: rows.map((row) =>
      row.toSpliced(column, 2, ...row.slice(column, column + 2).toReversed()),
    ),
  }))
}

function shuffledRows({ rows, rowOrderMatters }: Gold, random: Random): Mutant[] {
  if (rows.length < 2) return []
  const shuffled = random.sample(rows, rows.length)
  const isMoved = shuffled.some((row, index) => row !== rows[index])
  const mutation = rowOrderMatters
    ? 'rows shuffled that have an order'
    : 'rows shuffled that have none'
  return [{ mutation, rows: isMoved ? shuffled : shuffled.toReversed() }]
}
