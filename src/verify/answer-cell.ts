/** One value of an answer, and whether it is right: read by the type of the gold cell. */

import type { CellValue } from '../sql/cell.ts'
import { formatCell } from '../sql/cell.ts'
import type { Decimal } from './decimal.ts'
import { parseDecimal, roundDecimal, sameDecimal, toDecimal } from './decimal.ts'
import { normalizeText } from './normal-text.ts'
import { REAL_TOLERANCE } from './same-cell.ts'

export type AnswerCell = {
  /** As the answer has it, without outer blanks. */
  readonly text: string
  readonly normalText: string
  /** Bare `NULL` or JSON null: what stands in quotes is a text. */
  readonly isNull: boolean
  /** Null where the text is not a number. */
  readonly number: Decimal | null
  /** The same value without the quotes around it, another way to read it; null without quotes. */
  readonly unquoted: AnswerCell | null
}

/** A value that stands in the answer as it is, or in quotes. */
export function bareCell(text: string): AnswerCell {
  const trimmed = text.trim()
  const unquoted = withoutQuotes(trimmed)
  return new LazyCell(
    trimmed,
    trimmed.toLowerCase() === 'null',
    unquoted === null ? null : quotedCell(unquoted),
  )
}

/** A value whose quotes are gone already: it is never NULL. */
export function quotedCell(text: string): AnswerCell {
  return new LazyCell(text.trim(), false, null)
}

/** Most cells of a long answer are never looked at, so they are not read before that. */
class LazyCell implements AnswerCell {
  readonly text: string
  readonly isNull: boolean
  readonly unquoted: AnswerCell | null
  #normalText: string | undefined
  #number: Decimal | null | undefined

  constructor(text: string, isNull: boolean, unquoted: AnswerCell | null) {
    this.text = text
    this.isNull = isNull
    this.unquoted = unquoted
  }

  get normalText(): string {
    this.#normalText ??= normalizeText(this.text)
    return this.#normalText
  }

  get number(): Decimal | null {
    if (this.#number === undefined) this.#number = parseDecimal(this.text)
    return this.#number
  }
}

const CLOSING_QUOTES = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
])

/** What stands between one pair of outer quotes; null where there is no pair. */
export function withoutQuotes(text: string): string | null {
  const closing = CLOSING_QUOTES.get(text[0] ?? '')
  return text.length > 1 && text.at(-1) === closing ? text.slice(1, -1) : null
}

/** Whether a cell of an answer is right, given the gold cell that it stands for. */
export type CellTest = (cell: AnswerCell) => boolean

/** The gold cell as a test, made once and used for many cells. */
export function cellTest(gold: CellValue): CellTest {
  const fits = readAsGold(gold)
  return (cell) => fits(cell) || (cell.unquoted !== null && fits(cell.unquoted))
}

function readAsGold(gold: CellValue): CellTest {
  if (gold === null) return ({ isNull }) => isNull
  if (typeof gold === 'bigint') {
    const shown = String(gold)
    const wanted = toDecimal(shown)
    return (cell) =>
      cell.text === shown || (cell.number !== null && sameDecimal(cell.number, wanted))
  }
  const wanted = normalizeText(formatCell(gold))
  if (typeof gold !== 'number') return ({ normalText }) => normalText === wanted
  const roundings: Roundings = new Map()
  // An infinite REAL prints as a word.
  return ({ number, normalText }) =>
    number === null ? normalText === wanted : isRightReal(number, gold, roundings)
}

/** How far from a gold of zero an answer may be; a relative tolerance has no room there. */
const ZERO_TOLERANCE = 1e-9

/** What one gold may be rounded to, by the decimals that are kept. */
type Roundings = Map<number, readonly Decimal[]>

function isRightReal(answer: Decimal, gold: number, roundings: Roundings): boolean {
  if (gold === 0) return Math.abs(answer.value) <= ZERO_TOLERANCE
  if (answer.digits === '' || !Number.isFinite(gold)) return answer.value === gold
  const distance = Math.abs(answer.value - gold)
  if (distance <= REAL_TOLERANCE * Math.abs(gold)) return true
  // To round takes long, and moves a number by less than one of its last digit.
  if (distance > 10 ** -answer.decimals || !showsEnough(answer, gold)) return false
  const known = roundings.get(answer.decimals) ?? roundingsOf(gold, answer.decimals)
  roundings.set(answer.decimals, known)
  return known.some((rounding) => sameDecimal(rounding, answer))
}

/** Enough digits that a rounded number is not a guess: 3.14, 0.0123, 104, but not 3.1 or 100. */
function showsEnough({ significantDigits, decimals }: Decimal, gold: number): boolean {
  return significantDigits >= 3 || (decimals >= 2 && Math.abs(gold) >= 1)
}

/** A REAL prints with this many significant digits. */
const SHOWN_DIGITS = 15

/**
 * An exact half may go up or to the even digit. What is a half depends on who looks: 2.675 is one
 * to a reader, and a little less as a double, which is what SQLite's own `round` looks at.
 */
function roundingsOf(gold: number, decimals: number): readonly Decimal[] {
  const shown = toDecimal(gold.toPrecision(SHOWN_DIGITS))
  return [
    roundDecimal(shown, decimals, 'half_up'),
    roundDecimal(shown, decimals, 'half_even'),
    ...(canRoundExactly(gold, decimals) ? [toDecimal(gold.toFixed(decimals))] : []),
  ]
}

/** `toFixed` rounds the double exactly, within these bounds. */
function canRoundExactly(gold: number, decimals: number): boolean {
  return Math.abs(gold) < 1e21 && decimals <= 100
}
