/** Frames of the socket: right, nearly right and wrong, with the reply that each must get. */

import * as fc from 'fast-check'

import { parseBoundedJson } from '../../src/protocol/bounded-json.ts'

const pick = (texts: readonly string[]) => fc.constantFrom(...texts)

/** JSON and what only looks like it, as it stands in a text. */
const RAW_VALUES = [
  '1e999',
  '-0',
  '1E-400',
  '123456789012345678901234567890',
  '9007199254740993',
  '-1',
  '0.5',
  'null',
  'true',
  '""',
  '"\\ud800"',
  '"\\u0000"',
  '"\\u202e\\u001b[2J"',
  '"\ud800"',
  '[]',
  '{}',
  `${'['.repeat(3000)}${']'.repeat(3000)}`,
  `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
  '{"__proto__":{"action_type":"QUERY"}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"a":1,"a":2}',
  `"${'x'.repeat(70_000)}"`,
  'NaN',
  'tru',
  '01',
  '"\t"',
  "'x'",
  '/**/1',
  '1 2',
  '',
]

const VALUES = fc.oneof(
  { weight: 3, arbitrary: pick(RAW_VALUES) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)) },
)

const KEYS = [
  ...'type data action action_type argument metadata seed question_id split index db_id'.split(' '),
  ...'step_budget reward grading dataset variant schema question_text episode_id credit'.split(' '),
  ...'__proto__ constructor prototype toString hasOwnProperty then toJSON length'.split(' '),
  '',
  'é\u202e',
]

const QUESTION_IDS = ['company_001', 'company_005', 'corpus_001', '../x', '__proto__']
const WORDS = ['train', 'test', 'easy', 'default', 'published', 'strict', 'original', 'corpus']
const ACTIONS = ['DESCRIBE', 'SAMPLE', 'QUERY', 'ANSWER', 'query', 'SHRUG', '__proto__']
const ARGUMENTS = ['pet', 'SELECT name FROM pet', 'SELECT random()', 'Rex', '3', '', '\ud800', '\0']

const json = (text: string) => JSON.stringify(text)

type Entry = readonly [key: string, value: string]

/** Keys may come twice, the last one counts. */
function objectText(entries: readonly Entry[]): string {
  return `{${entries.map(([key, value]) => `${json(key)}:${value}`).join(',')}}`
}

/** Mostly the value that belongs there. */
const orWild = (right: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 5, arbitrary: right }, { weight: 1, arbitrary: VALUES })

const entry = (key: string, right: fc.Arbitrary<string>): fc.Arbitrary<Entry> =>
  orWild(right).map((value) => [key, value] as const)

const extraEntries = fc.array(fc.tuple(pick(KEYS), VALUES), { maxLength: 2 })
const noEntries = fc.constant<Entry[]>([])
const seldom = (entries: fc.Arbitrary<Entry[]>) =>
  fc.oneof({ weight: 3, arbitrary: noEntries }, { weight: 1, arbitrary: entries })

const actionText = fc
  .tuple(
    entry('action_type', pick(ACTIONS).map(json)),
    entry('argument', pick(ARGUMENTS).map(json)),
    seldom(fc.tuple(entry('metadata', fc.constant('{}')))),
    seldom(extraEntries),
  )
  .map(([type, argument, ...more]) => objectText([type, argument, ...more.flat()]))

const resetText = fc
  .tuple(
    seldom(fc.tuple(entry('question_id', pick(QUESTION_IDS).map(json)))),
    seldom(fc.tuple(entry('seed', fc.maxSafeNat().map(String)))),
    seldom(fc.tuple(entry('step_budget', fc.nat(120).map(String)))),
    seldom(fc.array(fc.tuple(pick(KEYS), orWild(pick(WORDS).map(json))), { maxLength: 3 })),
  )
  .map((entries) => objectText(entries.flat()))

const TOOL_NAMES = ['describe', 'sample', 'query', 'answer', 'reset', 'toString', '__proto__']
const TOOL_KEYS = ['table_name', 'sql', 'value', '__proto__']

const toolArgumentsText = fc
  .array(fc.tuple(pick(TOOL_KEYS), orWild(pick(ARGUMENTS).map(json))), { maxLength: 3 })
  .map(objectText)

const toolStepText = fc.oneof(
  fc
    .tuple(entry('type', fc.constant('"list_tools"')), seldom(extraEntries))
    .map(([type, more]) => objectText([type, ...more])),
  fc
    .tuple(
      entry('type', fc.constant('"call_tool"')),
      entry('tool_name', pick(TOOL_NAMES).map(json)),
      entry('arguments', toolArgumentsText),
      seldom(extraEntries),
    )
    .map(([type, name, args, more]) => objectText([type, name, args, ...more])),
)

const METHODS = [
  ...'tools/list tools/call tools/call openenv/session/create openenv/session/close'.split(' '),
  ...'initialize ping __proto__'.split(' '),
]

/** JSON-RPC requests, right and wrong. */
const RPC_TEXTS = fc
  .tuple(
    entry('jsonrpc', fc.constant('"2.0"')),
    entry('method', pick(METHODS).map(json)),
    entry('id', pick(['1', '"x"', 'null'])),
    entry(
      'params',
      fc
        .tuple(
          entry('name', pick(TOOL_NAMES).map(json)),
          entry('arguments', toolArgumentsText),
          seldom(fc.tuple(entry('session_id', pick(['"forged"', '""'])))),
          seldom(extraEntries),
        )
        .map(([name, args, ...more]) => objectText([name, args, ...more.flat()])),
    ),
    seldom(extraEntries),
  )
  .map(([version, method, id, params, more]) => objectText([version, method, id, params, ...more]))

const validationText = fc
  .tuple(
    entry('schema_version', fc.constant('1')),
    entry('token', fc.string({ maxLength: 300 }).map(json)),
    seldom(fc.tuple(entry('capability', fc.uuid().map(json)))),
  )
  .map(([version, token, more]) => objectText([version, token, ...more]))

/** Frames that are JSON, or nearly so. */
const FRAME_TEXTS = fc.oneof(
  fc
    .tuple(entry('type', fc.constant('"reset"')), entry('data', resetText), seldom(extraEntries))
    .map(([type, data, more]) => objectText([type, data, ...more])),
  fc
    .tuple(entry('type', fc.constant('"step"')), entry('data', actionText), seldom(extraEntries))
    .map(([type, data, more]) => objectText([type, data, ...more])),
  fc
    .tuple(entry('type', fc.constant('"step"')), entry('data', toolStepText), seldom(extraEntries))
    .map(([type, data, more]) => objectText([type, data, ...more])),
  fc
    .tuple(entry('type', fc.constant('"mcp"')), entry('data', RPC_TEXTS), seldom(extraEntries))
    .map(([type, data, more]) => objectText([type, data, ...more])),
  fc
    .tuple(
      entry('type', pick(['"validation_open"', '"validation_read"'])),
      entry('data', validationText),
      seldom(extraEntries),
    )
    .map(([type, data, more]) => objectText([type, data, ...more])),
  fc
    .tuple(entry('type', pick(['"state"', '"close"'])), seldom(extraEntries))
    .map(([type, more]) => objectText([type, ...more])),
  VALUES,
)

/** A text with a piece cut out and another put in: mostly no JSON any more. */
const BROKEN_TEXTS = fc
  .tuple(FRAME_TEXTS, fc.nat(), fc.nat(5), fc.string({ unit: 'binary', maxLength: 3 }))
  .map(([text, at, cut, insert]) => {
    const index = at % (text.length + 1)
    return text.slice(0, index) + insert + text.slice(index + cut)
  })

/** Bodies of POST /mcp and frames of the socket /mcp: most are JSON-RPC, some anything. */
export const RPC_CASES: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: RPC_TEXTS },
  { weight: 1, arbitrary: BROKEN_TEXTS },
  {
    weight: 1,
    arbitrary: fc.array(RPC_TEXTS, { maxLength: 3 }).map((texts) => `[${texts.join()}]`),
  },
)

export const FRAME_CASES: fc.Arbitrary<string | Buffer> = fc.oneof(
  { weight: 12, arbitrary: FRAME_TEXTS },
  { weight: 4, arbitrary: BROKEN_TEXTS },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
)

/** `types`: of the frames that may answer, an error by its code. None: the socket just closes. */
export type ExpectedReply = { readonly types: readonly string[]; readonly closes: boolean }

/** As `docs/protocol.md` has it, said in another way than by what is tested. */
export function replyExpectedFor(frame: string | Buffer): ExpectedReply {
  if (typeof frame !== 'string') return { types: ['SESSION_ERROR'], closes: true }
  const parsed = parseBoundedJson(frame)
  if (parsed.kind === 'too_much') return { types: ['VALIDATION_ERROR'], closes: false }
  if (parsed.kind === 'invalid') return { types: ['INVALID_JSON'], closes: false }
  const { value } = parsed
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { types: ['SESSION_ERROR'], closes: true }
  }
  const { type, ...rest } = value as Record<string, unknown>
  if (type === 'close' && Object.keys(rest).length === 0) return { types: [], closes: true }
  switch (type) {
    case 'reset':
    case 'step':
      return { types: ['observation', 'VALIDATION_ERROR'], closes: false }
    case 'state':
      return { types: ['state', 'VALIDATION_ERROR'], closes: false }
    case 'mcp':
      return { types: ['mcp', 'VALIDATION_ERROR'], closes: false }
    case 'validation_open':
    case 'validation_read':
    case 'close':
      return { types: ['VALIDATION_ERROR'], closes: false }
    default:
      return { types: ['UNKNOWN_TYPE'], closes: false }
  }
}
