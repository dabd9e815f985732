import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import {
  anyClub,
  chanceOf,
  changed,
  columnOf,
  refersTo,
  rowsOf,
  table,
} from '../../test/sibling-contents.ts'
import type { Row } from '../sql/cell.ts'
import { removeRows } from './remove-rows.ts'

const parents: readonly Row[] = [1n, 2n, 3n, 4n, 5n, 6n].map((id) => [id])
const children: readonly Row[] = [1n, 1n, 2n, 3n, 4n, 5n, 6n, 6n].map((id) => [id])

it('takes what refers to a row along, and keeps the rows that it is told to', () => {
  const contents = [
    table('parent', ['id INTEGER KEY'], parents),
    table('child', ['parent INTEGER'], children, [refersTo(0, 0)]),
  ]
  const kept = new Set([...parents.slice(0, 1), ...children.slice(0, 1)])
  fc.assert(
    fc.property(fc.nat(), (number) => {
      const after = changed(contents, (draft) => removeRows(draft, kept, 60, chanceOf(number)))
      expect(columnOf(after, 0, 0)).toContain(1n)
      for (const id of columnOf(after, 1, 0)) expect(columnOf(after, 0, 0)).toContain(id)
    }),
  )
})

it('keeps rows that queries join on where the schema says nothing of it', () => {
  const contents = [
    table('parent', ['id INTEGER KEY'], parents),
    table('child', ['parent INTEGER'], children, [refersTo(0, 0, false)]),
  ]
  const after = changed(contents, (draft) => removeRows(draft, new Set(), 100, chanceOf(1)))
  for (const id of columnOf(after, 1, 0)) expect(columnOf(after, 0, 0)).toContain(id)
})

it('leaves a few rows, whatever is asked', () => {
  fc.assert(
    fc.property(anyClub, fc.nat(), (contents, number) => {
      const after = changed(contents, (draft) =>
        removeRows(draft, new Set(), 100, chanceOf(number)),
      )
      for (const [index, { rows }] of contents.entries()) {
        expect(rowsOf(after, index).length).toBeGreaterThanOrEqual(Math.min(3, rows.length))
      }
    }),
  )
})
