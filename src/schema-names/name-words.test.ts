import { expect, it } from 'vitest'

import { abbreviationOf } from './abbreviations.ts'
import { mapWords, partsOf, withLastWord, withNumber } from './name-words.ts'
import { synonymOf } from './synonyms.ts'

it.each([
  ['Singer_ID', ['Singer', '_', 'ID']],
  ['VenueID', ['Venue', 'ID']],
  ['staff gauge (cm)', ['staff', ' ', 'gauge', ' (', 'cm', ')']],
  ['line_1', ['line', '_1']],
  ['LName', ['L', 'Name']],
  ['MPG', ['MPG']],
  ['', []],
])('takes %s apart into %j', (name, parts) => {
  expect(partsOf(name).map(({ text }) => text)).toEqual(parts)
})

it('gives the word for a word as many capitals', () => {
  expect(mapWords('Employee_ID', (word) => synonymOf(word) ?? word)).toBe('Worker_REF')
  expect(mapWords('unit price', (word) => synonymOf(word) ?? word)).toBe('single cost')
})

it.each([
  ['order', 'order_info', 'order_2'],
  ['Has_Pet', 'Has_Pet_Info', 'Has_Pet_2'],
  ['VenueID', 'VenueIDInfo', 'VenueID2'],
  ['Part Used', 'Part Used Info', 'Part Used 2'],
  ['c1', 'c1_info', 'c1_2'],
])('adds to %s in its own style', (name, word, number) => {
  expect([withLastWord(name, 'info'), withNumber(name, 2)]).toEqual([word, number])
})

it('knows synonyms both ways, and in the plural', () => {
  expect(['employee', 'worker', 'cities', 'municipalities', 'boxes'].map(synonymOf)).toEqual([
    'worker',
    'employee',
    'municipalities',
    'cities',
    undefined,
  ])
})

it.each([
  ['employee', 'emp'],
  ['name', 'nm'],
  ['species', 'spcs'],
  ['confirmation', 'cnfrm'],
  ['address', 'addr'],
  ['age', 'age'],
  ['area', 'ar'],
])('shortens %s to %s', (word, short) => {
  expect(abbreviationOf(word)).toBe(short)
})
