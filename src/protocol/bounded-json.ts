/** JSON from outside, parsed where it is sure to stay small: what a text may become is known before. */

/**
 * Objects, arrays, and what stands in them, as the characters that announce each: `[ { , :`. A list
 * of 64 KiB that an agent answers with has fewer; the values of so many take some 5 MB.
 */
export const JSON_MARKS_MAX = 65_536

/** Objects and arrays inside each other. A message of any client has six or so. */
export const JSON_DEPTH_MAX = 64

export type ParsedJson =
  | { readonly kind: 'json'; readonly value: unknown }
  /** It may be JSON or not. @property message - what there is too much of */
  | { readonly kind: 'too_much'; readonly message: string }
  /** @property message - the parser's own */
  | { readonly kind: 'invalid'; readonly message: string }

export function parseBoundedJson(text: string): ParsedJson {
  const message = findTooMuch(text)
  if (message !== undefined) return { kind: 'too_much', message }
  try {
    return { kind: 'json', value: JSON.parse(text) }
  } catch (cause) {
    return { kind: 'invalid', message: cause instanceof Error ? cause.message : 'not JSON' }
  }
}

const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPENING_BRACKET = 91
const BACKSLASH = 92
const CLOSING_BRACKET = 93
const OPENING_BRACE = 123
const CLOSING_BRACE = 125

/**
 * One look at each character. Up to where a text stops to be JSON, which is as far as a parser goes,
 * strings begin and end here where they do for it.
 */
function findTooMuch(text: string): string | undefined {
  let marks = 0
  let depth = 0
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = endOfString(text, index)
        break
      case OPENING_BRACKET:
      case OPENING_BRACE:
        depth += 1
        marks += 1
        break
      case COMMA:
      case COLON:
        marks += 1
        break
      case CLOSING_BRACKET:
      case CLOSING_BRACE:
        depth -= 1
        break
      default:
    }
    if (depth > JSON_DEPTH_MAX) {
      return `Expected at most ${JSON_DEPTH_MAX} objects and arrays inside each other`
    }
    if (marks > JSON_MARKS_MAX) {
      return `Expected at most ${JSON_MARKS_MAX} of the characters [ { , : outside of texts`
    }
  }
  return undefined
}

/** @returns the index of the quote that ends the string which begins at `start`, or the text's end */
function endOfString(text: string, start: number): number {
  let index = start + 1
  while (index < text.length) {
    const code = text.charCodeAt(index)
    if (code === QUOTE) return index
    index += code === BACKSLASH ? 2 : 1
  }
  return text.length
}
