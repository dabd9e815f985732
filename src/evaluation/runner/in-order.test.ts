import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { createOrder } from './in-order.ts'

const KEYS = [2, 3, 5, 7, 11]

function given(added: readonly number[]): { before: number[]; after: number[] } {
  const items: number[] = []
  const order = createOrder<number>(KEYS, (item) => items.push(item))
  for (const key of added) order.add(key, key * 10)
  const before = [...items]
  order.end()
  return { before, after: items }
}

it('gives an item once all before it were given', () => {
  expect(given([5, 3]).before).toEqual([])
  expect(given([5, 3, 2]).before).toEqual([20, 30, 50])
})

it('gives what is left at the end, past what never came', () => {
  expect(given([11, 3, 2]).after).toEqual([20, 30, 110])
})

it('gives each once and in order, whatever the order in which they came', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(KEYS), (added) => {
      expect(given(added).after).toEqual(added.toSorted((a, b) => a - b).map((key) => key * 10))
    }),
  )
})
