/** The text of a CREATE TABLE or CREATE INDEX with other names, or with its columns in another order. */

import { quoteName } from '../sql/schema.ts'
import { tokenize } from '../sql/tokens.ts'
import type { Token } from '../sql/tokens.ts'
import type { TablePlan } from './schema-plan.ts'

/** Finds what becomes of a table by its old name, in any case. */
export type TableFinder = (name: string) => TablePlan | undefined

/**
 * @param sql - as `sqlite_schema` has it: SQLite has read it before
 * @param table - the plan of that very table
 */
export function renamedTableSql(sql: string, table: TablePlan, find: TableFinder): string {
  const definition = readDefinition(sql)
  const { words } = definition
  const body = bodyOf(words)
  const renaming = createRenaming(definition)
  renaming.put(body.start - 1, table.to)
  for (const item of itemsOf(words, body)) {
    if (isColumn(words, item)) renaming.rename(item.start, table)
    for (const { index, of } of namesInside(words, item, table, find)) {
      if (of === 'parent') renaming.put(index, find(nameOf(words[index]))?.to)
      else renaming.rename(index, of)
    }
  }
  return renaming.text()
}

/** @param name - what the index is called now: indexes have no names that an agent sees */
export function renamedIndexSql(sql: string, name: string, table: TablePlan): string {
  const definition = readDefinition(sql)
  const { words } = definition
  const on = words.findIndex((word) => isWord(word, /^ON$/i))
  const renaming = createRenaming(definition)
  renaming.put(on - 1, name)
  renaming.put(on + 1, table.to)
  for (let index = on + 2; index < words.length; index += 1) {
    if (mayBeColumn(words, index, 'expressions')) renaming.rename(index, table)
  }
  return renaming.text()
}

/** The definition with its columns in the order of the plan, and what holds for all of them last. */
export function reorderedTableSql(sql: string, { columns }: TablePlan): string {
  const { tokens, words } = readDefinition(sql)
  const body = bodyOf(words)
  const textBetween = (start: number, end = tokens.length): string =>
    tokens
      .slice(start, end)
      .map(({ text }) => text)
      .join('')
  const positionOf = (index: number) => words[index]?.position ?? tokens.length
  const items = itemsOf(words, body)
  const definitions = new Map(
    items
      .filter((item) => isColumn(words, item))
      .map((item) => [nameOf(words[item.start]).toLowerCase(), item]),
  )
  const ordered = columns.flatMap(({ from }) => definitions.get(from.toLowerCase()) ?? [])
  const constraints = items.filter((item) => !isColumn(words, item))
  // A comment to the end of the line would take the comma behind it.
  const inside = [...ordered, ...constraints].map(
    ({ start, end }) => `${textBetween(positionOf(start), positionOf(end))}\n`,
  )
  const before = textBetween(0, positionOf(body.start) + 1)
  return `${before}${inside.join(',')}${textBetween(positionOf(body.end))}`
}

/** A token that SQLite acts on. */
type Word = Token & {
  /** Among all tokens. */
  readonly position: number
}

type Definition = { readonly tokens: readonly Token[]; readonly words: readonly Word[] }

function readDefinition(sql: string): Definition {
  const tokens = tokenize(sql)
  const words = tokens
    .map((token, position) => ({ ...token, position }))
    .filter(({ kind }) => kind !== 'blank' && kind !== 'comment')
  return { tokens, words }
}

function createRenaming({ tokens, words }: Definition) {
  const texts = tokens.map(({ text }) => text)
  const put = (index: number, name: string | undefined): void => {
    const position = words[index]?.position
    if (position !== undefined && name !== undefined) texts[position] = quoteName(name)
  }
  return {
    put,
    /** Leaves alone what is no column of the table. */
    rename(index: number, { columns }: TablePlan): void {
      const name = nameOf(words[index]).toLowerCase()
      put(index, columns.find(({ from }) => from.toLowerCase() === name)?.to)
    },
    text: () => texts.join(''),
  }
}

/** From the first word to the one after the last. */
type Span = { readonly start: number; readonly end: number }

/** @returns the opening and the closing parenthesis of all that a table is defined by */
function bodyOf(words: readonly Word[]): Span {
  const start = words.findIndex((word) => depthChange(word) === 1)
  let depth = 0
  const end = words.findIndex((word, index) => {
    depth += depthChange(word)
    return index >= start && depth === 0
  })
  if (start !== -1 && end !== -1) return { start, end }
  throw new RangeError('Expected a definition with columns in parentheses')
}

function depthChange(word: Word | undefined): number {
  if (word?.kind !== 'symbol') return 0
  if (word.text === '(') return 1
  return word.text === ')' ? -1 : 0
}

/** What stands between the commas of a body. */
function itemsOf(words: readonly Word[], body: Span): Span[] {
  const items: Span[] = []
  let depth = 0
  let start = body.start + 1
  for (let index = start; index < body.end; index += 1) {
    depth += depthChange(words[index])
    if (depth > 0 || words[index]?.text !== ',') continue
    items.push({ start, end: index })
    start = index + 1
  }
  return [...items, { start, end: body.end }]
}

function isColumn(words: readonly Word[], { start }: Span): boolean {
  // These cannot be names without quotes.
  return !isWord(words[start], /^(?:CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)$/i)
}

type NameInside = { readonly index: number; readonly of: TablePlan | 'parent' }

/** In a list of names a text in single quotes is a name too. */
type Holding = 'names' | 'expressions'

/** Columns and parents that the constraints of a column or a table name. */
function namesInside(
  words: readonly Word[],
  { start, end }: Span,
  table: TablePlan,
  find: TableFinder,
): NameInside[] {
  const names: NameInside[] = []
  /** What each pair of parentheses around a word holds, and columns of whom. */
  const around: { readonly of: TablePlan | undefined; readonly kind: Holding }[] = []
  const isParent = (index: number) => isWord(words[index - 1], /^REFERENCES$/i)
  for (let index = start + 1; index < end; index += 1) {
    const change = depthChange(words[index])
    const inside = around.at(-1)
    if (change === -1) around.pop()
    else if (change === 1 && inside !== undefined) around.push(inside)
    else if (change === 1 && isParent(index - 1)) {
      around.push({ of: find(nameOf(words[index - 1])), kind: 'names' })
    } else if (change === 1) {
      const isList = isWord(words[index - 1], /^(?:KEY|UNIQUE)$/i)
      around.push({ of: table, kind: isList ? 'names' : 'expressions' })
    } else if (isParent(index)) names.push({ index, of: 'parent' })
    else if (inside?.of !== undefined && mayBeColumn(words, index, inside.kind)) {
      names.push({ index, of: inside.of })
    }
  }
  return names
}

function mayBeColumn(words: readonly Word[], index: number, holding: Holding): boolean {
  const kind = words[index]?.kind
  const isName = kind === 'word' || kind === 'quoted_name'
  if (!isName && !(holding === 'names' && kind === 'string')) return false
  return !isWord(words[index - 1], /^COLLATE$/i) && words[index + 1]?.text !== '('
}

function isWord(word: Word | undefined, pattern: RegExp): boolean {
  return word?.kind === 'word' && pattern.test(word.text)
}

/** The name that a word stands for, without its quotes. */
function nameOf(word: Word | undefined): string {
  const text = word?.text ?? ''
  const quote = text.slice(0, 1)
  if (quote === '[') return text.slice(1, -1)
  if (quote === '' || !`"'\``.includes(quote)) return text
  return text.slice(1, -1).replaceAll(quote + quote, quote)
}
