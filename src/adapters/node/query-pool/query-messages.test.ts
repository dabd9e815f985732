import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import type { CellValue } from '../../../sql/cell.ts'
import { replyFromLine, replyToLine, requestFromLine, requestToLine } from './query-messages.ts'
import type { QueryReply } from './query-messages.ts'

const tableOf = (columns: string[], rows: CellValue[][], isTruncated = false): QueryReply => ({
  kind: 'outcome',
  outcome: { kind: 'table', table: { columns, rows, isTruncated }, tablesRead: ['t'] },
})

const sent = (reply: QueryReply) => replyFromLine(replyToLine(reply))

it.each<readonly [CellValue, string]>([
  [1n, '1'],
  [2n ** 53n, '{"integer":"9007199254740992"}'],
  [-(2n ** 63n), '{"integer":"-9223372036854775808"}'],
  [37, '[37]'],
  [-0, '["-0"]'],
  [Infinity, '["Infinity"]'],
  [-Infinity, '["-Infinity"]'],
  ['37', '"37"'],
  ['', '""'],
  ['\ud800', String.raw`"\ud800"`],
  [null, 'null'],
  [Uint8Array.of(0, 255), '{"blob":"AP8="}'],
  [new Uint8Array(), '{"blob":""}'],
])('N10: writes %o as %s and reads it as it was', (cell, json) => {
  const reply = tableOf(['x'], [[cell]])
  expect(replyToLine(reply)).toContain(`"rows":[[${json}]]`)
  expect(sent(reply)).toEqual(reply)
})

const cells = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.double({ noNaN: true }),
  fc.string({ unit: 'binary' }),
  fc.uint8Array(),
  fc.constant(null),
)
const tables = fc
  .tuple(fc.array(fc.string({ unit: 'binary' })), fc.array(fc.array(cells)), fc.boolean())
  .map(([columns, rows, isTruncated]) => tableOf(columns, rows, isTruncated))

it('N10: gives any table back as it was, on one line', () => {
  fc.assert(
    fc.property(tables, (reply) => {
      expect(replyToLine(reply)).not.toContain('\n')
      expect(sent(reply)).toEqual(reply)
    }),
  )
})

it.each<QueryReply>([
  { kind: 'outcome', outcome: { kind: 'failed', message: 'near "x":\nsyntax error' } },
  { kind: 'outcome', outcome: { kind: 'refused', reason: 'clock' } },
  { kind: 'outcome', outcome: { kind: 'too_large' } },
  { kind: 'fault', message: 'disk I/O error' },
])('gives %j back as it was', (reply) => {
  expect(replyToLine(reply)).not.toContain('\n')
  expect(sent(reply)).toEqual(reply)
})

it('gives a request back as it was, whatever is in its SQL', () => {
  const request = {
    path: '/a\nb',
    sql: "SELECT '\ud800\n\0 é'",
    limits: { rowsMax: 1, bytesMax: 2 },
  }
  expect(requestToLine(request)).not.toContain('\n')
  expect(requestFromLine(requestToLine(request))).toEqual(request)
})
