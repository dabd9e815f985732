/** SQL of all kinds: what agents write, what attackers write, and what nobody ever wrote. */

import * as fc from 'fast-check'

import { ENDLESS, countTo } from '../query-pool-subject.ts'
import { HOSTILE_STATEMENTS, LEGITIMATE_STATEMENTS } from '../sql-corpus.ts'
import { QUERIES } from './query-cases.ts'
import { GAPS, KEYWORDS, LITERALS, SYMBOLS, TABLE_NAMES } from './sql-words.ts'

/** Endless, or larger than memory. Each costs a process its life, so they are rare. */
const HOGS = [
  ENDLESS,
  `WITH RECURSIVE ${ENDLESS.slice(5)} WHERE i < 0`,
  `${countTo(1000)} SELECT count(*) FROM n a, n b, n c, n d, n e, n f, n g, n h, n i`,
  `${countTo(1000)} SELECT count(*) FROM n a JOIN n b ON 1=1 JOIN n c ON 1=1`,
  "SELECT printf('%.*c', 500000000, 'x')",
  'SELECT hex(zeroblob(200000000))',
  "SELECT replace(hex(zeroblob(10000)), '0', hex(zeroblob(10000)))",
  `${countTo(200_000)} SELECT group_concat(hex(zeroblob(5000))) FROM n`,
  `${countTo(9_000_000)} SELECT hex(zeroblob(500)) || i AS x FROM n ORDER BY x`,
  `${countTo(2_000_000)} SELECT i, hex(zeroblob(20)) FROM n`,
]

/** Each beyond one limit or another: depth, length, terms, columns, tables. */
const HUGE = [
  `SELECT ${'('.repeat(2000)}1${')'.repeat(2000)}`,
  `SELECT ${'- '.repeat(3000)}1`,
  `SELECT ${Array(3000).fill('1').join(',')}`,
  Array(700).fill('SELECT 1').join(' UNION ALL '),
  `SELECT ${Array(1200).fill('1').join('+')}`,
  `SELECT abs(${'abs('.repeat(900)}1${')'.repeat(900)})`,
  `SELECT * FROM ${Array(70).fill('pet').join(',')}`,
  `SELECT '${'x'.repeat(60_000)}'`,
  `SELECT "${'y'.repeat(50_000)}"`,
  `SELECT ${'9'.repeat(50_000)}`,
  `SELECT x'${'00'.repeat(30_000)}'`,
  `SELECT json('${'['.repeat(20_000)}')`,
  `SELECT name FROM pet WHERE name IN ("${Array.from({ length: 60 }).keys().toArray().join('","t')}")`,
  `/*${'*'.repeat(60_000)}`,
  `${' '.repeat(60_000)}PRAGMA case_sensitive_like = 1`,
]

const pick = (texts: readonly string[]) => fc.constantFrom(...texts)

/** Words and symbols in any order. */
const SOUPS = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 5, arbitrary: pick(KEYWORDS) },
        { weight: 5, arbitrary: pick(TABLE_NAMES) },
        { weight: 4, arbitrary: pick(SYMBOLS) },
        { weight: 2, arbitrary: pick(LITERALS) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
      ),
      pick(GAPS),
    ),
    { minLength: 2, maxLength: 25 },
  )
  .map((words) => words.map((word) => word.join('')).join(''))

/** Statements of the corpus, changed at a few places or at none. */
const CHANGED = fc
  .tuple(
    pick(['', '', '', '', '', ';', '-- a\n', '\uFEFF', 'EXPLAIN ', 'WITH x AS (SELECT 1) ']),
    pick([...HOSTILE_STATEMENTS, ...LEGITIMATE_STATEMENTS].map(([sql]) => sql)),
    fc.array(
      fc.record({
        at: fc.nat(999),
        cut: fc.nat(4),
        insert: fc.oneof(pick(GAPS), pick(SYMBOLS), pick(KEYWORDS), pick(LITERALS)),
      }),
      { maxLength: 3 },
    ),
  )
  .map(([before, sql, changes]) => {
    const changed = changes.reduce((text, { at, cut, insert }) => {
      const index = Math.floor((at / 1000) * (text.length + 1))
      return text.slice(0, index) + insert + text.slice(index + cut)
    }, sql)
    return before + changed
  })

const REACHES = [
  'ATTACH $ AS other',
  'ATTACH DATABASE $ AS main',
  'WITH x AS (SELECT 1) ATTACH $ AS other',
  "EXPLAIN ATTACH $ AS other; CREATE TABLE other.t AS SELECT 'x'",
  'VACUUM INTO $',
  'VACUUM main INTO $',
  'SELECT * FROM $',
  'SELECT load_extension($)',
  'SELECT readfile($)',
  "SELECT writefile($, 'x')",
  'PRAGMA temp_store_directory = $',
  'CREATE VIRTUAL TABLE temp.v USING csv(filename=$)',
  'CREATE TEMP TABLE pet AS SELECT $ AS name',
]

/** @param paths - that the statements try to read from or write to */
function reaching(paths: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(pick(REACHES), pick(paths))
    .map(([sql, path]) => sql.replace('$', () => `'${path.replaceAll("'", "''")}'`))
}

/** @param hogsIn1000 - how many statements of a thousand have to be stopped by force, about */
export function sqlCases(paths: readonly string[], hogsIn1000: number): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 200, arbitrary: SOUPS },
    { weight: 400, arbitrary: QUERIES },
    { weight: 300, arbitrary: CHANGED },
    { weight: 80, arbitrary: reaching(paths) },
    { weight: 20, arbitrary: pick(HUGE) },
    { weight: hogsIn1000, arbitrary: pick(HOGS) },
  )
}
