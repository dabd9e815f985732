/** New cells that look as if they belonged into their column. */

import type { CellValue } from '../sql/cell.ts'
import type { Chance } from './chance.ts'
import { fromNumber, laterBy, stepOf, toNumber } from './column-facts.ts'
import type { ColumnFacts, ColumnKind } from './column-facts.ts'
import { formatDatedText } from './calendar-days.ts'

/** A value of the column's kind and range, often one that it did not have; never NULL by itself. */
export function drawValue({ kind, values }: ColumnFacts, chance: Chance): CellValue {
  if (values.length === 0) return null
  const value = chance.pick(values)
  switch (kind.name) {
    case 'number':
      return between(value, chance.pick(values), kind, chance)
    case 'date':
      return shiftedDay(value, kind, chance)
    case 'text':
      return blendTexts(value, chance.pick(values), chance)
    case 'category':
    case 'other':
      return value
  }
}

/** A value that a column which holds no two equal ones may not have yet. */
export function drawUnseenValue(facts: ColumnFacts, chance: Chance): CellValue {
  const { kind, values } = facts
  if (values.length === 0) return null
  const value = chance.pick(values)
  if (kind.name === 'number' && kind.form.storage !== 'text') {
    const room = values.length * stepOf(kind.form) + 5
    const steps = Math.round((kind.max - kind.min + room) / stepOf(kind.form))
    return fromNumber(
      kind.min + chance.integer(0, Math.min(steps, 2 ** 31)) * stepOf(kind.form),
      kind.form,
    )
  }
  if (kind.name === 'date') return laterBy(value, chance.integer(-40, 40)) ?? value
  if (typeof value !== 'string') return value
  const blended = blendTexts(value, chance.pick(values), chance)
  return blended === value ? alterText(value, values, chance) : blended
}

const EIGHTHS = 8

/** Somewhere between two values, on the column's own grid. */
function between(
  value: CellValue,
  other: CellValue,
  { form }: Extract<ColumnKind, { name: 'number' }>,
  chance: Chance,
): CellValue {
  const [from, to] = [toNumber(value), toNumber(other)]
  if (from === undefined || to === undefined) return value
  return fromNumber(from + ((to - from) * chance.integer(0, EIGHTHS)) / EIGHTHS, form)
}

const DAYS_SHIFTED_MAX = 10

function shiftedDay(
  value: CellValue,
  { min, max }: Extract<ColumnKind, { name: 'date' }>,
  chance: Chance,
): CellValue {
  const days = chance.integer(-DAYS_SHIFTED_MAX, DAYS_SHIFTED_MAX)
  const later = laterBy(value, days)
  const [first, last] = [min, max].map((day) => formatDatedText({ day, rest: '' }))
  const isInRange =
    typeof later === 'string' &&
    later.slice(0, 10) >= (first ?? '') &&
    later.slice(0, 10) <= (last ?? '')
  return isInRange ? later : value
}

/** The beginning of one text and the end of another, where both have several words. */
function blendTexts(value: CellValue, other: CellValue, chance: Chance): CellValue {
  if (typeof value !== 'string' || typeof other !== 'string') return value
  const words = value.split(' ')
  const otherWords = other.split(' ')
  if (words.length < 2 || otherWords.length < 2) return chance.happens(50) ? value : other
  return [...words.slice(0, -1), otherWords.at(-1)].join(' ')
}

/** The text with other digits, or where it has none with another letter of the column's own. */
function alterText(text: string, values: readonly CellValue[], chance: Chance): string {
  const characters = Array.from(text)
  const digits = characters.flatMap((character, index) => (/\d/.test(character) ? [index] : []))
  if (digits.length > 0) {
    // The last ones count things, the first ones often say which things.
    for (const index of digits.slice(-3)) {
      // What begins without a zero is a number, and may be stored as one where it is referred to.
      const least = index === 0 && characters[0] !== '0' ? 1 : 0
      characters[index] = String(chance.integer(least, 9))
    }
    return characters.join('')
  }
  const letters = characters.flatMap((character, index) => (isLetter(character) ? [index] : []))
  if (letters.length === 0) return text
  const index = chance.pick(letters)
  const replaced = characters[index] ?? ''
  const pool = Array.from(String(chance.pick(values))).filter(
    (letter) => isLetter(letter) && isCapital(letter) === isCapital(replaced),
  )
  return pool.length === 0 ? text : characters.with(index, chance.pick(pool)).join('')
}

function isLetter(character: string): boolean {
  return /\p{L}/u.test(character)
}

function isCapital(character: string): boolean {
  return /\p{Lu}/u.test(character)
}
