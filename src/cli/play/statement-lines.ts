/** Puts SQL of several lines together, so that each command is one text. */

import { meaningfulTokens } from '../../sql/tokens.ts'
import { hasCommandWord } from './play-command.ts'

export type StatementLines = {
  /** @returns the commands that this line completes: none while its statement goes on */
  add(line: string): string[]
  /** @returns the statement that nothing follows, if there is one */
  end(): string[]
  readonly isOpen: boolean
}

/** What reading SQL begins with, a comment before it included. */
const STATEMENT_BEGIN = /^\s*(?:query\s+)?(?:select\b|with\b|values\b|--|\/\*)/i

/** A statement goes on to the line that ends in `;`, or to the one before the next command. */
export function createStatementLines(): StatementLines {
  let open: string[] = []
  const end = () => {
    const statement = open.join('\n')
    open = []
    return statement === '' ? [] : [statement]
  }
  return {
    add(line) {
      const isFirst = open.length === 0
      if (isFirst && !STATEMENT_BEGIN.test(line)) return [line]
      // Only from the first column on: an indented line belongs to SQL with a column `answer`.
      if (!isFirst && /^\S/.test(line) && hasCommandWord(line)) return [...end(), line]
      open.push(line)
      return meaningfulTokens(open.join('\n')).at(-1)?.text === ';' ? end() : []
    },
    end,
    get isOpen() {
      return open.length > 0
    },
  }
}
