/** When two texts count as the same: one normal form for cells, answers and column names. */

/** NFC, lower case, without outer blanks, inner ones (line breaks too) as a single blank each. */
export function normalizeText(text: string): string {
  return text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ')
}
