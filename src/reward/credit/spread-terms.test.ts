import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { expectLawfulCredit } from '../../../test/credit-laws.ts'
import { REWARD_PROFILES, REWARD_PROFILE_NAMES } from '../profiles.ts'
import { explorationTerms, finalTerms } from '../step-reward.ts'
import { sumTerms } from '../terms.ts'
import { splitExactly, spreadTerms } from './spread-terms.ts'

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('splitExactly', () => {
  it('shares by weight', () => {
    expect(splitExactly(0.75, [1, 2])).toEqual([0.25, 0.5])
    expect(splitExactly(-0.02, [1])).toEqual([-0.02])
    expect(splitExactly(0, [1, 3])).toEqual([0, 0])
  })

  it('adds up to the value exactly, in whatever order', () => {
    const value = fc.double({ min: 1e-12, max: 2, noNaN: true })
    const weights = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), {
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(
        value,
        fc.boolean(),
        weights,
        fc.infiniteStream(fc.nat()),
        (size, sign, given, chance) => {
          const whole = sign ? size : -size
          const parts = splitExactly(whole, given)
          const shuffled = parts
            .map((part) => ({ part, place: chance.next().value }))
            .toSorted((a, b) => a.place - b.place)
          expect(sum(parts)).toBe(whole)
          expect(sum(shuffled.map(({ part }) => part))).toBe(whole)
          const total = sum(given)
          parts.forEach((part, index) => {
            const share = (whole * (given[index] ?? 0)) / total
            expect(Math.abs(part - share)).toBeLessThanOrEqual(Math.abs(whole) * 1e-14)
          })
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('spreadTerms', () => {
  it('gives a term that goes to nothing in particular to the whole text', () => {
    expect(spreadTerms('pets', { execution: 0.02, step_cost: -0.02 }, {})).toEqual([
      { start: 0, end: 4, term: 'execution', value: 0.02 },
      { start: 0, end: 4, term: 'step_cost', value: -0.02 },
    ])
    expect(spreadTerms('', { step_cost: -0.02 }, {})).toEqual([
      { start: 0, end: 0, term: 'step_cost', value: -0.02 },
    ])
    expect(spreadTerms('x', {}, {})).toEqual([])
    expect(spreadTerms('x', { answer: 0 }, {})).toMatchObject([{ term: 'answer', value: 0 }])
  })

  it('adds up for whatever a step can earn', () => {
    const facts = fc.record({
      isQuery: fc.boolean(),
      hasSucceeded: fc.boolean(),
      hasReadTable: fc.boolean(),
      isRepeated: fc.boolean(),
      hasSeenRows: fc.boolean(),
      potentialChange: fc.integer({ min: -4, max: 4 }).map((quarters) => quarters / 4),
    })
    const weights = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 32 })
    fc.assert(
      fc.property(
        facts,
        fc.constantFrom(...REWARD_PROFILE_NAMES),
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom(undefined, true, false),
        weights,
        weights,
        (step, profile, stepBudget, isCorrect, blamed, shared) => {
          const explored = explorationTerms(step, REWARD_PROFILES[profile], stepBudget)
          const terms = isCorrect === undefined ? explored : finalTerms(explored, isCorrect)
          const text = 'x'.repeat(100)
          const spansOf = (given: readonly number[]) =>
            given.map((weight, index) => ({ start: index * 3, end: index * 3 + 2, weight }))
          const credit = spreadTerms(text, terms, {
            step_cost: spansOf(blamed),
            progress: spansOf(shared),
          })
          expectLawfulCredit(text, { reward: sumTerms(terms), terms, credit })
        },
      ),
      { numRuns: 500 },
    )
  })
})
