/** Tables that look as if they belonged to a database, and hold nothing that is true. */

import type { TableSchema } from '../sql/schema.ts'
import { withLastWord } from './name-words.ts'
import type { TablePlan } from './schema-plan.ts'
import type { Chance } from './seeded-chance.ts'
import { shuffle } from './seeded-chance.ts'

export type DistractorPlan = {
  readonly to: string
  /** The real table that its rows are made of, by its own name. */
  readonly source: string
  /** It has as many rows as its source, up to so many. */
  readonly rowsMax: number
  readonly columns: readonly DistractorColumn[]
}

export type DistractorColumn = {
  readonly to: string
  readonly type: string
  readonly isPrimaryKey: boolean
  /** The key that it seems to refer to, by the names that the agent sees. */
  readonly references: { readonly table: string; readonly column: string } | null
  readonly content:
    | {
        readonly kind: 'moved'
        readonly from: string
        /** The cells of a column all come from rows so far from their own: 0 for the key only. */
        readonly rows: number
      }
    /** One for each of `rowsMax` rows. */
    | { readonly kind: 'made_up'; readonly values: readonly (string | number)[] }
}

const ROWS_MAX = 8

type Kind = {
  readonly word: string
  readonly columnsOf: (table: TableSchema, chance: Chance) => readonly DistractorColumn[]
}

/** @returns the real tables with two to four others among them */
export function planDistractors(
  tables: readonly TableSchema[],
  plans: readonly TablePlan[],
  chance: Chance,
): (TablePlan | DistractorPlan)[] {
  const taken = new Set(tables.map(({ name }) => name.toLowerCase()))
  const wantedCount = chance(2, tables.length > 2 ? 4 : 2)
  const candidates = shuffle(
    KINDS.flatMap((kind) => tables.map((table) => ({ kind, table }))),
    chance,
  )
  const sources = new Map<string, number>()
  const distractors: DistractorPlan[] = []
  for (const { kind, table } of candidates) {
    const name = withLastWord(table.name, kind.word)
    const uses = sources.get(table.name) ?? 0
    // Each table has one distractor at most, unless there are too few tables.
    const isUsedUp = uses > 0 && tables.length >= wantedCount
    if (distractors.length === wantedCount || isUsedUp || taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    sources.set(table.name, uses + 1)
    const columns = kind.columnsOf(table, chance)
    distractors.push({ to: name, source: table.name, rowsMax: ROWS_MAX, columns })
  }
  const mixed: (TablePlan | DistractorPlan)[] = [...plans]
  for (const distractor of distractors) mixed.splice(chance(0, mixed.length), 0, distractor)
  return mixed
}

const KINDS: readonly Kind[] = [
  { word: 'archive', columnsOf: archiveColumns },
  { word: 'summary', columnsOf: summaryColumns },
  { word: 'history', columnsOf: historyColumns },
]

/** All columns of the table, and when the row was put away. */
function archiveColumns(table: TableSchema, chance: Chance): DistractorColumn[] {
  const key = onlyKeyOf(table)
  const first = key ?? table.columns[0]
  const columns = table.columns.map(({ name, type, references }, index) => ({
    to: name,
    type,
    isPrimaryKey: name === key?.name,
    references,
    content: { kind: 'moved', from: name, rows: name === first?.name ? 0 : index + 1 } as const,
  }))
  return withFreeNames([...columns, datesNamed(styledLike(table, 'archived', 'on'), chance)])
}

/** The key of the table, numbers of it that seem to be totals, and a count. */
function summaryColumns(table: TableSchema, chance: Chance): DistractorColumn[] {
  const numbers = table.columns.filter((column) => isNumeric(column) && !isKey(column)).slice(0, 2)
  return withFreeNames([
    keyColumn(table),
    ...numbers.map(({ name, type }, index) => ({
      to: withLastWord(name, index === 0 ? 'total' : 'average'),
      type,
      isPrimaryKey: false,
      references: null,
      content: { kind: 'moved', from: name, rows: index + 1 } as const,
    })),
    madeUp(styledLike(table, 'entry', 'count'), 'INTEGER', () => chance(1, 40)),
    datesNamed(styledLike(table, 'updated', 'on'), chance),
  ])
}

/** The key of the table, and a value before and after something seems to have changed it. */
function historyColumns(table: TableSchema, chance: Chance): DistractorColumn[] {
  const changing = table.columns.find((column) => !isKey(column))
  const values =
    changing === undefined ? [] : ['before', 'after'].map((word) => ({ word, changing }))
  return withFreeNames([
    { ...keyColumn(table), isPrimaryKey: false },
    ...values.map(({ word, changing: { name, type } }, index) => ({
      to: withLastWord(name, word),
      type,
      isPrimaryKey: false,
      references: null,
      content: { kind: 'moved', from: name, rows: index + 1 } as const,
    })),
    datesNamed(styledLike(table, 'changed', 'on'), chance),
  ])
}

type Column = TableSchema['columns'][number]

function isKey({ isPrimaryKey, references }: Column): boolean {
  return isPrimaryKey || references !== null
}

/** The key of a table that has a single one; of a key of two columns neither is unique. */
function onlyKeyOf({ columns }: TableSchema): Column | undefined {
  const [key, ...others] = columns.filter(({ isPrimaryKey }) => isPrimaryKey)
  return others.length === 0 ? key : undefined
}

/** By SQLite's rule of affinity, roughly: what is declared as a number of some kind. */
function isNumeric({ type }: Column): boolean {
  return /INT|REAL|FLOA|DOUB|DEC|NUM/i.test(type)
}

function keyColumn(table: TableSchema): DistractorColumn {
  const onlyKey = onlyKeyOf(table)
  const key = onlyKey ?? table.columns[0]
  if (key === undefined) throw new RangeError(`Expected ${table.name} to have columns`)
  return {
    to: key.name,
    type: key.type,
    isPrimaryKey: onlyKey !== undefined,
    // SQLite takes offence at what refers to a column that is not unique.
    references: onlyKey === undefined ? null : { table: table.name, column: key.name },
    content: { kind: 'moved', from: key.name, rows: 0 },
  }
}

function datesNamed(name: string, chance: Chance): DistractorColumn {
  const twoDigits = (number: number) => String(number).padStart(2, '0')
  return madeUp(name, 'TEXT', () => {
    return `20${twoDigits(chance(12, 24))}-${twoDigits(chance(1, 12))}-${twoDigits(chance(1, 28))}`
  })
}

function madeUp(name: string, type: string, value: () => string | number): DistractorColumn {
  const values = Array.from({ length: ROWS_MAX }, value)
  const content = { kind: 'made_up', values } as const
  return { to: name, type, isPrimaryKey: false, references: null, content }
}

/** `archived_on`, `ArchivedOn`: as the table's own columns are written. */
function styledLike({ columns }: TableSchema, first: string, second: string): string {
  const isCapitalized = columns.every(({ name }) => /^\P{Ll}/u.test(name))
  const model = columns.find(({ name }) => /.[ _]|\p{Ll}\p{Lu}/u.test(name))?.name ?? '_'
  const start = isCapitalized ? first.slice(0, 1).toUpperCase() + first.slice(1) : first
  if (model.includes('_')) return `${start}_${second}`
  if (model.includes(' ')) return `${start} ${second}`
  return start + second.slice(0, 1).toUpperCase() + second.slice(1)
}

/** Without columns of a name that an earlier one has. */
function withFreeNames(columns: readonly DistractorColumn[]): DistractorColumn[] {
  const names = columns.map(({ to }) => to.toLowerCase())
  return columns.filter((_, index) => names.indexOf(names[index] ?? '') === index)
}
