/** What every implementation of the query port promises. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { formatCell } from '../../src/sql/cell.ts'
import type { CellValue } from '../../src/sql/cell.ts'
import type { QueryOutcome, QueryRunner, ResultTable } from '../../src/sql/query.ts'
import { CORPUS_DATABASE, HOSTILE_STATEMENTS, LEGITIMATE_STATEMENTS } from '../sql-corpus.ts'

export type QueryRunnerUnderTest = {
  readonly runner: QueryRunner
  /** Changes when anything in a database does, or beside it. */
  fingerprint(databaseId: string): Promise<string>
  stop(): Promise<void>
}

const VALUES_DATABASE = `
CREATE TABLE cell (kind TEXT, value);
INSERT INTO cell VALUES
  ('largest', 9223372036854775807), ('past 2^53', 9007199254740993), ('whole real', 37.0),
  ('infinite', 9e999), ('minus zero', -0.0), ('bytes', x'00c0ff'), ('none', NULL), ('empty', ''),
  ('text', 'Åland 🏝'), ('digits', '037'), ('nul', 'a' || char(0) || 'b'),
  ('broken', CAST(x'54726579C3' AS TEXT));
`

const DATABASES = { corpus: CORPUS_DATABASE, values: VALUES_DATABASE }

const LIMITS = { rowsMax: 1000, bytesMax: 1_000_000, deadlineMs: 20_000 }

