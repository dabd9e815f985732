/** What a database cell holds, how it prints, and how it is written to a file. */

/**
 * One value as SQLite stores it. The JavaScript type tells the storage class: `bigint` is INTEGER,
 * `number` is REAL (37.0 stays apart from 37; ±Infinity occurs, NaN does not), `string` is TEXT,
 * `Uint8Array` is BLOB, `null` is NULL.
 */
export type CellValue = bigint | number | string | Uint8Array | null

export type Row = readonly CellValue[]

/** The cell as an agent reads it: `NULL`, `37.0`, `x'c0ffee'`, text as it is. */
export function formatCell(cell: CellValue): string {
  if (cell === null) return 'NULL'
  if (typeof cell === 'number') return formatReal(cell)
  if (typeof cell === 'object') return `x'${toHex(cell)}'`
  return String(cell)
}

/** Fifteen significant digits, as SQLite prints a REAL, and always a decimal point: 0.3, 37.0. */
function formatReal(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf'
  const rounded = Number(value.toPrecision(15))
  // Rounding up would take the largest values to infinity.
  const shown = Number.isFinite(rounded) ? rounded : value
  const [mantissa = '', exponent] = String(shown).split('e')
  const withPoint = mantissa.includes('.') ? mantissa : `${mantissa}.0`
  return exponent === undefined ? withPoint : `${withPoint}e${exponent}`
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/**
 * Rows as JSON in which no value loses its kind: INTEGER as digits however many, REAL with a point
 * or an exponent (`37.0`, `9e999` for infinity), BLOB as `{"blob":"c0ffee"}`.
 */
export function rowsToJson(rows: readonly Row[]): string {
  return `[${rows.map((row) => `[${row.map(cellToJson).join(',')}]`).join(',')}]`
}

function cellToJson(cell: CellValue): string {
  if (typeof cell === 'bigint') return String(cell)
  if (typeof cell === 'number') return realToJson(cell)
  if (cell === null || typeof cell === 'string') return JSON.stringify(cell)
  return `{"blob":"${toHex(cell)}"}`
}

function realToJson(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '9e999' : '-9e999'
  if (Object.is(value, -0)) return '-0.0'
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${BigInt(value)}.0` : String(value)
}

/** One number of a JSON text: without point and exponent it is an INTEGER, else a REAL. */
export function numberFromJson(source: string): bigint | number {
  return /^-?\d+$/.test(source) ? BigInt(source) : Number(source)
}

/** The bytes of `c0ffee`. @throws {RangeError} when it is not an even number of hex digits */
export function blobFromHex(hex: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/i.test(hex)) throw new RangeError(`Expected hex digits, got ${hex}`)
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
