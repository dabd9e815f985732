import { describe, expect, it } from 'vitest'

import { parseCsv } from './csv.ts'

describe('parseCsv', () => {
  it('tells a missing value from an empty text', () => {
    expect(parseCsv('id,note\n1,\n2,""\n')).toEqual([
      { id: '1', note: null },
      { id: '2', note: '' },
    ])
  })

  it('reads quotes, commas and line breaks inside a cell', () => {
    expect(parseCsv('name,place\n"Ponta ""A Velha""","Marsa,\nEast"\n')).toEqual([
      { name: 'Ponta "A Velha"', place: 'Marsa,\nEast' },
    ])
  })

  it('needs no line break at the end, not even behind an empty cell', () => {
    expect(parseCsv('a,b\n1,2')).toEqual([{ a: '1', b: '2' }])
    expect(parseCsv('a,b\n1,')).toEqual([{ a: '1', b: null }])
  })

  it.each([
    ['a record with a cell too few', 'a,b\n1\n', 'Expected 2 cells in record 1, got 1: 1'],
    ['a quote that never ends', 'a\n"1\n', 'Expected a cell at "\\"1\\n"'],
    ['text behind a quoted cell', 'a,b\n"1"x,2\n', 'Expected a cell at "\\"1\\"x,2\\n"'],
  ])('refuses %s', (_case, text, message) => {
    expect(() => parseCsv(text)).toThrow(message)
  })
})
