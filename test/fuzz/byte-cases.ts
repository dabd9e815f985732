/** Bytes on a connection: frames as the protocol has them and as it forbids them, and plain garbage. */

import * as fc from 'fast-check'

import { parseSettings } from '../../src/adapters/node/config.ts'
import { episodeLimitsOf } from '../../src/adapters/settings/common-settings.ts'
import { messageBytesMax } from '../../src/handlers/message-size.ts'

const FRAME_BYTES_MAX = messageBytesMax(episodeLimitsOf(parseSettings({}), 0))

type FrameHead = {
  readonly isLast: boolean
  /** The three bits that mean nothing without an extension. */
  readonly reserved: number
  readonly opcode: number
  readonly isMasked: boolean
  /** Said to follow; may be a lie. */
  readonly length: number
}

const TEXT: FrameHead = { isLast: true, reserved: 0, opcode: 1, isMasked: true, length: 0 }
const CONTINUATION = { ...TEXT, opcode: 0 }
const CLOSE = { ...TEXT, opcode: 8 }
const PING = { ...TEXT, opcode: 9 }

/** A frame as it goes over the wire, RFC 6455 section 5.2. */
export function frameBytes(head: FrameHead, payload: Buffer): Buffer {
  const first = (head.isLast ? 0x80 : 0) | (head.reserved << 4) | head.opcode
  const mask = head.isMasked ? Buffer.from([1, 2, 3, 4]) : Buffer.alloc(0)
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))
  return Buffer.concat([Buffer.from([first]), lengthBytes(head), mask, masked])
}

function lengthBytes({ length, isMasked }: FrameHead): Buffer {
  const maskBit = isMasked ? 0x80 : 0
  if (length < 126) return Buffer.from([maskBit | length])
  const bytes = Buffer.alloc(length < 65_536 ? 3 : 9)
  bytes[0] = maskBit | (length < 65_536 ? 126 : 127)
  if (length < 65_536) bytes.writeUInt16BE(length, 1)
  else bytes.writeBigUInt64BE(BigInt(length), 1)
  return bytes
}

const whole = (head: FrameHead, payload: Buffer) =>
  frameBytes({ ...head, length: payload.length }, payload)

export type ForbiddenCase = {
  readonly name: string
  readonly bytes: Buffer
  /** With which the server closes. */
  readonly code: number
}

const PROTOCOL_ERROR = 1002
const INVALID_TEXT = 1007
const TOO_LARGE = 1009

const payloads = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))
const STATE = Buffer.from('{"type":"state"}')

const forbidden = (name: string, code: number, bytes: fc.Arbitrary<Buffer>) =>
  bytes.map((given): ForbiddenCase => ({ name, code, bytes: given }))

/** Each is a reason to close at once. */
export const FORBIDDEN_CASES: fc.Arbitrary<ForbiddenCase> = fc.oneof(
  forbidden(
    'a reserved bit',
    PROTOCOL_ERROR,
    fc
      .tuple(fc.integer({ min: 1, max: 7 }), payloads)
      .map(([reserved, payload]) => whole({ ...TEXT, reserved }, payload)),
  ),
  forbidden(
    'an unknown opcode',
    PROTOCOL_ERROR,
    fc
      .tuple(fc.constantFrom(3, 4, 5, 6, 7, 11, 12, 13, 14, 15), payloads)
      .map(([opcode, payload]) => whole({ ...TEXT, opcode }, payload)),
  ),
  forbidden(
    'no mask',
    PROTOCOL_ERROR,
    payloads.map((payload) => whole({ ...TEXT, isMasked: false }, payload)),
  ),
  forbidden(
    'a continuation of nothing',
    PROTOCOL_ERROR,
    payloads.map((payload) => whole(CONTINUATION, payload)),
  ),
  forbidden(
    'a message inside another',
    PROTOCOL_ERROR,
    payloads.map((payload) =>
      Buffer.concat([whole({ ...TEXT, isLast: false }, payload), whole(TEXT, STATE)]),
    ),
  ),
  forbidden(
    'a ping in parts',
    PROTOCOL_ERROR,
    payloads.map((payload) => whole({ ...PING, isLast: false }, payload.subarray(0, 100))),
  ),
  forbidden(
    'a long ping',
    PROTOCOL_ERROR,
    fc.integer({ min: 126, max: 100_000 }).map((length) => frameBytes({ ...PING, length }, STATE)),
  ),
  forbidden(
    'a close of one byte, or with a code that nobody may send',
    PROTOCOL_ERROR,
    fc
      .constantFrom([3], [0x03, 0xe7], [0x03, 0xed], [0xff, 0xff])
      .map((bytes) => whole(CLOSE, Buffer.from(bytes))),
  ),
  forbidden(
    'text that is no UTF-8',
    INVALID_TEXT,
    fc
      .constantFrom([0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0x7b, 0xf0, 0x9f])
      .map((bytes) => whole(TEXT, Buffer.from(bytes))),
  ),
  forbidden(
    'a length beyond the limit, truly or not',
    TOO_LARGE,
    fc
      .integer({ min: FRAME_BYTES_MAX + 1, max: Number.MAX_SAFE_INTEGER })
      .map((length) => frameBytes({ ...TEXT, length }, STATE)),
  ),
)

