import { expect, it } from 'vitest'

import { readBoundedRows } from './bounded-rows.ts'
import type { CellValue, Row } from './cell.ts'

const NO_LIMITS = { rowsMax: Infinity, bytesMax: Infinity }

it('reads everything when everything fits', () => {
  const rows = [[1n], [2n]]
  expect(readBoundedRows(rows, { rowsMax: 2, bytesMax: 16 })).toEqual({ rows, isTruncated: false })
})

it('S6: asks for one row more than it may keep, and for no other', () => {
  let askedCount = 0
  function* endless(): Generator<Row> {
    for (;;) {
      askedCount += 1
      yield [BigInt(askedCount)]
    }
  }
  const bounded = readBoundedRows(endless(), { ...NO_LIMITS, rowsMax: 3 })
  expect(bounded).toEqual({ rows: [[1n], [2n], [3n]], isTruncated: true })
  expect(askedCount).toBe(4)
})

it.each<[string, CellValue, number]>([
  ['an integer', 7n, 8],
  ['a real', 0.5, 8],
  ['NULL', null, 1],
  ['ASCII', 'abc', 3],
  ['accents', 'åé', 4],
  ['Chinese', '数据', 6],
  ['emoji', '🏝', 4],
  ['bytes', new Uint8Array(5), 5],
])('counts %s in bytes', (_case, cell, bytes) => {
  expect(readBoundedRows([[cell]], { ...NO_LIMITS, bytesMax: bytes })?.rows.length).toBe(1)
  if (bytes > 0) expect(readBoundedRows([[cell]], { ...NO_LIMITS, bytesMax: bytes - 1 })).toBeNull()
})

it('S6: keeps the rows before one that is too large', () => {
  const rows = [['abc'], ['de'], ['f']]
  const bounded = readBoundedRows(rows, { ...NO_LIMITS, bytesMax: 4 })
  expect(bounded).toEqual({ rows: [['abc']], isTruncated: true })
})

it('S6: gives nothing when the first row is too large', () => {
  expect(readBoundedRows([['abc', 'de']], { ...NO_LIMITS, bytesMax: 4 })).toBeNull()
})
