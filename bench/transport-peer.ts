/** The other end of `transport.bench.ts`: answers each request with a small result, by the way it is told. */

import { readSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'

import { createLineReader } from '../src/adapters/node/query-pool/line-reader.ts'
import { replyToLine, requestFromLine } from '../src/adapters/node/query-pool/query-messages.ts'
import type { QueryReply } from '../src/adapters/node/query-pool/query-messages.ts'
import { answerRequests } from '../src/adapters/node/query-pool/query-transport.ts'
import type { TransportName } from './transport.bench.ts'

/** Five rows of four cells, as SAMPLE has them. */
const REPLY: QueryReply = {
  kind: 'outcome',
  outcome: {
    kind: 'table',
    table: {
      columns: ['singer_id', 'name', 'country', 'age'],
      rows: Array.from({ length: 5 }, (_, index) => [
        BigInt(index),
        'Joe Sharp',
        'Netherlands',
        52.5,
      ]),
      isTruncated: false,
    },
    tablesRead: ['singer'],
  },
}

// Only the benchmark starts this program.
switch (process.argv[2] as TransportName) {
  case 'ours':
    await answerRequests(() => REPLY)
    break
  case 'lines':
    createInterface({ input: process.stdin }).on('line', (line) => {
      requestFromLine(line)
      process.stdout.write(`${replyToLine(REPLY)}\n`)
    })
    break
  case 'lines_blocking':
    answerBlocking()
    break
  case 'fork_json':
    // That channel has no way to say a bigint.
    process.on('message', () => process.send?.(replyToLine(REPLY)))
    break
  case 'fork_advanced':
    process.on('message', () => process.send?.(REPLY))
    break
}

/** As ours, but over the two pipes of standard input and output. */
function answerBlocking(): void {
  const readLines = createLineReader()
  const piece = Buffer.allocUnsafe(64 * 1024)
  for (let bytes = readSync(0, piece); bytes > 0; bytes = readSync(0, piece)) {
    for (const line of readLines(piece.subarray(0, bytes))) {
      requestFromLine(line)
      writeSync(1, `${replyToLine(REPLY)}\n`)
    }
  }
}
