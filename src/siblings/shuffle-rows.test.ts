import { expect, it } from 'vitest'

import { chanceOf, changed, rowsOf, table } from '../../test/sibling-contents.ts'
import type { Row } from '../sql/cell.ts'
import { shuffleRows } from './shuffle-rows.ts'

it('keeps all rows and their order not', () => {
  const rows = Array.from({ length: 20 }, (_, index): Row => [BigInt(index)])
  const after = changed([table('thing', ['id INTEGER KEY'], rows)], (draft) =>
    shuffleRows(draft, chanceOf(1)),
  )
  expect(rowsOf(after, 0)).not.toEqual(rows)
  expect(new Set(rowsOf(after, 0))).toEqual(new Set(rows))
})
