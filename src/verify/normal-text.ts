/** When two texts count as the same: one normal form for cells, answers and column names. */

/**
 * NFC, lower case, without outer blanks, inner ones (line breaks too) as a single blank each. Where
 * more than thirty marks follow each other, no NFC: that takes quadratic time to put them in order.
 */
export function normalizeText(text: string): string {
  // Most cells of most tables are normal already, and there are many of them.
  if (!NOT_PLAIN.test(text)) return text
  const composed = MARKS_IN_EXCESS.test(text) ? text : text.normalize('NFC')
  return composed.toLowerCase().trim().replace(BLANKS, ' ')
}

/** Anything but ASCII words in lower case with one blank between them, digits and punctuation. */
const NOT_PLAIN = /[^ !-@[-~]|^ | (?: |$)/

/** As many as Unicode's "stream-safe text" allows in a row; the look behind keeps it linear. */
const MARKS_IN_EXCESS = /(?<!\p{M})\p{M}{31}/u

/** A single blank is left alone, since it would be replaced by itself. */
const BLANKS = /\s{2,}|[^\S ]/g
