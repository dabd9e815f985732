/** What a player types, read. */

import type { WireAction } from '../../protocol/action.ts'

export type PlayCommand =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'help' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'hint'; readonly text: string }
  | { readonly kind: 'action'; readonly action: WireAction }

/** For each action word, what to say when nothing stands behind it. */
const HINTS: Readonly<Record<string, string>> = {
  DESCRIBE: 'Describe which table? For example: describe airlines',
  SAMPLE: 'Sample which table? For example: sample airlines',
  QUERY: 'Type the SQL itself, for example: SELECT count(*) FROM airlines',
  ANSWER: 'Answer what? For example: answer 42',
}

/** `describe t`, `sample t`, `answer v`, `help`, `quit`; everything else is SQL. */
export function parsePlayCommand(line: string): PlayCommand {
  const text = line.trim()
  if (text === '') return { kind: 'nothing' }
  const [word = '', rest = ''] = text.split(/\s+(.*)/s)
  const upperCase = word.toUpperCase()
  const hint = HINTS[upperCase]
  if (hint !== undefined) {
    // A blank argument would cost a step, or end the episode: a person gets a hint instead.
    if (rest.trim() === '') return { kind: 'hint', text: hint }
    return { kind: 'action', action: { action_type: upperCase, argument: rest } }
  }
  if (rest === '' && (upperCase === 'HELP' || upperCase === '?')) return { kind: 'help' }
  if (rest === '' && (upperCase === 'QUIT' || upperCase === 'EXIT')) return { kind: 'quit' }
  return { kind: 'action', action: { action_type: 'QUERY', argument: text } }
}

/** Whether the line is a command by its first word: no SQL, and no word alone that wants more. */
export function hasCommandWord(line: string): boolean {
  const command = parsePlayCommand(line)
  switch (command.kind) {
    case 'help':
    case 'quit':
      return true
    case 'hint':
    case 'nothing':
      return false
    case 'action':
      return command.action.argument !== line.trim()
  }
}
