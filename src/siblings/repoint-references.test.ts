import { expect, it } from 'vitest'

import { chanceOf, changed, columnOf, refersTo, table } from '../../test/sibling-contents.ts'
import type { Row } from '../sql/cell.ts'
import { repointReferences } from './repoint-references.ts'

const airports: readonly Row[] = [['APG'], ['ATO'], ['ASY']]

it('lets rows refer to other rows, those first that queries are about', () => {
  // Broken, as published: with a blank before each code.
  const flights = Array.from({ length: 60 }, (): Row => [' APG'])
  const contents = [
    table('airport', ['code TEXT KEY'], airports),
    table('flight', ['source TEXT'], flights, [refersTo(0, 0)]),
  ]
  const kept = new Set(airports.slice(1, 2))
  const after = changed(contents, (draft) => repointReferences(draft, kept, 100, chanceOf(1)))
  const sources = columnOf(after, 1, 0)
  const countOf = (code: string): number => sources.filter((source) => source === code).length
  expect(countOf('ATO')).toBeGreaterThan(countOf('ASY'))
  expect(countOf(' APG')).toBeLessThan(60)
})

it('lets nobody be above himself: references to the table itself stay', () => {
  const rows: Row[] = [
    [1n, null],
    [2n, 1n],
    [3n, 2n],
  ]
  const contents = [table('person', ['id INTEGER KEY', 'boss INTEGER'], rows, [refersTo(1, 0)])]
  expect(
    changed(contents, (draft) => repointReferences(draft, new Set(), 100, chanceOf(1))),
  ).toEqual(contents)
})
