/** Takes clock and chance away from SQL, so that no two runs of a statement differ. */

import type { CellValue } from '../../sql/cell.ts'
import type { SqliteConnection, SqliteStatement } from './sqlite-connection.ts'

/** Thrown out of the running statement that asked for the current time or a random number. */
export class RefusedCall extends Error {
  override readonly name = 'RefusedCall'
  readonly reason: 'clock' | 'chance'

  constructor(reason: 'clock' | 'chance') {
    super(`the statement called for ${reason}`)
    this.reason = reason
  }
}

const CHANCE_FUNCTIONS = ['random', 'randomblob']
const CLOCK_FUNCTIONS = ['current_date', 'current_time', 'current_timestamp']

/**
 * Puts functions of ours in the place of SQLite's: those of chance and clock throw `RefusedCall`,
 * and so do the date functions when they are asked for the present. Any other date is computed by
 * SQLite itself, on a connection that has no database.
 *
 * @param openScratch - opens that connection, when a date is first computed
 */
export function takeClockAndChance(
  connection: SqliteConnection,
  openScratch: () => SqliteConnection,
): void {
  const refuse = (
    names: readonly string[],
    reason: 'clock' | 'chance',
    argumentCount: number | null = null,
  ) => {
    for (const name of names) {
      connection.define(name, argumentCount, false, () => {
        throw new RefusedCall(reason)
      })
    }
  }
  refuse(CHANCE_FUNCTIONS, 'chance')
  // FTS5 marks a locale with bytes that are random for each connection. Its function has two
  // arguments, and one with any number of them would not take its place.
  refuse(['fts5_locale'], 'chance', 2)
  refuse(CLOCK_FUNCTIONS, 'clock')

  const compute = remembering(createCalculator(openScratch))
  for (const name of ['date', 'time', 'datetime', 'julianday', 'unixepoch']) {
    connection.define(name, null, true, (...values) => compute(name, dateArguments(values)))
  }
  connection.define('strftime', null, true, (...values) => {
    return compute('strftime', [values[0] ?? null, ...dateArguments(values.slice(1))])
  })
  connection.define('timediff', 2, true, (to = null, from = null) => {
    return compute('timediff', [...dateArguments([to]), ...dateArguments([from])])
  })
}

/** @throws {RefusedCall} when a time value and its modifiers stand for the present */
function dateArguments([time, ...modifiers]: CellValue[]): CellValue[] {
  // Without a time value, and for each of these words, SQLite reads the clock.
  if (time === undefined || ['now', 'subsec', 'subsecond'].includes(toKeyword(time))) {
    throw new RefusedCall('clock')
  }
  return [time, ...modifiers.map(withoutTimeZone)]
}

/** The machine's time zone is a part of its clock: for SQL it is UTC everywhere. */
function withoutTimeZone(modifier: CellValue): CellValue {
  return ['localtime', 'utc'].includes(toKeyword(modifier)) ? '+0 days' : modifier
}

const BYTES_AS_TEXT = new TextDecoder('utf-8', { ignoreBOM: true })

/** As SQLite compares it, and more: bytes are text, a NUL ends it, blanks around it are nothing. */
function toKeyword(value: CellValue): string {
  const whole = value instanceof Uint8Array ? BYTES_AS_TEXT.decode(value) : value
  if (typeof whole !== 'string') return ''
  const [text = ''] = whole.split('\0', 1)
  return text.trim().toLowerCase()
}

type Calculator = (name: string, values: readonly CellValue[]) => CellValue

/** How many results are remembered: a table has the same few dates in many rows. */
const REMEMBERED_MAX = 4000
/** Of a call, so that what is remembered stays within a megabyte. */
const REMEMBERED_CHARS_MAX = 60

function remembering(compute: Calculator): Calculator {
  const known = new Map<string, CellValue>()
  return (name, values) => {
    let key = name
    for (const value of values) {
      // Bytes are rare, and long.
      if (typeof value === 'object' && value !== null) return compute(name, values)
      const text = String(value)
      // With its length, so that no text stands for two values.
      key += ` ${typeof value} ${text.length} ${text}`
    }
    const before = known.get(key)
    if (before !== undefined) return before
    const result = compute(name, values)
    if (key.length > REMEMBERED_CHARS_MAX) return result
    if (known.size >= REMEMBERED_MAX) known.clear()
    known.set(key, result)
    return result
  }
}

/** Statements are kept for calls of up to this many arguments: nobody writes longer ones. */
const KEPT_ARGUMENTS_MAX = 6

function createCalculator(openScratch: () => SqliteConnection): Calculator {
  let connection: SqliteConnection | undefined
  const kept = new Map<string, SqliteStatement>()
  return (name, values) => {
    connection ??= openScratch()
    const sql = `SELECT ${name}(${values.map(() => '?').join(',')})`
    const statement = kept.get(sql) ?? connection.prepare(sql)
    if (values.length <= KEPT_ARGUMENTS_MAX) kept.set(sql, statement)
    return statement.first(...values)?.[0] ?? null
  }
}
