/** How many slips in gold there are of each kind, and how many the data tell apart. */

import type { MadeSlips } from '../made-slips.ts'
import { MUTANT_KINDS } from '../mutants.ts'
import type { MutantKind } from '../mutants.ts'

export type SlipCount = {
  readonly kind: MutantKind
  readonly questionCount: number
  readonly madeCount: number
  readonly survivingCount: number
}

/** @param slips - one for each question */
export function countSlips(slips: readonly MadeSlips[]): SlipCount[] {
  return MUTANT_KINDS.map((kind) => {
    const countIn = (kinds: readonly MutantKind[]): number =>
      kinds.filter((each) => each === kind).length
    const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)
    return {
      kind,
      questionCount: slips.filter(({ made }) => made.includes(kind)).length,
      madeCount: sum(slips.map(({ made }) => countIn(made))),
      survivingCount: sum(slips.map(({ surviving }) => countIn(surviving))),
    }
  })
}
