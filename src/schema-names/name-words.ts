/** A name taken apart into words and put together again in its own style. */

export type NamePart = {
  readonly text: string
  /** False for digits and whatever stands between words. */
  readonly isWord: boolean
}

/** A run of capitals, a word with or without one in front, letters without case, or anything else. */
const PARTS = /\p{Lu}+(?![\p{Ll}\p{M}])|\p{Lu}?[\p{Ll}\p{M}]+|[\p{Lo}\p{M}]+|[^\p{L}\p{M}]+|./gsu

/** All parts in a row give the name back: `Singer_ID`, `VenueID`, `staff gauge (cm)`, `line_1`. */
export function partsOf(name: string): NamePart[] {
  return [...name.matchAll(PARTS)].map(([text]) => ({ text, isWord: /^\p{L}/u.test(text) }))
}

/** @param change - gets each word in lower case */
export function mapWords(name: string, change: (word: string) => string): string {
  const parts = partsOf(name)
  return parts
    .map(({ text, isWord }) => (isWord ? inCaseOf(text, change(text.toLowerCase())) : text))
    .join('')
}

/** The word with as many capitals as the one that it stands for: `ID`, `Id`, `id`. */
function inCaseOf(model: string, word: string): string {
  if (model === model.toLowerCase()) return word
  const isAllCapitals = model.length > 1 && model === model.toUpperCase()
  return isAllCapitals ? word.toUpperCase() : capitalized(word)
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

/** The name with one more word behind it: `order_info`, `VenueInfo`, `Part Used Info`. */
export function withLastWord(name: string, word: string): string {
  const last = partsOf(name).findLast(({ isWord }) => isWord)?.text ?? ''
  const styled = /^\p{Lu}/u.test(last) ? capitalized(word) : word
  return `${name}${separatorOf(name)}${styled}`
}

/** The name with a number behind it, so that it differs from another: `emp_2`, `Emp2`. */
export function withNumber(name: string, number: number): string {
  const separator = separatorOf(name)
  return `${name}${separator === '' && /\d$/.test(name) ? '_' : separator}${number}`
}

/** What parts the words of a name: nothing in `VenueID`, a blank in `Part No`, else `_`. */
function separatorOf(name: string): string {
  const [separator] = /[ _-]/.exec(name) ?? []
  if (separator !== undefined) return separator
  const words = partsOf(name).filter(({ isWord }) => isWord)
  const isCamelCase = words.length > 1 || /^\p{Lu}\p{Ll}/u.test(name)
  return isCamelCase ? '' : '_'
}
