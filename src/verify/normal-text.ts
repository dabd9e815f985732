/** When two texts count as the same: one normal form for cells, answers and column names. */

/** NFC, lower case, without outer blanks, inner ones (line breaks too) as a single blank each. */
export function normalizeText(text: string): string {
  // Most cells of most tables are such already, and there are many of them.
  if (PLAIN.test(text)) return text
  return text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ')
}

/** ASCII words in lower case with one blank between them, digits and punctuation. */
const PLAIN = /^(?:[!-@[-~]+(?: [!-@[-~]+)*)?$/
