/** What holds of every step's credit, whatever the action was. */

import { expect } from 'vitest'

import type { WireReply } from '../src/protocol/reply.ts'
import type { Credit } from '../src/reward/credit/spread-terms.ts'
import { REWARD_TERMS, sumTerms } from '../src/reward/terms.ts'
import type { RewardTerm } from '../src/reward/terms.ts'

/** The reply of a step that was played with credit, on the wire or before it. */
export type CreditedStep = {
  readonly reward: number | null
  readonly terms: { readonly [term in RewardTerm]?: number | undefined }
  readonly credit: readonly Credit[] | undefined
}

export function creditedStep({ reward, metadata }: WireReply): CreditedStep {
  return { reward, terms: metadata.reward_terms, credit: metadata.credit }
}

/** Sums are compared bit by bit, in both orders. */
export function expectLawfulCredit(
  argument: string,
  { reward, terms, credit = expect.fail('Expected credit') }: CreditedStep,
): void {
  const length = Array.from(argument).length
  const byTerm = Map.groupBy(credit, ({ term }) => term)
  expect([...byTerm.keys()]).toEqual(REWARD_TERMS.filter((term) => terms[term] !== undefined))
  for (const [term, spans] of byTerm) {
    const values = spans.map(({ value }) => value)
    expect(sum(values), term).toBe(terms[term])
    expect(sum(values.toReversed()), term).toBe(terms[term])
    let before = 0
    for (const { start, end } of spans) {
      expect(start).toBeGreaterThanOrEqual(before)
      expect(end).toBeGreaterThanOrEqual(start)
      before = end
    }
    expect(before).toBeLessThanOrEqual(length)
  }
  const sums = Object.fromEntries([...byTerm].map(([term, spans]) => [term, sumOf(spans)]))
  expect(sumTerms(sums)).toBe(reward)
}

function sumOf(spans: readonly Credit[]): number {
  return sum(spans.map(({ value }) => value))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
