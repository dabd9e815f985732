/** The four actions, and how an agent's words become one of them. */

import { findTable } from '../sql/schema.ts'
import type { DatabaseSchema } from '../sql/schema.ts'
import { normalizeSql } from '../sql/tokens.ts'
import { firstChars, utf8Bytes } from './cut-text.ts'
import { fingerprintOfText } from './fingerprint.ts'

export const ACTION_TYPES = ['DESCRIBE', 'SAMPLE', 'QUERY', 'ANSWER'] as const
export type ActionType = (typeof ACTION_TYPES)[number]

/** Characters of an unknown action word that are looked at and shown. */
export const ACTION_WORD_CHARS_MAX = 40

/** As it came: the word may be unknown and the argument anything. */
export type Action = {
  readonly actionType: string
  readonly argument: string
  /** What is wrong with how it was called, where that is known already: it is then malformed. */
  readonly slip?: string
}

/** @returns the action type that the word means in any letter case */
export function toActionType(word: string): ActionType | undefined {
  const upperCase = word.length > ACTION_WORD_CHARS_MAX ? '' : word.trim().toUpperCase()
  return ACTION_TYPES.find((actionType) => actionType === upperCase)
}

/**
 * Two actions with one key are the same action. Of SQL, letter case and blanks outside quotes,
 * comments and a closing `;` make no difference; DESCRIBE and SAMPLE are known by the table that
 * they mean, however its name is written. All arguments that are too long are one, unread.
 */
export function actionKey(
  { actionType, argument }: Action,
  schema: DatabaseSchema,
  argumentBytesMax: number,
): string {
  const known = toActionType(actionType)
  const word = known ?? firstChars(actionType.trim().toUpperCase(), ACTION_WORD_CHARS_MAX)
  if (isTooLong(argument, argumentBytesMax)) return `${word} too long`
  if (known === 'DESCRIBE' || known === 'SAMPLE') {
    const table = findTable(schema, argument)
    if (table !== undefined) return `${word} table ${table.name}`
    return `${word} unknown ${fingerprintOfText(argument.trim().toLowerCase())}`
  }
  return `${word} ${fingerprintOfText(normalizeSql(argument))}`
}

/** Whether the argument takes more UTF-8 bytes than it may; fast however long it is. */
export function isTooLong(argument: string, argumentBytesMax: number): boolean {
  return argument.length > argumentBytesMax || utf8Bytes(argument) > argumentBytesMax
}
