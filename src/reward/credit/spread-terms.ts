/** Spreads the terms of a reward over the text of the action that earned it. */

import type { Span } from '../../sql/tokens.ts'
import { REWARD_TERMS } from '../terms.ts'
import type { RewardTerm, RewardTerms } from '../terms.ts'

/** A part of an action's text, and how much of one term it has earned. */
export type Credit = Span & { readonly term: RewardTerm; readonly value: number }

/** `weight` is its share beside the others' of the term: any number above 0. */
export type WeightedSpan = Span & { readonly weight: number }

/** The parts of the text to which a term goes, in their order; where there is none, to all of it. */
export type TermSpans = { readonly [term in RewardTerm]?: readonly WeightedSpan[] }

/**
 * Term by term in table order. The values of a term add up to it exactly, in whatever order they are
 * added, so that the sums of the terms add up to the reward as the terms do.
 */
export function spreadTerms(text: string, terms: RewardTerms, spans: TermSpans): Credit[] {
  return REWARD_TERMS.flatMap((term): Credit[] => {
    const value = terms[term]
    if (value === undefined) return []
    const whole = [{ start: 0, end: text.length, weight: 1 }]
    const parts = spans[term] ?? []
    const shared = parts.length === 0 ? whole : parts
    const values = splitExactly(
      value,
      shared.map(({ weight }) => weight),
    )
    return shared.map(({ start, end }, index) => ({ start, end, term, value: values[index] ?? 0 }))
  })
}

/** Binary digits of a double's fraction, the first one included. */
const DIGITS = 53

/**
 * Parts of `value`, each as large as its weight has it but for the last binary digit of `value`. Each
 * is a whole number of that digit's worth, and no sum of them needs more digits than `value` has: so
 * none is ever rounded.
 *
 * @param weights - above 0; one or more
 */
export function splitExactly(value: number, weights: readonly number[]): number[] {
  if (value === 0) return weights.map(() => 0)
  let unit = 1
  while (!Number.isInteger(value / unit)) unit /= 2
  while (Math.abs(value / unit) < 2 ** (DIGITS - 1)) unit /= 2
  const count = value / unit
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let weightBefore = 0
  let countBefore = 0
  return weights.map((weight, index) => {
    weightBefore += weight
    const isLast = index === weights.length - 1
    const countHere = isLast ? count : Math.trunc(count * Math.min(1, weightBefore / total))
    const part = (countHere - countBefore) * unit
    countBefore = countHere
    return part
  })
}
