/** Cuts text to a size without breaking a character. */

/** The first `charsMax` characters (code points) of `text`. */
export function firstChars(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text
  // A code point takes one or two units, so no more than this many units can be needed.
  return Array.from(text.slice(0, 2 * charsMax))
    .slice(0, charsMax)
    .join('')
}

// Most texts are of this kind, and a regular expression sees so much faster than a loop.
const ASCII = /^[\0-~\x7f]*$/
const NEEDS_NO_ESCAPE = /^[ !#-[\]-~]*$/

/** Bytes that `text` takes inside a JSON string in UTF-8, control characters escaped. */
export function jsonBytes(text: string): number {
  if (NEEDS_NO_ESCAPE.test(text)) return text.length
  let bytes = 0
  for (const char of text) bytes += jsonBytesOf(char.codePointAt(0) ?? 0)
  return bytes
}

/** UTF-8 bytes of `text`. */
export function utf8Bytes(text: string): number {
  if (ASCII.test(text)) return text.length
  let bytes = 0
  for (const char of text) bytes += utf8BytesOf(char.codePointAt(0) ?? 0)
  return bytes
}

/** `text`, or as much of its beginning as fits with a note that it was cut. */
export function cutToJsonBytes(text: string, bytesMax: number): string {
  if (text.length * 6 <= bytesMax || jsonBytes(text) <= bytesMax) return text
  const note = '… (cut)'
  let bytes = jsonBytes(note)
  let end = 0
  for (const char of text) {
    bytes += jsonBytesOf(char.codePointAt(0) ?? 0)
    if (bytes > bytesMax) break
    end += char.length
  }
  return text.slice(0, end) + note
}

/** Code points, as `firstChars` counts them. */
export function charCount(text: string): number {
  if (ASCII.test(text)) return text.length
  let count = 0
  for (let index = 0; index < text.length; count += 1) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1
  }
  return count
}

function jsonBytesOf(codePoint: number): number {
  const isLoneSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff
  if (codePoint < 0x20 || isLoneSurrogate) return 6
  return codePoint === 0x22 || codePoint === 0x5c ? 2 : utf8BytesOf(codePoint)
}

function utf8BytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}
