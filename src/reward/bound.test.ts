/** How much an episode can earn and lose, found by looking at everything that can happen in it. */

import { describe, expect, it } from 'vitest'

import { REWARD_PROFILES } from './profiles.ts'
import { explorationTerms } from './step-reward.ts'
import type { ExplorationFacts } from './step-reward.ts'
import { sumTerms } from './terms.ts'

const LEVELS = [0, 0.25, 0.5, 0.75, 1]
const BOTH = [false, true]

type Move = {
  readonly from: number
  readonly to: number
  readonly isRepeated: boolean
  readonly reward: number
}

/** Every move between two levels of Φ with all facts that can go with it, and more: a superset. */
function allMoves(stepBudget: number): Move[] {
  const kinds = BOTH.flatMap((isQuery) =>
    BOTH.flatMap((hasSucceeded) =>
      BOTH.flatMap((hasReadTable) =>
        BOTH.flatMap((isRepeated) =>
          BOTH.map((hasSeenRows) => ({
            isQuery,
            hasSucceeded,
            hasReadTable,
            isRepeated,
            hasSeenRows,
          })),
        ),
      ),
    ),
  )
  return kinds.flatMap((kind) =>
    LEVELS.flatMap((from) =>
      (canMovePotential(kind) ? LEVELS : [from]).map((to) => {
        const facts: ExplorationFacts = { ...kind, potentialChange: to - from }
        const terms = explorationTerms(facts, REWARD_PROFILES.default, stepBudget)
        return { from, to, isRepeated: kind.isRepeated, reward: sumTerms(terms) }
      }),
    ),
  )
}

function canMovePotential(kind: Omit<ExplorationFacts, 'potentialChange'>): boolean {
  return kind.isQuery && kind.hasSucceeded && kind.hasReadTable
}

/** The best (or worst) total of `steps` moves that begin at Φ = 0. The first repeats nothing. */
function extreme(steps: number, moves: readonly Move[], better: (a: number, b: number) => number) {
  let totals = new Map([[0, 0]])
  for (let step = 0; step < steps; step += 1) {
    const next = new Map<number, number>()
    for (const { from, to, isRepeated, reward } of moves) {
      const before = totals.get(from)
      if (before === undefined || (step === 0 && isRepeated)) continue
      const total = before + reward
      next.set(to, better(next.get(to) ?? total, total))
    }
    totals = next
  }
  return [...totals.values()].reduce((a, b) => better(a, b))
}

describe('the default profile', () => {
  it('R6: pays at most 0.30 without a right answer, at every step budget', () => {
    for (let budget = 1; budget <= 100; budget += 1) {
      const moves = allMoves(budget)
      // The last step may be a wrong ANSWER, so fewer moves count as well.
      for (const steps of [budget, budget - 1, Math.ceil(budget / 2)]) {
        expect(extreme(steps, moves, Math.max)).toBeLessThanOrEqual(0.3 + 1e-9)
      }
    }
  })

  it('reaches nearly all of the 0.30, so the bound is no idle one', () => {
    expect(extreme(100, allMoves(100), Math.max)).toBeGreaterThan(0.29)
  })

  it('leaves any right answer above any wrong one, at budgets up to 15', () => {
    for (let budget = 1; budget <= 15; budget += 1) {
      const moves = allMoves(budget)
      const worstRight =
        1 + Math.min(...range(budget).map((steps) => extreme(steps, moves, Math.min)))
      expect(worstRight).toBeGreaterThan(extreme(budget, moves, Math.max))
    }
  })
})

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
