import { describe, expect, it } from 'vitest'

import { createStatementLines } from './statement-lines.ts'

/** The commands of all lines, as a pipe has them. */
function commandsOf(...lines: string[]): string[] {
  const statements = createStatementLines()
  return [...lines.flatMap((line) => statements.add(line)), ...statements.end()]
}

describe('SQL of several lines', () => {
  it('ends with a semicolon, also before a comment', () => {
    expect(
      commandsOf('select a', 'from t;', 'WITH x AS (SELECT 1)', 'SELECT * FROM x; -- all', 'quit'),
    ).toEqual(['select a\nfrom t;', 'WITH x AS (SELECT 1)\nSELECT * FROM x; -- all', 'quit'])
  })

  it('does not end with a semicolon inside quotes', () => {
    expect(commandsOf("SELECT 'a;", "b'", ';', 'quit')).toEqual(["SELECT 'a;\nb'\n;", 'quit'])
  })

  it('ends with the last line, and with no blank one', () => {
    expect(commandsOf('SELECT a', '', '  FROM t')).toEqual(['SELECT a\n\n  FROM t'])
  })

  it.each(['describe t', 'sample t', 'answer 3', 'query SELECT 2;', 'help', '?', 'QUIT'])(
    'ends before the command %j',
    (command) => {
      expect(commandsOf('SELECT a', 'FROM t', command)).toEqual(['SELECT a\nFROM t', command])
    },
  )

  it('may have columns that are called like commands', () => {
    const statement = ['SELECT', '  sample AS s,', 'sample,', 'answer', 'FROM t']
    expect(commandsOf(...statement)).toEqual([statement.join('\n')])
  })

  it('may begin with a comment, or with the word query', () => {
    expect(commandsOf('-- how many?', 'SELECT 1;', 'query select', '2;')).toEqual([
      '-- how many?\nSELECT 1;',
      'query select\n2;',
    ])
  })
})

it('passes every other line on at once: a slip costs no more than itself', () => {
  const lines = ['descrbe t', 'SELECT 1;', '', 'selection', 'quit']
  expect(commandsOf(...lines)).toEqual(lines)
})
