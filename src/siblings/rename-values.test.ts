import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { chanceOf, changed, columnOf, table } from '../../test/sibling-contents.ts'
import type { Row } from '../sql/cell.ts'
import { dropValues, exchangeValues } from './rename-values.ts'

const words = ['red', 'red', 'red', 'red', 'blue', 'blue', 'green', 'green', 'red', 'red']
const rows = words.map((word, index): Row => [BigInt(index), word])
const contents = [table('thing', ['id INTEGER KEY', 'colour TEXT'], rows)]

function shape(cells: readonly unknown[]): string {
  return cells.map((cell) => cells.indexOf(cell)).join()
}

it('exchanges two values everywhere: which rows are alike stays', () => {
  const results = fc.sample(fc.nat(), 30).map((number) => {
    return columnOf(
      changed(contents, (draft) => exchangeValues(draft, chanceOf(number))),
      0,
      1,
    )
  })
  for (const cells of results) expect(shape(cells)).toBe(shape(words))
  expect(results.some(([first]) => first !== 'red')).toBe(true)
})

it('lets a value disappear, but none that a query names', () => {
  const named = ['red', 'blue'].map((value) => ({ table: 0, column: 1, value, isPart: false }))
  const results = fc.sample(fc.nat(), 30).map((number) => {
    return new Set(
      columnOf(
        changed(contents, (draft) => dropValues(draft, chanceOf(number)), named),
        0,
        1,
      ),
    )
  })
  expect(results.every((colours) => colours.has('red') && colours.has('blue'))).toBe(true)
  expect(results.some((colours) => !colours.has('green'))).toBe(true)
})
