/** Cuts a SELECT into the clauses that can be left out of it one at a time. */

import { placedTokens } from './tokens.ts'
import type { PlacedToken, Span } from './tokens.ts'

export type Clause = {
  /** The clause itself, without the comma or AND that binds it to its neighbours. */
  readonly span: Span
  /** What has to go for it to be left out. */
  readonly cut: Span
}

/**
 * Select items, tables and joins, conditions that are joined by AND, and all else by its keyword; of
 * a compound SELECT its arms. Where they are too many, conditions are taken together, then select
 * items, then tables.
 *
 * @param sql - a statement that SQLite has run
 * @param clausesMax - 1 or more
 * @returns in the order of the text, without overlaps; none where there are too many all the same, or
 *   where the statement is no SELECT
 */
export function clausesOf(sql: string, clausesMax: number): Clause[] {
  const sections = sectionsOf(outerTokens(sql))
  if (!sections.some(({ keyword }) => keyword === 'SELECT')) return []
  for (const merged of MERGED) {
    const clauses = sections.some(isArmStart)
      ? compoundClauses(sections)
      : sections.flatMap((section) => clausesIn(section, merged))
    if (clauses.length <= clausesMax) return clauses
  }
  return []
}

/** The SQL without a clause of it; SQLite may refuse what is left. */
export function withoutClause(sql: string, { cut }: Clause): string {
  return `${sql.slice(0, cut.start)} ${sql.slice(cut.end)}`
}

const MERGED = [[], ['WHERE'], ['WHERE', 'SELECT'], ['WHERE', 'SELECT', 'FROM']] as const
type Merged = (typeof MERGED)[number]

/** A token with the keyword that it is: empty inside parentheses and CASE, and for names. */
type OuterToken = PlacedToken & { readonly word: string; readonly isOuter: boolean }

type Section = { readonly keyword: string; readonly tokens: readonly OuterToken[] }

const CLOSING: ReadonlyMap<string, string> = new Map([
  [')', '('],
  ['END', 'CASE'],
])

/** Up to a closing `;`. */
function outerTokens(sql: string): OuterToken[] {
  const tokens = placedTokens(sql)
  const first = tokens.findIndex(({ text }) => text !== ';')
  const outer: OuterToken[] = []
  const open: string[] = []
  for (const token of tokens.slice(Math.max(first, 0))) {
    const upperCase = token.kind === 'word' ? token.text.toUpperCase() : token.text
    if (upperCase === ';') break
    // END may be a name where no CASE is open.
    if (CLOSING.get(upperCase) === open.at(-1)) open.pop()
    const isOuter = open.length === 0
    // What stands behind a point is a name, whatever it is called.
    const isWord = isOuter && token.kind === 'word' && outer.at(-1)?.text !== '.'
    outer.push({ ...token, word: isWord ? upperCase : '', isOuter })
    if (upperCase === '(' || upperCase === 'CASE') open.push(upperCase)
  }
  return outer
}

function sectionsOf(tokens: readonly OuterToken[]): Section[] {
  const starts = tokens.flatMap((_, index) => (startsSection(tokens, index) ? [index] : []))
  return starts.map((start, place) => ({
    keyword: tokens[start]?.word ?? '',
    tokens: tokens.slice(start, starts[place + 1]),
  }))
}

function startsSection(tokens: readonly OuterToken[], index: number): boolean {
  const wordAt = (place: number) => tokens[place]?.word ?? ''
  switch (wordAt(index)) {
    case 'SELECT':
    case 'VALUES':
    case 'WHERE':
    case 'HAVING':
    case 'LIMIT':
    case 'UNION':
    case 'INTERSECT':
    case 'EXCEPT':
      return true
    case 'WITH':
      return index === 0
    case 'GROUP':
    case 'ORDER':
      return wordAt(index + 1) === 'BY'
    case 'WINDOW':
      return wordAt(index + 2) === 'AS'
    case 'FROM':
      // IS DISTINCT FROM is a comparison.
      return !(wordAt(index - 1) === 'DISTINCT' && /^(?:IS|NOT)$/.test(wordAt(index - 2)))
    default:
      return false
  }
}

function isArmStart({ keyword }: Section): boolean {
  return ['UNION', 'INTERSECT', 'EXCEPT'].includes(keyword)
}

