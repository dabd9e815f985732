/** What the SQL of a fuzz is made of. */

import Database from 'better-sqlite3'

export const KEYWORDS =
  `ADD ALTER ANALYZE AND AS ASC ATTACH BEGIN BETWEEN BY CASE CAST COLLATE COMMIT
  CREATE CROSS CURRENT_DATE CURRENT_TIMESTAMP DELETE DESC DETACH DISTINCT DROP ELSE END ESCAPE EXCEPT
  EXISTS EXPLAIN FILTER FROM FULL GLOB GROUP HAVING IN INDEX INDEXED INSERT INTERSECT INTO IS ISNULL
  JOIN LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NOT NOTNULL NULL NULLS OFFSET ON OR ORDER OVER
  PARTITION PLAN PRAGMA QUERY RAISE RECURSIVE REINDEX RELEASE REPLACE RETURNING RIGHT ROLLBACK ROWS
  SAVEPOINT SELECT SET TABLE TEMP THEN TRIGGER UNION UPDATE USING VACUUM VALUES VIEW VIRTUAL WHEN WHERE
  WINDOW WITH WITHOUT`.split(/\s+/)

/** What a query may read from, or try to, with columns that are there. */
export const TABLES: readonly (readonly [name: string, columns: readonly string[]])[] = [
  ['owner', ['owner_id', 'name', 'town']],
  ['pet', ['pet_id', 'name', 'born', 'weight', 'rowid']],
  ['visit', ['pet_id', 'visited', 'cost']],
  ['"order"', ['"select"', 'random', 'date', 'pragma', 'explain']],
  ['pet NATURAL JOIN visit', ['name', 'visited', 'cost']],
  ['owner o LEFT JOIN pet p USING (owner_id)', ['o.name', 'p.name', 'weight']],
  ['heavy_pet', ['name', 'weight']],
  ['note_data', ['id', 'block']],
  ['area_node', ['nodeno', 'data']],
  [`json_each('[1, "x", null]')`, ['key', 'value', 'type', 'fullkey']],
  [`json_tree('{"a": [1, {"b": 2}]}')`, ['key', 'value', 'atom', 'path']],
  ['shown_schema', ['name', 'sql']],
  ['today', ['today']],
  ['note', ['words', 'rank']],
  ['sqlite_schema', ['name', 'sql', 'rootpage']],
  ['sqlite_stat1', ['tbl', 'idx', 'stat']],
  ['pragma_table_list', ['schema', 'name', 'type']],
  ["pragma_table_info('pet')", ['name', 'type']],
  ['dbstat', ['name', 'path', 'pageno']],
  ['nowhere', ['nothing']],
]

const ODD_NAMES = ['main.pet', 'temp.pet', 'sqlite_temp_schema', 'employee', 'pet.*', '*']

export const TABLE_NAMES = [...TABLES.flat(2), ...ODD_NAMES]

/** Nothing between two words, and all that may stand there or may not. */
// prettier-ignore
export const GAPS = [
  ' ', ' ', ' ', '', '\n', '\t', '\f', '\r', '\v', '/**/', '/* ; */', '--\n', '\u00A0', '\uFEFF',
]

// prettier-ignore
export const SYMBOLS = [
  '(', ')', ',', ';', '.', '*', '+', '-', '/', '%', '=', '==', '<>', '<', '>', '<<', '>>', '||', '&',
  '|', '~', '?', '?1', ':a', '@a', '$a', '#', '->', '->>', "'", '"', '`', '[', ']', '{', '}', '\\',
  '--', '/*', '*/', '0x', '1e', '1_000', '.5', "x'00", "x'0g'", 'é', '🐶', '\0', '\uD800', '\u202E',
  '\u200B', '\u001B[2J',
]

// prettier-ignore
export const LITERALS = [
  'NULL', '0', '1', '-1', '37', '0.0', '-0.0', '1e308', '9e999', '0xff', '9223372036854775807',
  '-9223372036854775808', "''", "'x'", "'A'", "'now'", "'subsec'", "'%s%n%*d%q'", "'%Y'", "'$.a'",
  "'$[#-1]'", "'\\'", "''''", "'037'", "'a_b'", "'🐶'", "'e\u0301'", "'+1 month'", "'weekday 0'",
  "'12:30'", "'2020-01-01'", "'[1,[2]]'", `'{"a":1}'`, "'{'", "x''", "x'00'", "x'ff00fe'",
  "x'6e6f77'", 'zeroblob(9)', 'char(0, 8238)', '(SELECT 1)', '"Rex"',
]

export type SqlFunction = {
  readonly name: string
  /** −1: any number of them. */
  readonly argumentCount: number
  /** Whether it may have OVER behind it. */
  readonly isWindow: boolean
}

/** Of SQLite itself, those included that are not let through. */
export const FUNCTIONS: readonly SqlFunction[] = readFunctions()

function readFunctions(): SqlFunction[] {
  const connection = new Database(':memory:')
  const found = connection
    .prepare<[], [string, number, string]>(
      `SELECT DISTINCT name, narg, type FROM pragma_function_list
       WHERE name NOT LIKE '%>%' ORDER BY 1, 2`,
    )
    .raw()
    .all()
  connection.close()
  return found.map(([name, argumentCount, type]) => ({
    name,
    argumentCount,
    isWindow: type === 'w',
  }))
}
