import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'

import { describe, expect, it } from 'vitest'

import { createCommandReader } from './command-reader.ts'
import type { CommandReader } from './command-reader.ts'

const ESCAPE = '\u001B'

/** Pasted text as a terminal sends it: marked, with Enter's character for line breaks. */
const pasted = (content: string) => `${ESCAPE}[200~${content.replaceAll('\n', '\r')}${ESCAPE}[201~`

async function commandsOf(reader: CommandReader): Promise<string[]> {
  const commands: string[] = []
  for await (const command of reader.commands()) commands.push(command)
  return commands
}

/** What is read of keys that come one after the other, as from a terminal. */
async function read(...keys: string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true })
  const output = Object.assign(new PassThrough(), { isTTY: true })
  const printed = text(output)
  const reader = createCommandReader(input, output, () => {})
  for (const key of keys) input.write(key)
  await new Promise((resolve) => setImmediate(resolve))
  reader.close()
  output.end()
  return { commands: await commandsOf(reader), printed: await printed }
}

describe('a terminal', () => {
  it('ends a typed command with Enter, without a semicolon', async () => {
    const { commands } = await read('SELECT a\r', 'FROM t\r', 'describe t\r')
    expect(commands).toEqual(['SELECT a', 'FROM t', 'describe t'])
  })

  it('takes pasted SQL of several lines as one command, sent with the paste’s last Enter', async () => {
    const { commands } = await read(pasted('SELECT a\n  FROM t\n'), 'quit\r')
    expect(commands).toEqual(['SELECT a\n  FROM t', 'quit'])
  })

  it('lets the last line of a paste be ended by hand', async () => {
    const { commands } = await read(pasted('SELECT a\nFROM t'), ' WHERE b\r', 'quit\r')
    expect(commands).toEqual(['SELECT a\nFROM t WHERE b', 'quit'])
  })

  it('takes pasted commands one by one', async () => {
    const { commands } = await read(pasted('describe t\nSELECT 1;\nSELECT\n2\nanswer 2\n'))
    expect(commands).toEqual(['describe t', 'SELECT 1;', 'SELECT\n2', 'answer 2'])
  })

  it('marks pastes only while it is read', async () => {
    const { printed } = await read('quit\r')
    expect(printed.startsWith(`${ESCAPE}[?2004h`)).toBe(true)
    expect(printed.endsWith(`${ESCAPE}[?2004l`)).toBe(true)
  })
})

describe('a pipe', () => {
  it('gives its commands in order, the unfinished one last, and prints nothing', async () => {
    const input = new PassThrough()
    const output = new PassThrough()
    const printed = text(output)
    const reader = createCommandReader(input, output, () => {})
    const singles = Array.from({ length: 100 }, (_, index) => `answer ${index}`)
    input.end([...singles, 'SELECT a', 'FROM t;', 'SELECT b', 'FROM t'].join('\n'))
    expect(await commandsOf(reader)).toEqual([...singles, 'SELECT a\nFROM t;', 'SELECT b\nFROM t'])
    output.end()
    expect(await printed).toBe('')
  })
})