/** The arms; a WITH before them, and what orders and limits all of them, are clauses of their own. */
function compoundClauses(sections: readonly Section[]): Clause[] {
  const isOwn = ({ keyword }: Section) => ['WITH', 'ORDER', 'LIMIT'].includes(keyword)
  const firstArm = sections.findIndex((section) => !isOwn(section))
  const clauses: Clause[] = []
  for (let index = 0; index < sections.length;) {
    const section = sections[index]
    if (section === undefined) break
    let next = index + 1
    if (!isOwn(section)) {
      while (next < sections.length && !isBetweenArms(sections, next)) next += 1
    }
    const span = spanOf(sections.slice(index, next).flatMap(({ tokens }) => tokens))
    // The first arm goes with the operator behind it.
    const second = index === firstArm ? sections[next + 1] : undefined
    const end = second?.tokens[0]?.start ?? span.end
    clauses.push({ span, cut: isOwn(section) ? span : { start: span.start, end } })
    index = next
  }
  return clauses
}

function isBetweenArms(sections: readonly Section[], index: number): boolean {
  const section = sections[index]
  return section !== undefined && (isArmStart(section) || /^(?:ORDER|LIMIT)$/.test(section.keyword))
}

function clausesIn({ keyword, tokens }: Section, merged: Merged): Clause[] {
  const isMerged = merged.some((name) => name === keyword)
  switch (keyword) {
    case 'SELECT':
      return selectClauses(tokens, isMerged)
    case 'FROM':
      return isMerged ? [wholeClause(tokens)] : tableClauses(tokens)
    case 'WHERE':
      return isMerged ? [wholeClause(tokens)] : conditionClauses(tokens)
    default:
      return [wholeClause(tokens)]
  }
}

function selectClauses(tokens: readonly OuterToken[], isMerged: boolean): Clause[] {
  const quantifier = tokens[1]?.word ?? ''
  const items = tokens.slice(/^(?:DISTINCT|ALL)$/.test(quantifier) ? 2 : 1)
  const distinct = quantifier === 'DISTINCT' ? [wholeClause(tokens.slice(1, 2))] : []
  if (isMerged) return [...distinct, wholeClause(items)]
  return [...distinct, ...listClauses(items, ({ text }) => text === ',')]
}

function conditionClauses(tokens: readonly OuterToken[]): Clause[] {
  // An AND binds closer than an OR, so that what stands between two ANDs is no condition then.
  if (tokens.some(({ word }) => word === 'OR')) return [wholeClause(tokens)]
  let betweens = 0
  const clauses = listClauses(tokens.slice(1), ({ word }) => {
    if (word === 'BETWEEN') betweens += 1
    if (word !== 'AND') return false
    if (betweens === 0) return true
    betweens -= 1
    return false
  })
  return clauses.length === 1 ? [wholeClause(tokens)] : clauses
}

/** Each goes with the separator behind it, the last one with that before it. */
function listClauses(
  tokens: readonly OuterToken[],
  isSeparator: (token: OuterToken) => boolean,
): Clause[] {
  const ends = tokens.flatMap((token, index) =>
    token.isOuter && isSeparator(token) ? [index] : [],
  )
  const starts = [0, ...ends.map((end) => end + 1)]
  return starts.flatMap((start, place): Clause[] => {
    const end = ends[place]
    const parts = tokens.slice(start, end)
    if (parts.length === 0) return []
    const span = spanOf(parts)
    const next = tokens[(end ?? tokens.length) + 1]
    if (next !== undefined) return [{ span, cut: { start: span.start, end: next.start } }]
    const before = tokens[start - 1]
    return [{ span, cut: { start: before?.start ?? span.start, end: span.end } }]
  })
}

const JOIN_WORDS: ReadonlySet<string> = new Set(
  'NATURAL LEFT RIGHT FULL OUTER INNER CROSS JOIN'.split(' '),
)

/** FROM with its first table, then each join with its condition. */
function tableClauses(tokens: readonly OuterToken[]): Clause[] {
  const isJoin = ({ word, text, isOuter }: OuterToken) =>
    isOuter && (JOIN_WORDS.has(word) || text === ',')
  const joins = tokens.flatMap((token, index) => {
    const before = tokens[index - 1]
    return isJoin(token) && !(before !== undefined && isJoin(before)) ? [index] : []
  })
  const starts = [0, ...joins]
  return starts.map((start, place) => {
    const span = spanOf(tokens.slice(start, joins[place]))
    const comma = tokens[joins[0] ?? -1]
    // Before a comma the first table can go alone; before a JOIN nothing is left to be joined to.
    const canGo = start === 0 && comma?.text === ','
    return { span, cut: canGo ? { start: tokens[1]?.start ?? 0, end: comma.end } : span }
  })
}

function wholeClause(tokens: readonly OuterToken[]): Clause {
  const span = spanOf(tokens)
  return { span, cut: span }
}

function spanOf(tokens: readonly OuterToken[]): Span {
  return { start: tokens[0]?.start ?? 0, end: tokens.at(-1)?.end ?? 0 }
}
