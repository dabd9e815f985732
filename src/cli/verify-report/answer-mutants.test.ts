import { describe, expect, it } from 'vitest'

import { createRandom } from '../../datasets/builtin/random.ts'
import type { Row } from '../../sql/cell.ts'
import type { Mutation } from './answer-mutants.ts'
import { mutantsOf } from './answer-mutants.ts'

function mutants(rows: readonly Row[], rowOrderMatters = false) {
  const columns = (rows[0] ?? []).map((_, index) => `c${index}`)
  return mutantsOf({ columns, rows, rowOrderMatters }, createRandom(1))
}

function mutant(mutation: Mutation, rows: readonly Row[], rowOrderMatters = false) {
  return mutants(rows, rowOrderMatters).find((one) => one.mutation === mutation)?.rows
}

describe('gold is changed', () => {
  it('in one value of each column', () => {
    const [number] = mutant('an integer off by one', [[9n]])?.flat() ?? []
    const [text] = mutant('a text with one character changed', [['Ann']])?.flat() ?? []
    expect([8n, 10n]).toContain(number)
    expect(['Bnn', 'Aon', 'Ano']).toContain(text)
    expect(mutant('a NULL as 0', [[null]])).toEqual([[0n]])
    expect(mutant('a blob without its last byte', [[Uint8Array.of(1, 2)]])).toEqual([
      [Uint8Array.of(1)],
    ])
    expect(mutant('a text with one character changed', [['—']])).toEqual([['—x']])
  })

  it('in the fifth digit of a real, never to what is gold rounded', () => {
    for (const real of [37.0, 50.311111111, 9.99996, 0, -1234567.8, 122.225, 5e-7]) {
      const [changed] = mutant('a real off by one in its fifth digit', [[real]])?.flat() ?? []
      const distance = Math.abs(Number(changed) - real) / (Math.abs(real) || 1)
      expect(distance).toBeGreaterThan(4e-6)
      expect(distance).toBeLessThan(2e-4)
    }
    expect(mutant('a real off by one in its fifth digit', [[50.311111]])).toEqual([[50.312]])
  })

  it('in its rows, its columns and its order', () => {
    const rows = [
      ['a', 1n],
      ['b', 2n],
    ] as const
    expect(mutant('a row dropped', rows)).toHaveLength(1)
    expect(mutant('a row doubled', rows)).toHaveLength(3)
    expect(mutant('two columns swapped', rows)).toEqual([
      [1n, 'a'],
      [2n, 'b'],
    ])
    expect(mutant('rows shuffled that have none', rows)).toEqual(rows.toReversed())
    expect(mutant('rows shuffled that have an order', rows, true)).toEqual(rows.toReversed())
  })
})

it('leaves out what changes nothing: equal columns swapped, equal rows shuffled', () => {
  expect(
    mutant('two columns swapped', [
      ['a', 'a'],
      ['b', 'b'],
    ]),
  ).toBeUndefined()
  expect(mutant('rows shuffled that have an order', [['a'], ['a']], true)).toBeUndefined()
  expect(mutant('a row dropped', [['a']])).toBeUndefined()
})

it('makes the same mutants from the same seed', () => {
  const rows = [
    ['abc', 1n, 2.5],
    ['def', 2n, 3.5],
  ]
  expect(mutants(rows)).toEqual(mutants(rows))
})
