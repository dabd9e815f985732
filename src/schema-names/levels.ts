/** How the names of a database may differ from those it was shipped with. */

export const SCHEMA_LEVELS = [
  'original',
  'synonyms',
  'abbreviations',
  'opaque',
  'distractors',
  'shuffled',
] as const

export type SchemaLevel = (typeof SCHEMA_LEVELS)[number]

/**
 * Databases up to this size can be had at another level: it is made in the memory of every query
 * process that needs it, several times over while it is made.
 */
export const LEVELLED_BYTES_MAX = 16 * 2 ** 20

export function isSchemaLevel(text: string): text is SchemaLevel {
  return SCHEMA_LEVELS.some((level) => level === text)
}
