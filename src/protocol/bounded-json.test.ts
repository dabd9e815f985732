import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { JSON_DEPTH_MAX, JSON_MARKS_MAX, parseBoundedJson } from './bounded-json.ts'

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
const zeros = (count: number) => `[${Array.from({ length: count }, () => '0').join()}]`

describe('what is refused before it is parsed', () => {
  it('objects and arrays inside each other, beyond 64', () => {
    expect(parseBoundedJson(nested(JSON_DEPTH_MAX)).kind).toBe('json')
    expect(parseBoundedJson(nested(JSON_DEPTH_MAX + 1))).toEqual({
      kind: 'too_much',
      message: 'Expected at most 64 objects and arrays inside each other',
    })
    expect(parseBoundedJson('{"a":'.repeat(JSON_DEPTH_MAX + 1)).kind).toBe('too_much')
  })

  it('values, beyond what one message can use', () => {
    expect(parseBoundedJson(zeros(JSON_MARKS_MAX)).kind).toBe('json')
    expect(parseBoundedJson(zeros(JSON_MARKS_MAX + 1))).toEqual({
      kind: 'too_much',
      message: 'Expected at most 65536 of the characters [ { , : outside of texts',
    })
    expect(parseBoundedJson(`[${'{},'.repeat(JSON_MARKS_MAX / 2)}{}]`).kind).toBe('too_much')
  })

  it.each([
    ['a text', `["${'[{,:'.repeat(JSON_MARKS_MAX)}"]`],
    ['a key', `{"${'['.repeat(JSON_MARKS_MAX)}":1}`],
    ['a text with quotes in it', `["\\"${'[\\"\\\\'.repeat(JSON_DEPTH_MAX + 1)}"]`],
  ])('but not what stands inside %s', (_, text) => {
    expect(parseBoundedJson(text)).toEqual({ kind: 'json', value: JSON.parse(text) })
  })

  it.each([
    ['behind a text that ends with a backslash', `["\\\\",${nested(JSON_DEPTH_MAX)}]`],
    ['in a text that is cut off before it is JSON', '['.repeat(JSON_DEPTH_MAX + 1)],
  ])('and what stands %s', (_, text) => {
    expect(parseBoundedJson(text).kind).toBe('too_much')
  })
})

function parsed(text: string): unknown {
  try {
    return { kind: 'json', value: JSON.parse(text) as unknown }
  } catch (error) {
    return { kind: 'invalid', message: (error as Error).message }
  }
}

const jsonTexts = fc.json({ maxDepth: 12, noUnicodeString: false })
const pieces = fc.constantFrom(
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  '"',
  '1',
  ' ',
  '\\u0041',
  '"a"',
  'null',
  '\\"',
  '\\\\',
  '\n',
)
const nearlyJson = fc.array(pieces, { maxLength: 40 }).map((all) => all.join(''))
const damagedJson = fc
  .tuple(jsonTexts, fc.nat(200), pieces)
  .map(([text, at, piece]) => text.slice(0, at) + piece + text.slice(at + 1))

it('says of a text that passes what JSON.parse says', () => {
  fc.assert(
    fc.property(fc.oneof(jsonTexts, nearlyJson, damagedJson, fc.string()), (text) => {
      expect(parseBoundedJson(text)).toEqual(parsed(text))
    }),
    { numRuns: 500 },
  )
})

/** Marks and depth of a value as `JSON.stringify` writes it. */
function measure(value: unknown): { marks: number; depth: number } {
  if (typeof value !== 'object' || value === null) return { marks: 0, depth: 0 }
  const inner = Object.values(value).map(measure)
  const colons = Array.isArray(value) ? 0 : inner.length
  return {
    marks: inner.reduce(
      (sum, { marks }) => sum + marks,
      1 + Math.max(0, inner.length - 1) + colons,
    ),
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
  }
}

it('refuses just those whose value has too much in it', () => {
  const values = fc.jsonValue({ maxDepth: 4 })
  fc.assert(
    fc.property(values, fc.integer({ min: 55, max: 66 }), (value, depth) => {
      const text = '['.repeat(depth) + JSON.stringify(value) + ']'.repeat(depth)
      const isDeep = depth + measure(value).depth > JSON_DEPTH_MAX
      expect(parseBoundedJson(text).kind).toBe(isDeep ? 'too_much' : 'json')
    }),
  )
  fc.assert(
    fc.property(values, fc.integer({ min: -40, max: 5 }), (value, offset) => {
      const zeroCount = JSON_MARKS_MAX + offset
      const text = `[${zeros(zeroCount)},${JSON.stringify(value)}]`
      const marks = 2 + zeroCount + measure(value).marks
      expect(parseBoundedJson(text).kind).toBe(marks > JSON_MARKS_MAX ? 'too_much' : 'json')
    }),
    { numRuns: 30 },
  )
})
