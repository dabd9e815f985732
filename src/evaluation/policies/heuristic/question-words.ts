/** What stands in a question: words to match names with, phrases that may be values, numbers. */

import { partsOf } from '../../../schema-names/name-words.ts'

/** Too common to say what a question is about. */
const STOP_WORDS = new Set(
  (
    'a all an and any are as at been by did do does each ever every for from give had has have how ' +
    'in is it its list many much name names of on one or our out over please round than that the ' +
    'their them there they this those to two under was we were what when which who whom whose with'
  ).split(' '),
)

/** `Categories` and `category` are one stem, and so are `sailings` and `sailing`. */
export function stemOf(word: string): string {
  const lower = word.toLowerCase()
  if (lower.length > 4 && lower.endsWith('ies')) return `${lower.slice(0, -3)}y`
  return lower.length > 3 ? lower.replace(/(?:(?<=s|x|ch|sh)es|(?<!s)s)$/, '') : lower
}

/** The stems of a name's words: `to_port_id` has `to`, `port` and `id`. */
export function stemsOfName(name: string): string[] {
  return partsOf(name).flatMap(({ text, isWord }) => (isWord ? [stemOf(text)] : []))
}

export function stemsOfQuestion(question: string): ReadonlySet<string> {
  return new Set(wordsOf(question).map(stemOf))
}

function wordsOf(question: string): string[] {
  const words = question.match(/[\p{L}\p{M}]+/gu) ?? []
  return words.filter((word) => !STOP_WORDS.has(word.toLowerCase()))
}

const PHRASES_MAX = 24

/**
 * What may be a value of a text column, in lower case: what stands in quotes, names in capitals, then
 * single words.
 */
export function phrasesOf(question: string): string[] {
  const quoted = [...question.matchAll(/["“]([^"“”]+)["”]/g)].map(([, text = '']) => text)
  const names = question.match(/\p{Lu}[\p{L}\p{M}\d'’-]*(?: \p{Lu}[\p{L}\p{M}\d'’-]*)+/gu) ?? []
  const withoutFirst = names.map((name) => name.slice(name.indexOf(' ') + 1))
  const hyphened = question.match(/\p{Lu}[\p{L}\p{M}]*(?:-[\p{L}\p{M}]+)+/gu) ?? []
  const codes = question.match(/\b[\p{L}]*\d[\p{L}\d-]*\b/gu) ?? []
  const all = [...quoted, ...names, ...withoutFirst, ...hyphened, ...codes, ...wordsOf(question)]
  return [...new Set(all.map((text) => text.toLowerCase()))].slice(0, PHRASES_MAX)
}

export type Comparison = { readonly operator: '>' | '>=' | '<' | '<='; readonly number: string }

const COMPARISONS = [
  [/(?:more|greater|longer|higher|larger|older) than (\d+(?:\.\d+)?)/i, '>'],
  [/(?:over|above|exceeding) (\d+(?:\.\d+)?)/i, '>'],
  [/at least (\d+(?:\.\d+)?)/i, '>='],
  [/(\d+(?:\.\d+)?) or (?:more|later|higher)/i, '>='],
  [/(?:less|fewer|shorter|lower|smaller|younger) than (\d+(?:\.\d+)?)/i, '<'],
  [/(?:under|below) (\d+(?:\.\d+)?)/i, '<'],
  [/at most (\d+(?:\.\d+)?)/i, '<='],
] as const

/** The first comparison with a number in digits. */
export function comparisonOf(question: string): Comparison | undefined {
  for (const [pattern, operator] of COMPARISONS) {
    const [, number] = pattern.exec(question) ?? []
    if (number !== undefined) return { operator, number }
  }
  return undefined
}

/** A year that no comparison is about. */
export function yearOf(question: string): string | undefined {
  const [, year] = /\b((?:19|20)\d\d)\b/.exec(question) ?? []
  return year === comparisonOf(question)?.number ? undefined : year
}

const NUMBER_WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
]

/** Decimals to round to, where the question says so. */
export function decimalsOf(question: string): number | undefined {
  const [, word = ''] = /\b(\w+) decimals?\b/i.exec(question) ?? []
  const number = /^\d$/.test(word) ? Number(word) : NUMBER_WORDS.indexOf(word.toLowerCase())
  return number === -1 ? undefined : number
}
