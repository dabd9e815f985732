import { expect, it } from 'vitest'

import { withSingleQuotedLiteral } from './double-quoted-literals.ts'

const complaintAbout = (name: string) =>
  `no such column: "${name}" - should this be a string literal in single-quotes?`

it('N9: puts the text that SQLite complains about in single quotes, wherever it stands', () => {
  const sql = 'SELECT "a", "b" FROM t WHERE x = "a" OR y = "A"'
  expect(withSingleQuotedLiteral(sql, complaintAbout('a'))).toBe(
    `SELECT 'a', "b" FROM t WHERE x = 'a' OR y = "A"`,
  )
})

it.each([
  ['SELECT "it\'s"', "it's", "SELECT 'it''s'"],
  ['SELECT "say ""hi"""', 'say "hi"', `SELECT 'say "hi"'`],
  ['SELECT ""', '', "SELECT ''"],
  ['SELECT "two\nlines"', 'two\nlines', "SELECT 'two\nlines'"],
])('N9: quotes anew what the text itself holds: %j', (sql, name, mended) => {
  expect(withSingleQuotedLiteral(sql, complaintAbout(name))).toBe(mended)
})

it.each([
  ['another message', 'SELECT "a"', 'no such column: a'],
  ['a name in another kind of quotes', 'SELECT [a], `a`', complaintAbout('a')],
  ['text and comments', `SELECT '"a"' -- "a"`, complaintAbout('a')],
])('N8: changes nothing for %s', (_case, sql, message) => {
  expect(withSingleQuotedLiteral(sql, message)).toBeNull()
})
