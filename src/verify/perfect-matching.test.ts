import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { newEffort } from './effort.ts'
import { hasPerfectMatching } from './perfect-matching.ts'

function matches(table: readonly (readonly boolean[])[]): boolean {
  return hasPerfectMatching(
    table.length,
    (left, right) => table[left]?.[right] === true,
    newEffort(),
  )
}

/** Tries every order. */
function matchesByTrial(table: readonly (readonly boolean[])[]): boolean {
  const [row, ...rest] = table
  if (row === undefined) return true
  return row.some(
    (isPair, right) => isPair && matchesByTrial(rest.map((other) => other.toSpliced(right, 1))),
  )
}

it('gives way: an item moves to another partner where that makes room', () => {
  const table = [
    [true, true, false],
    [true, false, true],
    [true, false, false],
  ]
  expect(matches(table)).toBe(true)
})

it('refuses two items that have one partner between them', () => {
  const table = [
    [true, false],
    [true, false],
  ]
  expect(matches(table)).toBe(false)
})

it('gives up when its effort is spent, except where nothing needs to be looked for', () => {
  const effort = { cellsLeft: 10 }
  const isNext = (left: number, right: number) => {
    effort.cellsLeft -= 1
    return right === (left + 1) % 5
  }
  expect(hasPerfectMatching(5, isNext, effort)).toBe(false)
  effort.cellsLeft = 100
  expect(hasPerfectMatching(5, isNext, effort)).toBe(true)
})

it('matches nothing with nothing', () => {
  expect(matches([])).toBe(true)
})

it('agrees with trying every order', () => {
  const tables = fc.integer({ min: 1, max: 6 }).chain((size) =>
    fc.array(fc.array(fc.boolean(), { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    }),
  )
  fc.assert(
    fc.property(tables, (table) => {
      expect(matches(table)).toBe(matchesByTrial(table))
    }),
  )
})
