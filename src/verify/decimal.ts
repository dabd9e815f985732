/** Numbers as people write them, exact to the last digit, and how many digits they show. */

/** Two decimals have one value just when `isNegative`, `digits` and `exponent` are equal. */
export type Decimal = {
  readonly isNegative: boolean
  /** Without leading and trailing zeros; empty for zero, which is never negative. */
  readonly digits: string
  /** The value is `0.digits` × 10^`exponent`; 0 for zero. */
  readonly exponent: number
  /** Digits written after the decimal point, counted in ones: 2 in `1.50`, 3 in `15e-3`; 0 or more. */
  readonly decimals: number
  /** Digits that claim something: 3 in `1.50`, `0.0123` and `1,230.`, 0 in `0.0`. */
  readonly significantDigits: number
  /** The nearest double. */
  readonly value: number
}

// Thousands are told by groups of three and a first group that is no zero: 0,204 is no number.
const NUMBER =
  /^(?<sign>[-+\u2212])?(?:(?<whole>[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.(?<fraction>\d*))?|\.(?<bareFraction>\d+))(?:e(?<power>[-+]?\d+))?$/i

/** The number that is written, or null: no units, no percent signs, no words. */
export function parseDecimal(text: string): Decimal | null {
  const groups = NUMBER.exec(text)?.groups
  if (groups === undefined) return null
  const whole = (groups['whole'] ?? '').replaceAll(',', '')
  const fraction = groups['fraction'] ?? groups['bareFraction'] ?? ''
  const power = groups['power'] ?? '0'
  const shown = withoutLeadingZeros(whole + fraction)
  const digits = withoutTrailingZeros(shown)
  const isZero = digits === ''
  const isNegative = !isZero && (groups['sign'] ?? '+') !== '+'
  return {
    isNegative,
    digits,
    exponent: isZero ? 0 : shown.length - fraction.length + Number(power),
    decimals: Math.max(0, fraction.length - Number(power)),
    significantDigits: isZero ? 0 : (fraction === '' ? digits : shown).length,
    value: Number(`${isNegative ? '-' : ''}${whole}.${fraction}e${power}`),
  }
}

export function sameDecimal(a: Decimal, b: Decimal): boolean {
  return a.isNegative === b.isNegative && a.digits === b.digits && a.exponent === b.exponent
}

export type TieRule = 'half_up' | 'half_even'

/**
 * @param decimals - digits to keep after the point; 0 or more
 * @param tie - what becomes of an exact half: away from zero, or to the even digit
 */
export function roundDecimal(decimal: Decimal, decimals: number, tie: TieRule): Decimal {
  const kept = decimal.exponent + decimals
  if (kept >= decimal.digits.length) return decimal
  const head = BigInt(decimal.digits.slice(0, Math.max(0, kept)) || '0')
  const rest = kept < 0 ? '' : decimal.digits.slice(kept)
  const isUp = rest === '5' ? tie === 'half_up' || head % 2n === 1n : rest > '5'
  const rounded = isUp ? head + 1n : head
  return toDecimal(`${decimal.isNegative ? '-' : ''}${rounded}e-${decimals}`)
}

/** @throws {RangeError} when `text` is no number: a bug in the caller */
export function toDecimal(text: string): Decimal {
  const decimal = parseDecimal(text)
  if (decimal === null) throw new RangeError(`Expected a number, got ${text}`)
  return decimal
}

function withoutLeadingZeros(digits: string): string {
  return digits.replace(/^0+/, '')
}

/** By hand: an expression that ends in `0+$` takes quadratic time where zeros are many. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end -= 1
  return digits.slice(0, end)
}
