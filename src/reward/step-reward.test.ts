import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { REWARD_PROFILES } from './profiles.ts'
import { explorationTerms, finalTerms } from './step-reward.ts'
import type { ExplorationFacts } from './step-reward.ts'
import { REWARD_TERMS, sumTerms } from './terms.ts'

const BUDGET = 15

const looked: ExplorationFacts = {
  isQuery: false,
  hasSucceeded: true,
  hasReadTable: true,
  isRepeated: false,
  hasSeenRows: false,
  potentialChange: 0,
}
const queried: ExplorationFacts = { ...looked, isQuery: true }
const failed: ExplorationFacts = { ...queried, hasSucceeded: false, hasReadTable: false }

function paid(facts: ExplorationFacts, profile: keyof typeof REWARD_PROFILES = 'default'): number {
  return sumTerms(explorationTerms(facts, REWARD_PROFILES[profile], BUDGET))
}

describe('the default profile', () => {
  it('pays 0.01 for a new fact at a budget of 15', () => {
    expect(paid(looked)).toBeCloseTo(0.01, 12)
    expect(paid(queried)).toBeCloseTo(0.01, 12)
  })

  it('spreads 0.15 over the whole budget, however large it is', () => {
    const terms = explorationTerms(looked, REWARD_PROFILES.default, 100)
    expect(terms.novelty).toBe(0.15 / 100)
  })

  it('R1: charges a repeated DESCRIBE, and does not call it new', () => {
    expect(
      explorationTerms({ ...looked, isRepeated: true }, REWARD_PROFILES.default, BUDGET),
    ).toEqual({ execution: 0.02, repetition: -0.03, step_cost: -0.02 })
  })

  it('R1: pays nothing for rows that another QUERY has shown', () => {
    expect(paid({ ...queried, hasSeenRows: true })).toBe(0)
  })

  it('V12: charges a QUERY that reads no table', () => {
    expect(
      explorationTerms({ ...queried, hasReadTable: false }, REWARD_PROFILES.default, BUDGET),
    ).toEqual({ step_cost: -0.02 })
  })

  it('charges a failed action, and more when it is repeated', () => {
    expect(paid(failed)).toBe(-0.02)
    expect(paid({ ...failed, isRepeated: true })).toBe(-0.05)
  })

  it('clips a perfect first QUERY to +0.15 and says by how much', () => {
    const terms = explorationTerms(
      { ...queried, potentialChange: 1 },
      REWARD_PROFILES.default,
      BUDGET,
    )
    expect(terms.progress).toBe(0.15)
    expect(terms.clip).toBeCloseTo(-0.01, 12)
    expect(sumTerms(terms)).toBeCloseTo(0.15, 12)
  })

  it('takes back all that progress has paid', () => {
    expect(paid({ ...queried, hasSeenRows: true, potentialChange: -1 })).toBe(-0.15)
  })
})

describe('the published profile', () => {
  it.each<[string, ExplorationFacts, number]>([
    ['DESCRIBE or SAMPLE', looked, 0],
    ['a repeated DESCRIBE', { ...looked, isRepeated: true }, 0],
    ['a new QUERY without progress', queried, 0.01],
    ['a QUERY that reads no table', { ...queried, hasReadTable: false }, 0.01],
    ['a perfect first QUERY', { ...queried, potentialChange: 1 }, 0.15],
    ['an error', failed, -0.02],
    ['a repeated error', { ...failed, isRepeated: true }, -0.02],
    ['a repeated QUERY', { ...queried, isRepeated: true }, -0.03],
    ['a fall from perfect to nothing', { ...queried, potentialChange: -1 }, -0.1],
  ])('pays for %s as the predecessor did', (_case, facts, reward) => {
    expect(paid(facts, 'published')).toBeCloseTo(reward, 12)
  })

  it('R3: has the hole that makes fifteen queries up and down worth 0.50', () => {
    const rewards = Array.from({ length: 15 }, (_, step) =>
      paid({ ...queried, potentialChange: step % 2 === 0 ? 1 : -1 }, 'published'),
    )
    expect(rewards.reduce((sum, reward) => sum + reward, 0)).toBeCloseTo(0.5, 12)
  })
})

it('ends with the term answer, 0 included', () => {
  expect(finalTerms({}, true)).toEqual({ answer: 1 })
  expect(finalTerms({ step_cost: -0.02 }, false)).toEqual({ step_cost: -0.02, answer: 0 })
})

const anyFacts: fc.Arbitrary<ExplorationFacts> = fc.record({
  isQuery: fc.boolean(),
  hasSucceeded: fc.boolean(),
  hasReadTable: fc.boolean(),
  isRepeated: fc.boolean(),
  hasSeenRows: fc.boolean(),
  potentialChange: fc.integer({ min: -4, max: 4 }).map((quarters) => quarters / 4),
})

it('lists its terms in table order, never pays novelty with repetition, and stays in its range', () => {
  fc.assert(
    fc.property(
      anyFacts,
      fc.constantFrom('default' as const, 'published' as const),
      fc.integer({ min: 1, max: 100 }),
      (facts, name, budget) => {
        const profile = REWARD_PROFILES[name]
        const terms = explorationTerms(facts, profile, budget)
        const order = Object.keys(terms).map((term) => REWARD_TERMS.findIndex((t) => t === term))
        expect(order).toEqual(order.toSorted((a, b) => a - b))
        expect(terms.novelty !== undefined && terms.repetition !== undefined).toBe(false)
        expect(sumTerms(terms)).toBeGreaterThanOrEqual(profile.clip.min - 1e-12)
        expect(sumTerms(terms)).toBeLessThanOrEqual(profile.clip.max + 1e-12)
      },
    ),
  )
})
