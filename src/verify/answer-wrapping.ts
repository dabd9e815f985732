/** What stands around an answer without being part of it: fences, quotes, the word "Answer:". */

import { withoutQuotes } from './answer-cell.ts'

export type PeeledAnswer = {
  /** Without outer blanks; empty only between quotes. */
  readonly text: string
  /** True when quotes stood around it: a value that is then read is never NULL. */
  readonly isQuoted: boolean
}

/** More layers than this are not wrapping any more. */
const LAYERS_MAX = 4

/**
 * The answer in all the ways to take it: with every layer peeled first, as it was written last.
 * Each is a candidate, since what looks like wrapping may be part of a value.
 */
export function peelAnswer(answer: string): readonly PeeledAnswer[] {
  const peeled: PeeledAnswer[] = [{ text: answer.trim(), isQuoted: false }]
  while (peeled.length <= LAYERS_MAX) {
    const next = peelLayer(peeled[0]?.text ?? '')
    if (next === null) break
    peeled.unshift(next)
  }
  return peeled
}

function peelLayer(text: string): PeeledAnswer | null {
  const bare = withoutFence(text) ?? withoutLabel(text)
  if (bare !== null) return bare.trim() === '' ? null : { text: bare.trim(), isQuoted: false }
  const unquoted = withoutQuotes(text)
  return unquoted === null ? null : { text: unquoted.trim(), isQuoted: true }
}

/** Only these words may follow a fence: any other may be the first value of the answer. */
const FENCE_LANGUAGE = /^(?:json|text|txt|plaintext|markdown|md)?[ \t]*\r?\n/i

function withoutFence(text: string): string | null {
  const isFenced = text.length > 6 && text.startsWith('```') && text.endsWith('```')
  return isFenced ? text.slice(3, -3).replace(FENCE_LANGUAGE, '') : null
}

function withoutLabel(text: string): string | null {
  const [label] = /^answer\s*:/i.exec(text) ?? []
  return label === undefined ? null : text.slice(label.length)
}
