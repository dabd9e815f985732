/** Reads a file line by line, and no more of it at a time than a line may have. */

import { createReadStream } from 'node:fs'

const LINE_END = 0x0a

/** An episode of 100 steps, each reply as large as replies can be, has less. */
const LINE_BYTES_MAX = 32 * 2 ** 20

export type FileLine =
  | {
      readonly kind: 'line'
      /** From 1. */
      readonly number: number
      readonly text: string
      /** Of the file, the line's end included. */
      readonly bytes: number
      /** Whether a line break follows; a writer that was killed has left none. */
      readonly isEnded: boolean
    }
  | { readonly kind: 'unreadable'; readonly number: number; readonly reason: string }

/** Nothing comes after an unreadable line. @throws the file system's error */
export async function* readFileLines(file: string): AsyncGenerator<FileLine, void> {
  let number = 1
  let pieces: Buffer[] = []
  let length = 0
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let start = 0
    for (let end = chunk.indexOf(LINE_END); end !== -1; end = chunk.indexOf(LINE_END, start)) {
      const line = toLine(number, Buffer.concat([...pieces, chunk.subarray(start, end)]), true)
      yield line
      if (line.kind === 'unreadable') return
      pieces = []
      length = 0
      number += 1
      start = end + 1
    }
    pieces.push(chunk.subarray(start))
    length += chunk.length - start
    if (length > LINE_BYTES_MAX) {
      yield { kind: 'unreadable', number, reason: `is longer than ${LINE_BYTES_MAX} bytes` }
      return
    }
  }
  if (length > 0) yield toLine(number, Buffer.concat(pieces), false)
}

function toLine(number: number, bytes: Buffer, isEnded: boolean): FileLine {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { kind: 'line', number, text, bytes: bytes.length + (isEnded ? 1 : 0), isEnded }
  } catch {
    return { kind: 'unreadable', number, reason: isEnded ? 'is not UTF-8' : 'is cut off' }
  }
}
