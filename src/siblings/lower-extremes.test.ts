import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { chanceOf, changed, columnOf, table } from '../../test/sibling-contents.ts'
import type { Row } from '../sql/cell.ts'
import { lowerExtremes } from './lower-extremes.ts'

it('changes the largest and the smallest value, and no other', () => {
  const sizes = [5n, 90n, 31n, 44n, 17n, 62n, 28n, 71n]
  const rows = sizes.map((size, index): Row => [BigInt(index), size])
  const contents = [table('thing', ['id INTEGER KEY', 'size INTEGER'], rows)]
  const results = fc.sample(fc.nat(), 40).map((number) => {
    return columnOf(
      changed(contents, (draft) => lowerExtremes(draft, chanceOf(number))),
      0,
      1,
    )
  })
  for (const cells of results) expect(cells.slice(2)).toEqual(sizes.slice(2))
  expect(results.some(([smallest]) => smallest !== 5n)).toBe(true)
  expect(results.some(([, largest]) => largest !== 90n)).toBe(true)
})
