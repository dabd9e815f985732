/** Reads commands from a terminal, where they are typed or pasted, or from a pipe. */

import { createInterface, cursorTo } from 'node:readline'
import { PassThrough } from 'node:stream'

import { createStatementLines } from './statement-lines.ts'

export const PROMPT = '> '

/** Before the lines of a statement that goes on. */
const CONTINUATION_PROMPT = '  '

/** Makes a terminal mark what is pasted; readline then tells where it begins and ends. */
const PASTE_MARKS_ON = '\u001B[?2004h'
const PASTE_MARKS_OFF = '\u001B[?2004l'

export type CommandReader = {
  readonly isTerminal: boolean
  /** Asks for the next command; nothing in a pipe. */
  ask(): void
  /** In order, until the input ends or the reader is closed. */
  commands(): AsyncIterable<string>
  close(): void
}

type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean }
type Output = NodeJS.WritableStream & { readonly isTTY?: boolean }

/**
 * In a terminal Enter ends a command, and in a paste only what ends SQL in a pipe does: see
 * `createStatementLines`.
 *
 * @param onInterrupt - called on Ctrl-C in a terminal, where it is no signal
 */
export function createCommandReader(
  input: Input,
  output: Output,
  onInterrupt: () => void,
): CommandReader {
  const isTerminal = input.isTTY === true && output.isTTY === true
  const lines = createInterface({ input, output, terminal: isTerminal, prompt: PROMPT })
  const commands = new PassThrough({ objectMode: true })
  const statement = createStatementLines()
  let isPasting = false
  let isOpen = true

  const pass = (completed: readonly string[]) => {
    for (const command of completed) {
      // An endless pipe waits for the game, not in memory.
      if (!commands.write(command) && isOpen) lines.pause()
    }
  }
  const ask = (prompt: string) => {
    if (!isTerminal || !isOpen) return
    lines.setPrompt(prompt)
    lines.prompt()
  }
  commands.on('drain', () => {
    if (isOpen) lines.resume()
  })
  lines.on('line', (line) => {
    pass(statement.add(line))
    if (isTerminal && !isPasting) pass(statement.end())
    if (statement.isOpen) ask(CONTINUATION_PROMPT)
  })
  lines.on('SIGINT', onInterrupt)
  lines.once('close', () => {
    isOpen = false
    pass(statement.end())
    commands.end()
    if (isTerminal) output.write(PASTE_MARKS_OFF)
  })
  if (isTerminal) {
    output.write(PASTE_MARKS_ON)
    input.on('keypress', (_text: string | undefined, key: { readonly name?: string }) => {
      if (key.name === 'paste-start') isPasting = true
      if (key.name !== 'paste-end') return
      isPasting = false
      // What stands behind the last line break waits for Enter.
      if (lines.line !== '' || !statement.isOpen) return
      cursorTo(output, 0)
      pass(statement.end())
    })
  }
  return {
    isTerminal,
    ask: () => ask(PROMPT),
    commands: () => commands,
    close: () => lines.close(),
  }
}
