/** The four actions, and how an agent's words become one of them. */

import { normalizeSql } from '../sql/tokens.ts'
import { firstChars, utf8Bytes } from './cut-text.ts'
import { fingerprintOfText } from './fingerprint.ts'

export const ACTION_TYPES = ['DESCRIBE', 'SAMPLE', 'QUERY', 'ANSWER'] as const
export type ActionType = (typeof ACTION_TYPES)[number]

/** Characters of an unknown action word that are looked at and shown. */
export const ACTION_WORD_CHARS_MAX = 40

/** As it came: the word may be unknown and the argument anything. */
export type Action = { readonly actionType: string; readonly argument: string }

/** @returns the action type that the word means in any letter case */
export function toActionType(word: string): ActionType | undefined {
  const upperCase = word.length > ACTION_WORD_CHARS_MAX ? '' : word.trim().toUpperCase()
  return ACTION_TYPES.find((actionType) => actionType === upperCase)
}

/**
 * Two actions with one key are the same action: letter case and blanks outside quotes, comments
 * and a trailing `;` make no difference. All arguments that are too long are one, unread.
 */
export function actionKey(action: Action, argumentBytesMax: number): string {
  const word = firstChars(action.actionType.trim().toUpperCase(), ACTION_WORD_CHARS_MAX)
  if (isTooLong(action.argument, argumentBytesMax)) return `${word} too long`
  return `${word} ${fingerprintOfText(normalizeSql(action.argument))}`
}

/** Whether the argument takes more UTF-8 bytes than it may; fast however long it is. */
export function isTooLong(argument: string, argumentBytesMax: number): boolean {
  return argument.length > argumentBytesMax || utf8Bytes(argument) > argumentBytesMax
}
