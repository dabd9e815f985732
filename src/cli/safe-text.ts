/** Text from a database or a server, made fit for a terminal. */

/**
 * What a terminal would obey instead of showing: control characters (ANSI sequences begin with
 * one), marks that turn the direction of writing or cannot be seen, lone surrogates. Line breaks
 * are let through.
 */
const UNSAFE_CHARACTERS = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Each unsafe character as `\u{1b}`, so that it is seen and does nothing. */
export function toSafeText(text: string): string {
  return text.replace(
    UNSAFE_CHARACTERS,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}