/** One frame of text in parts, with pings between them: it is answered once. */
export const FRAGMENT_CASES: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.array(fc.nat(STATE.length), { maxLength: 5 }),
    fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
  )
  .map(([cuts, pings]) => {
    const edges = [0, ...cuts.toSorted((a, b) => a - b), STATE.length]
    const parts = edges.slice(1).map((edge, index) => {
      const head = index === 0 ? TEXT : CONTINUATION
      const isLast = index === edges.length - 2
      const part = whole({ ...head, isLast }, STATE.subarray(edges[index], edge))
      return pings[index] === true ? Buffer.concat([whole(PING, Buffer.from('hi')), part]) : part
    })
    return Buffer.concat(parts)
  })

/** Where a connection breaks off: garbage behind a handshake, garbage instead of one, half a request. */
export type BrokenOffCase = {
  readonly isUpgraded: boolean
  readonly pieces: readonly Buffer[]
  /** `end` goes on reading, as a client does that has sent its last; `reset` is a cut cable. */
  readonly ending: 'end' | 'reset'
}

const REQUEST_PIECES = [
  'GET /health HTTP/1.1\r\n',
  'POST /reset HTTP/1.1\r\n',
  'POST /step HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"action":',
  'GET /state HTTP/9.9\r\n',
  'GET /state\\\xe9 HTTP/1.1\r\n',
  'GET http://[ HTTP/1.1\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'Host: x\r\n',
  'Host: []\r\n',
  'Content-Length: 5\r\n',
  'Content-Length: -1\r\n',
  'Transfer-Encoding: chunked\r\n',
  'x-session-id: \x00\r\n',
  `x-long: ${'y'.repeat(20_000)}\r\n`,
  'ffffffffffffffff\r\n',
  '5\r\n{"a":\r\n',
  '\r\n',
  '\r\n\r\n',
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
]

const garbage = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes))

export const BROKEN_OFF_CASES: fc.Arbitrary<BrokenOffCase> = fc.oneof(
  fc.record({
    isUpgraded: fc.constant(true),
    pieces: fc.array(
      fc.oneof(
        garbage,
        fc.nat(20).map((length) => whole(TEXT, STATE).subarray(0, length)),
        fc.constant(whole(TEXT, STATE)),
      ),
      { maxLength: 4 },
    ),
    ending: fc.constantFrom('end' as const, 'reset' as const),
  }),
  fc.record({
    isUpgraded: fc.constant(false),
    pieces: fc.array(
      fc.oneof(
        garbage,
        fc.constantFrom(...REQUEST_PIECES).map((text) => Buffer.from(text, 'latin1')),
      ),
      { maxLength: 5 },
    ),
    ending: fc.constantFrom('end' as const, 'reset' as const),
  }),
)
