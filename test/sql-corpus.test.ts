import { describe, expect, it } from 'vitest'

import { REFUSAL_TEXTS } from '../src/sql/refusal-texts.ts'
import { HOSTILE_STATEMENTS, LEGITIMATE_STATEMENTS } from './sql-corpus.ts'

// What becomes of each statement is tested where an adapter runs test/contract/query-runner.ts.

describe('the corpus', () => {
  it('has 150 hostile and 100 legitimate statements or more, each of them once', () => {
    const hostile = new Set(HOSTILE_STATEMENTS.map(([sql]) => sql))
    const legitimate = new Set(LEGITIMATE_STATEMENTS.map(([sql]) => sql))
    expect(hostile.size).toBe(HOSTILE_STATEMENTS.length)
    expect(legitimate.size).toBe(LEGITIMATE_STATEMENTS.length)
    expect(hostile.size).toBeGreaterThanOrEqual(150)
    expect(legitimate.size).toBeGreaterThanOrEqual(100)
    expect(hostile.isDisjointFrom(legitimate)).toBe(true)
  })

  it('has several statements for every reason to refuse one', () => {
    for (const reason of Object.keys(REFUSAL_TEXTS)) {
      const refused = HOSTILE_STATEMENTS.filter(([, rejection]) => rejection === reason)
      expect(refused.length, reason).toBeGreaterThanOrEqual(5)
    }
  })
})
