/** Takes clock and chance away from SQL, so that no two runs of a statement differ. */

import Database from 'better-sqlite3'

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

type Value = bigint | number | string | Buffer | null

/**
 * Puts functions of ours in the place of SQLite's: those of chance and clock throw `RefusedCall`,
 * and so do the date functions when they are asked for the present. Any other date is computed by
 * SQLite itself, on a connection that has no database.
 */
export function takeClockAndChance(connection: Database.Database): void {
  const refuse = (names: readonly string[], reason: 'clock' | 'chance') => {
    for (const name of names) {
      connection.function(name, { varargs: true }, () => {
        throw new RefusedCall(reason)
      })
    }
  }
  refuse(CHANCE_FUNCTIONS, 'chance')
  // FTS5 marks a locale with bytes that are random for each connection. Its function has two
  // arguments, and one with any number of them would not take its place.
  connection.function('fts5_locale', (_locale, _text) => {
    throw new RefusedCall('chance')
  })
  refuse(CLOCK_FUNCTIONS, 'clock')

  const compute = remembering(createCalculator())
  const options = { deterministic: true, safeIntegers: true }
  for (const name of ['date', 'time', 'datetime', 'julianday', 'unixepoch']) {
    connection.function(name, { ...options, varargs: true }, (...values: Value[]) => {
      return compute(name, dateArguments(values))
    })
  }
  connection.function('strftime', { ...options, varargs: true }, (...values: Value[]) => {
    return compute('strftime', [values[0] ?? null, ...dateArguments(values.slice(1))])
  })
  connection.function('timediff', options, (to: Value, from: Value) => {
    return compute('timediff', [...dateArguments([to]), ...dateArguments([from])])
  })
}

/** @throws {RefusedCall} when a time value and its modifiers stand for the present */
function dateArguments([time, ...modifiers]: Value[]): Value[] {
  // Without a time value, and for each of these words, SQLite reads the clock.
  if (time === undefined || ['now', 'subsec', 'subsecond'].includes(toKeyword(time))) {
    throw new RefusedCall('clock')
  }
  return [time, ...modifiers.map(withoutTimeZone)]
}

/** The machine's time zone is a part of its clock: for SQL it is UTC everywhere. */
function withoutTimeZone(modifier: Value): Value {
  return ['localtime', 'utc'].includes(toKeyword(modifier)) ? '+0 days' : modifier
}

/** As SQLite compares it, and more: bytes are text, a NUL ends it, blanks around it are nothing. */
function toKeyword(value: Value): string {
  if (typeof value !== 'string' && !Buffer.isBuffer(value)) return ''
  const [text = ''] = value.toString().split('\0', 1)
  return text.trim().toLowerCase()
}

type Calculator = (name: string, values: readonly Value[]) => Value

/** How many results are remembered: a table has the same few dates in many rows. */
const REMEMBERED_MAX = 4000
/** Of a call, so that what is remembered stays within a megabyte. */
const REMEMBERED_CHARS_MAX = 60

function remembering(compute: Calculator): Calculator {
  const known = new Map<string, Value>()
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

function createCalculator(): Calculator {
  let connection: Database.Database | undefined
  const kept = new Map<string, Database.Statement>()
  return (name, values) => {
    connection ??= new Database(':memory:')
    const sql = `SELECT ${name}(${values.map(() => '?').join(',')})`
    const statement = kept.get(sql) ?? connection.prepare(sql).pluck().safeIntegers()
    if (values.length <= KEPT_ARGUMENTS_MAX) kept.set(sql, statement)
    // A function has exactly one value, of one of these types.
    return statement.get(...values) as Value
  }
}
