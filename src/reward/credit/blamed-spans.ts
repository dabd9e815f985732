/** Finds the words of a failed query that its error is about. */

import type { RefusalReason } from '../../sql/query.ts'
import { placedTokens } from '../../sql/tokens.ts'
import type { PlacedToken, Span } from '../../sql/tokens.ts'

/** How a query failed, as far as its text can be blamed for it. */
export type BlamedFailure =
  | { readonly kind: 'refused'; readonly reason: RefusalReason }
  /** SQLite's own words. */
  | { readonly kind: 'failed'; readonly message: string }

/** More than this many places are no longer a hint: the text as a whole is to blame. */
export const BLAMED_SPANS_MAX = 32

/** @returns in the order of the text, without overlaps; none where nothing less than all is to blame */
export function blamedSpans(sql: string, failure: BlamedFailure): Span[] {
  const tokens = placedTokens(sql)
  const spans =
    failure.kind === 'refused'
      ? refusedSpans(tokens, failure.reason)
      : failedSpans(sql, tokens, failure.message)
  return spans.length > BLAMED_SPANS_MAX ? [] : spans
}

/** What SQLite complains of, and where in its message the name stands. */
const COMPLAINTS = [
  { kind: 'column', pattern: /^(?:no such column|ambiguous column name): (.+)$/s },
  { kind: 'table', pattern: /^no such table: (.+)$/s },
  { kind: 'function', pattern: /^no such function: (.+)$/s },
  { kind: 'function', pattern: /^wrong number of arguments to function (.+)\(\)$/s },
  { kind: 'function', pattern: /^misuse of (?:aggregate|window)(?: function)?:? (.+)\(\)$/s },
  { kind: 'token', pattern: /^near "(.+)": syntax error$/s },
  { kind: 'token', pattern: /^unrecognized token: "(.+)"$/s },
] as const

function failedSpans(sql: string, tokens: readonly PlacedToken[], message: string): Span[] {
  for (const { kind, pattern } of COMPLAINTS) {
    const [, name] = pattern.exec(message) ?? []
    if (name === undefined) continue
    return kind === 'token' ? tokenSpans(sql, tokens, name) : nameSpans(tokens, name, kind)
  }
  return []
}

function tokenSpans(sql: string, tokens: readonly PlacedToken[], text: string): Span[] {
  const same = tokens.filter((token) => token.text === text)
  if (same.length > 0) return same.map(toSpan)
  // SQLite may take for one token what are several of ours.
  const spans: Span[] = []
  for (let start = sql.indexOf(text); start >= 0; start = sql.indexOf(text, start + text.length)) {
    spans.push({ start, end: start + text.length })
    if (spans.length > BLAMED_SPANS_MAX) break
  }
  return spans
}

/** A name with what qualifies it: `t.x` is one, however it is quoted or spaced. */
type NameChain = Span & {
  readonly name: string
  /** What stands before and behind it, in upper case. */
  readonly before: string
  readonly behind: string
}

type NameKind = 'column' | 'table' | 'function'

function nameSpans(tokens: readonly PlacedToken[], name: string, kind: NameKind): Span[] {
  const wanted = name.toLowerCase()
  const chains = nameChains(tokens).filter((chain) => chain.name.toLowerCase() === wanted)
  const fitting = chains.filter(({ before, behind }) => {
    switch (kind) {
      case 'column':
        return behind !== '(' && !/^(?:FROM|JOIN|AS)$/.test(before)
      case 'table':
        return /^(?:FROM|JOIN|,|\()$/.test(before)
      case 'function':
        return behind === '('
    }
  })
  return (fitting.length > 0 ? fitting : chains).map(toSpan)
}

function nameChains(tokens: readonly PlacedToken[]): NameChain[] {
  const chains: NameChain[] = []
  for (let index = 0; index < tokens.length; index += 1) {
    const first = tokens[index]
    if (first === undefined || !isName(first)) continue
    const before = tokens[index - 1]?.text.toUpperCase() ?? ''
    const names = [unquoted(first)]
    let last = first
    for (;;) {
      const next = tokens[index + 2]
      if (tokens[index + 1]?.text !== '.' || next === undefined || !isName(next)) break
      names.push(unquoted(next))
      last = next
      index += 2
    }
    const behind = tokens[index + 1]?.text.toUpperCase() ?? ''
    chains.push({ start: first.start, end: last.end, name: names.join('.'), before, behind })
  }
  return chains
}

function isName({ kind }: PlacedToken): boolean {
  return kind === 'word' || kind === 'quoted_name'
}

function unquoted({ kind, text }: PlacedToken): string {
  if (kind !== 'quoted_name') return text
  const quote = text[0] ?? ''
  const inner = text.slice(1, -1)
  return quote === '[' ? inner : inner.replaceAll(quote + quote, quote)
}

const CLOCK_WORDS = /^current_(?:date|time|timestamp)$/i
const CLOCK_TEXTS = /^'\s*(?:now|subsec|subsecond)\s*'$/i
const CLOCK_FUNCTIONS = /^(?:date|time|datetime|julianday|unixepoch|strftime|timediff)$/i

function refusedSpans(tokens: readonly PlacedToken[], reason: RefusalReason): Span[] {
  const wordsLike = (pattern: RegExp) =>
    tokens.filter((token) => token.kind === 'word' && pattern.test(token.text)).map(toSpan)
  const namesLike = (pattern: RegExp) =>
    tokens.filter((token) => isName(token) && pattern.test(unquoted(token))).map(toSpan)
  const callsLike = (pattern: RegExp) =>
    nameChains(tokens)
      .filter(({ name, behind }) => behind === '(' && pattern.test(name))
      .map(toSpan)
  switch (reason) {
    case 'empty':
      return []
    case 'pragma':
      return wordsLike(/^pragma$/i).slice(0, 1)
    case 'explain':
      return wordsLike(/^explain$/i).slice(0, 1)
    case 'many_statements':
      return behindFirstStatement(tokens)
    case 'not_reading':
      return writingWord(tokens)
    case 'schema_table':
      return namesLike(/^sqlite_/i)
    case 'table_function':
      return namesLike(/^(?:pragma_|dbstat$)/i)
    case 'clock': {
      const present = tokens.filter(
        ({ kind, text }) =>
          (kind === 'word' && CLOCK_WORDS.test(text)) ||
          (kind === 'string' && CLOCK_TEXTS.test(text)),
      )
      return present.length > 0 ? present.map(toSpan) : callsLike(CLOCK_FUNCTIONS)
    }
    case 'chance':
      return callsLike(/^(?:random|randomblob|fts5_locale)$/i)
  }
}

function behindFirstStatement(tokens: readonly PlacedToken[]): Span[] {
  const first = tokens.findIndex(({ text }) => text !== ';')
  const end = tokens.findIndex(({ text }, index) => index > first && text === ';')
  const others = end < 0 ? [] : tokens.slice(end).filter(({ text }) => text !== ';')
  const start = others[0]?.start
  return start === undefined ? [] : [{ start, end: others.at(-1)?.end ?? start }]
}

/** The statement's first word; behind a WITH, the one that writes. */
function writingWord(tokens: readonly PlacedToken[]): Span[] {
  const words = tokens.filter(({ kind }) => kind === 'word')
  const isWith = /^with$/i.test(words[0]?.text ?? '')
  const word = isWith
    ? words.find(({ text }) => /^(?:insert|replace|update|delete)$/i.test(text))
    : words[0]
  return word === undefined ? [] : [toSpan(word)]
}

function toSpan({ start, end }: Span): Span {
  return { start, end }
}