/** @param start - builds a database from each script and opens a runner on them */
export function specifyQueryRunner(
  name: string,
  start: (databases: Readonly<Record<string, string>>) => Promise<QueryRunnerUnderTest>,
): void {
  describe(`${name} is a query runner`, () => {
    let subject: QueryRunnerUnderTest

    beforeAll(async () => {
      subject = await start(DATABASES)
    })

    afterAll(() => subject.stop())

    const run = (sql: string, limits = LIMITS) => subject.runner.run('corpus', sql, limits)

    it('answers with columns, rows and the tables that were read', async () => {
      expect(await run('SELECT pet_id, NAME FROM Pet WHERE pet_id < 3')).toEqual({
        kind: 'table',
        table: {
          columns: ['pet_id', 'name'],
          rows: [
            [1n, 'Rex'],
            [2n, 'Tom; DROP'],
          ],
          isTruncated: false,
        },
        tablesRead: ['pet'],
      })
    })

    it.each(LEGITIMATE_STATEMENTS)('S2: runs %j', async (sql, rows) => {
      expect(printRows(tableOf(await run(sql)))).toBe(rows)
    })

    it.each(HOSTILE_STATEMENTS)('S1, S3, S4, S10, R8: stops %j', async (sql, rejection) => {
      const outcome = await run(sql)
      expect(outcome.kind === 'refused' ? outcome.reason : outcome.kind).toBe(rejection)
    })

    it('V3, V4, S4: leaves nothing behind, in the database or for the next query', async () => {
      const probes = [
        "SELECT count(*), group_concat(name) FROM pet WHERE name LIKE 'r%'",
        'SELECT * FROM owner',
        'SELECT total_changes(), last_insert_rowid()',
      ]
      const look = async () => [
        await subject.fingerprint('corpus'),
        await Promise.all(probes.map((sql) => run(sql))),
      ]
      const before = await look()
      for (const [sql] of HOSTILE_STATEMENTS) await run(sql)
      expect(await look()).toEqual(before)
    })

    it('N10: keeps every value and its kind', async () => {
      const outcome = await subject.runner.run('values', 'SELECT * FROM cell', LIMITS)
      expect(Object.fromEntries(tableOf(outcome).rows as [string, CellValue][])).toEqual({
        largest: 2n ** 63n - 1n,
        'past 2^53': 2n ** 53n + 1n,
        'whole real': 37,
        infinite: Infinity,
        'minus zero': -0,
        bytes: Uint8Array.of(0x00, 0xc0, 0xff),
        none: null,
        empty: '',
        text: 'Åland 🏝',
        digits: '037',
        nul: 'a\0b',
        broken: 'Trey\uFFFD',
      })
    })

    it('N10: keeps columns of the same name apart', async () => {
      const { columns, rows } = tableOf(await run('SELECT 1 AS a, 2 AS a, 3 AS "A"'))
      expect(columns).toEqual(['a', 'a', 'A'])
      expect(rows).toEqual([[1n, 2n, 3n]])
    })

    it('gives the columns of a result without rows', async () => {
      const { columns, rows } = tableOf(await run('SELECT name, weight FROM pet WHERE 0'))
      expect(columns).toEqual(['name', 'weight'])
      expect(rows).toEqual([])
    })

    it.each([
      ['SELECT 1', []],
      ['VALUES (1)', []],
      ["SELECT value FROM json_each('[1]')", []],
      ['WITH pet AS (SELECT 1 AS x) SELECT x FROM pet', []],
      ['SELECT count(*) FROM pet', ['pet']],
      ['SELECT name FROM pet WHERE name = "Rex"', ['pet']],
      ['SELECT cost FROM visit WHERE pet_id = 1', ['visit']],
      ['SELECT name FROM heavy_pet', ['pet']],
      ['SELECT 1 WHERE EXISTS (SELECT 1 FROM visit)', ['visit']],
      [
        'SELECT p.name FROM pet p JOIN "OWNER" o USING (owner_id) JOIN "order"',
        ['order', 'owner', 'pet'],
      ],
      ['SELECT a.name FROM pet a, pet b', ['pet']],
      ["SELECT name FROM owner WHERE town = 'x' UNION SELECT cost FROM visit", ['owner', 'visit']],
    ])('tells what %j reads', async (sql, tables) => {
      expect(await run(sql)).toMatchObject({ kind: 'table', tablesRead: tables })
    })

    const count = (rows: number) =>
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ${rows}) SELECT i FROM n`

    it.each([
      [9, 9, false],
      [10, 10, false],
      [11, 10, true],
      [2_000_000, 10, true],
    ])('S6: of %i rows reads %i, and says whether there were more', async (rows, read, more) => {
      const { rows: got, isTruncated } = tableOf(await run(count(rows), { ...LIMITS, rowsMax: 10 }))
      expect(got.length).toBe(read)
      expect(isTruncated).toBe(more)
    })

    it('S6: stops before the row that would be one byte too many', async () => {
      const sql = "SELECT 'åé', 1, NULL, x'00' UNION ALL SELECT 'abcd', 2.0, NULL, x'00'"
      const rowCount = async (bytesMax: number) =>
        tableOf(await run(sql, { ...LIMITS, bytesMax })).rows.length
      expect(await rowCount(28)).toBe(2)
      expect(await rowCount(27)).toBe(1)
      expect(await run(sql, { ...LIMITS, bytesMax: 14 })).toMatchObject({
        table: { isTruncated: true },
      })
      expect(await run(sql, { ...LIMITS, bytesMax: 13 })).toEqual({ kind: 'too_large' })
    })

    it.each(["SELECT printf('%.*c', 600000000, 'x')", 'SELECT zeroblob(2000000000)'])(
      'S6: says that %j is too large',
      async (sql) => {
        expect(await run(sql)).toEqual({ kind: 'too_large' })
      },
    )

    it.each([
      ['SELECT nmae FROM pet', 'no such column: nmae'],
      ['SELECT * FROM pets', 'no such table: pets'],
      ['SELECT "nmae', 'unrecognized token: ""nmae"'],
      ["SELECT json('{')", 'malformed JSON'],
      ['SELECT abs(-9223372036854775807 - 1)', 'integer overflow'],
      ['SELECT date(1, 2', 'incomplete input'],
      ['SELECT timediff(1)', 'wrong number of arguments to function timediff()'],
    ])("passes on SQLite's own message about %j", async (sql, message) => {
      expect(await run(sql)).toEqual({ kind: 'failed', message })
    })

    it('N9: takes a double-quoted name for text only where there is no such column', async () => {
      const sql = 'SELECT "name", "weight" || "kg" FROM pet WHERE "name" = "Rex" AND "kg" <> "name"'
      expect(tableOf(await run(sql)).rows).toEqual([['Rex', '30.5kg']])
    })

    it('N9: takes forty different texts in double quotes', async () => {
      const texts = Array.from({ length: 40 }, (_, index) => `"text ${index}"`).join(', ')
      const sql = `SELECT count(*) FROM pet WHERE name NOT IN (${texts})`
      expect(tableOf(await run(sql)).rows).toEqual([[4n]])
    })

    it('rejects a database that is not there', async () => {
      await expect(subject.runner.run('../corpus', 'SELECT 1', LIMITS)).rejects.toThrow(Error)
    })

    it('answers many queries at once, each with its own result', async () => {
      const results = await Promise.all(
        Array.from({ length: 100 }, (_, index) => run(`SELECT ${index}`)),
      )
      const cells = results.map((outcome) => tableOf(outcome).rows[0]?.[0])
      expect(cells).toEqual(Array.from({ length: 100 }, (_, index) => BigInt(index)))
    })
  })
}

function tableOf(outcome: QueryOutcome): ResultTable {
  if (outcome.kind !== 'table') throw new Error(`Expected a table, got ${JSON.stringify(outcome)}`)
  return outcome.table
}

function printRows({ rows }: ResultTable): string {
  return rows.map((row) => row.map(formatCell).join('|')).join('\n')
}
