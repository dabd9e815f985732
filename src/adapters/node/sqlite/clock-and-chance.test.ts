import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'

import { RefusedCall, takeClockAndChance } from '../../sqlite/clock-and-chance.ts'
import { openScratch, toSqliteConnection } from './better-connection.ts'

const plain = new Database(':memory:').defaultSafeIntegers()
const timeless = new Database(':memory:').defaultSafeIntegers()
takeClockAndChance(toSqliteConnection(timeless), openScratch)

afterAll(() => {
  plain.close()
  timeless.close()
})

const valueOf = (connection: Database.Database, expression: string) =>
  connection.prepare(`SELECT ${expression}`).pluck().get()

const TIMES = [
  "'2020-02-29'",
  "'2020-02-29 23:59:59.987'",
  "'2020-02-29T10:00Z'",
  "'10:30'",
  '2458908.5',
  '1582934400',
  '-1',
  'NULL',
  "''",
  "'tomorrow'",
  "' now is not a time'",
  "x'323032302d30312d3031'",
  "'0000-01-01'",
  "'9999-12-31'",
]

const MODIFIERS = [
  '',
  ", '+1 month'",
  ", '-1 year', 'start of month', '+1 day', 'weekday 0'",
  ", 'unixepoch'",
  ", 'auto'",
  ", 'subsec'",
  ", 'floor'",
  ", 'nonsense'",
  ', NULL',
  ", '+1 day', '+1 day', '+1 day', '+1 day', '+1 day', '+1 day', '+1 day', '+1 day'",
]

describe('dates without a clock', () => {
  const functions = ['date', 'time', 'datetime', 'julianday', 'unixepoch']
  it.each([...functions, "strftime('%Y %j %W %s %f %%',", 'strftime(NULL,', 'strftime(1,'])(
    "%s computes what SQLite's own does",
    (name) => {
      const call = name.includes('(') ? name : `${name}(`
      for (const time of TIMES) {
        for (const modifiers of MODIFIERS) {
          const expression = `${call}${time}${modifiers})`
          expect([expression, valueOf(timeless, expression)]).toEqual([
            expression,
            valueOf(plain, expression),
          ])
        }
      }
    },
  )

  it("timediff computes what SQLite's own does", () => {
    for (const from of TIMES) {
      for (const to of TIMES) {
        const expression = `timediff(${to}, ${from})`
        expect(valueOf(timeless, expression)).toEqual(valueOf(plain, expression))
      }
    }
  })

  it('keeps integers and reals apart', () => {
    expect(valueOf(timeless, "unixepoch('2000-01-01')")).toBe(946_684_800n)
    expect(valueOf(timeless, "julianday('2000-01-01 12:00')")).toBe(2_451_545)
  })

  it('has UTC for its time zone, wherever the machine is', () => {
    const machineZone = process.env['TZ']
    process.env['TZ'] = 'Asia/Tokyo'
    try {
      const expression = "datetime('2020-01-01 00:00', 'LocalTime')"
      expect(valueOf(plain, expression)).toBe('2020-01-01 09:00:00')
      expect(valueOf(timeless, expression)).toBe('2020-01-01 00:00:00')
      expect(valueOf(timeless, "datetime('2020-01-01', 'utc')")).toBe('2020-01-01 00:00:00')
    } finally {
      if (machineZone === undefined) delete process.env['TZ']
      else process.env['TZ'] = machineZone
    }
  })

  it('serves an index on a date', () => {
    const connection = new Database(':memory:')
    connection.exec(`
      CREATE TABLE t (d); CREATE INDEX i ON t (date(d)); INSERT INTO t VALUES ('2020-01-01 10:00')`)
    takeClockAndChance(toSqliteConnection(connection), openScratch)
    const sql = "SELECT count(*) FROM t INDEXED BY i WHERE date(d) = '2020-01-01'"
    expect(connection.prepare(sql).pluck().get()).toBe(1)
    connection.close()
  })
})

describe('the clock', () => {
  it.each([
    'current_date',
    'current_time',
    'CURRENT_TIMESTAMP',
    'date()',
    "strftime('%s')",
    ...['date', 'time', 'datetime', 'julianday', 'unixepoch'].map((name) => `${name}('now')`),
    "strftime('%s', 'now')",
    "timediff('now', '2020-01-01')",
    "timediff('2020-01-01', 'now')",
    "date('NoW', '+1 day')",
    "date('subsec')",
    "date('SUBSECOND')",
    "date('n' || 'ow')",
    "date(x'6e6f77')",
    "date('now' || char(0))",
  ])('is refused: %s', (expression) => {
    expect(() => valueOf(timeless, expression)).toThrow(new RefusedCall('clock'))
  })

  it('is not read by a call that is never made', () => {
    expect(valueOf(timeless, "CASE WHEN 0 THEN date('now') ELSE 1 END")).toBe(1n)
  })
})

describe('chance', () => {
  it.each(['random()', 'RANDOM() % 10', 'hex(randomblob(8))'])('is refused: %s', (expression) => {
    expect(() => valueOf(timeless, expression)).toThrow(new RefusedCall('chance'))
  })

  it('is in no other function: two runs of SQLite agree', () => {
    const functions = plain
      .prepare<[], string>(
        `SELECT DISTINCT name FROM pragma_function_list
         WHERE builtin AND type = 's' AND narg <= 0 AND name NOT LIKE '%->%' ORDER BY name`,
      )
      .pluck()
      .all()
    const restlessOn = (connection: Database.Database) =>
      functions.filter((name) => differs(connection, `quote(${name}())`))
    expect(restlessOn(plain)).toContain('random')
    expect(restlessOn(timeless)).toEqual([])
  })
})

/** Whether two calls differ; one that fails or is refused does not. */
function differs(connection: Database.Database, expression: string): boolean {
  try {
    return valueOf(connection, expression) !== valueOf(connection, expression)
  } catch {
    return false
  }
}
