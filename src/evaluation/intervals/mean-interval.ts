/** How far a mean that was measured on a sample may be from the true one. */

import type { Interval } from './wilson.ts'

/** The normal distribution's 97.5th percentile. */
const Z = 1.959_963_984_540_054

/** Of Student's t with one and two degrees of freedom, where the expansion is too coarse. */
const FEW_DEGREES: Readonly<Record<number, number>> = { 1: 12.706_205, 2: 4.302_653 }

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Student's interval at 95 %; null for fewer than two values, of which nothing is known. */
export function meanInterval(values: readonly number[]): Interval | null {
  if (values.length < 2) return null
  const mean = meanOf(values)
  const degrees = values.length - 1
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / degrees
  const reach = studentQuantile(degrees) * Math.sqrt(variance / values.length)
  return { low: mean - reach, high: mean + reach }
}

/** The 97.5th percentile, by the expansion about the normal one; within 1 % from three degrees up. */
export function studentQuantile(degrees: number): number {
  const few = FEW_DEGREES[degrees]
  if (few !== undefined) return few
  return (
    Z +
    (Z ** 3 + Z) / (4 * degrees) +
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * degrees ** 2) +
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / (384 * degrees ** 3)
  )
}
