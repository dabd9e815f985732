import { describe, expect, it } from 'vitest'

import type { Row } from '../sql/cell.ts'
import type { Gold } from './grade-answer.ts'
import { gradeAnswer } from './grade-answer.ts'

function gold(rows: readonly Row[], options: Partial<Gold> = {}): Gold {
  const columns = (rows[0] ?? ['']).map((_, index) => `column ${index + 1}`)
  return { columns, rows, rowOrderMatters: false, ...options }
}

const isRight = (answer: string, right: Gold) => gradeAnswer(answer, right, 'strict').isCorrect

const answer42 = gold([[42n]], { columns: ['count(*)'] })
const names = gold([['Ann'], ['Bo'], ['Cy']], { columns: ['name'] })
const ages = gold(
  [
    ['Ann', 30n],
    ['Bo', 41n],
  ],
  { columns: ['name', 'age'] },
)

describe('one value', () => {
  it.each(['"NULL"', "'null'", '`NULL`', 'Answer: "NULL"', '["NULL"]', '```\n"NULL"\n```'])(
    'is not NULL in quotes: %s (V9)',
    (answer) => {
      expect(isRight(answer, gold([[null]]))).toBe(false)
      expect(isRight(answer, gold([['null']]))).toBe(true)
    },
  )

  it.each(['NULL', 'Answer: null', '[null]', 'column 1\nNULL', '"column 1\nNULL"'])(
    'is NULL when it is bare, or bare in a table: %j',
    (answer) => {
      expect(isRight(answer, gold([[null]]))).toBe(true)
    },
  )

  it.each([
    '42',
    ' 42\n',
    '42.0',
    '"42"',
    '`42`',
    'Answer: 42',
    'answer : "42"',
    '```\n42\n```',
    '```json\n42\n```',
    'Answer:\n```\n42\n```',
    '[42]',
    '[[42]]',
    'count(*)\n42',
    'COUNT(*)\n1. 42',
    '| count(*) |\n| --- |\n| 42 |',
  ])('%j is 42', (answer) => {
    expect(isRight(answer, answer42)).toBe(true)
  })

  it.each([
    '43',
    '42%',
    '42 students',
    '42, 42',
    '42\n42',
    '42 or 43',
    '[42, 42]',
    '{"count": 42}',
    '1. 42',
    'count\n42',
    '41\n42',
    '```41\n42```',
    '6*7',
    'true',
  ])('%j is not 42', (answer) => {
    expect(isRight(answer, answer42)).toBe(false)
  })

  it('is the whole text, whatever separators it holds', () => {
    const text = 'Smith, John | "Jack"\n1. Elm St'
    expect(isRight(text, gold([[text]]))).toBe(true)
    expect(isRight(`"${text}"`, gold([[text]]))).toBe(true)
    expect(isRight('Smith, John', gold([[text]]))).toBe(false)
  })

  it('is also what looks like wrapping', () => {
    for (const text of ['"Ann"', 'Answer: Ann', '```Ann```', '[42]', '| x |', '1. Ann']) {
      expect(isRight(text, gold([[text]]))).toBe(true)
    }
  })
})

describe('a list', () => {
  it.each([
    'Ann, Bo, Cy',
    'Cy, Ann, Bo',
    'ann,bo,cy',
    'Ann\nBo\r\nCy',
    '1. Ann\n2. Bo\n3. Cy',
    'name\n1. Ann\n2. Bo\n3. Cy',
    'Name\nAnn\nBo\nCy',
    '["Ann", "Bo", "Cy"]',
    '[["Ann"], ["Bo"], ["Cy"]]',
    '"Ann", "Bo", "Cy"',
    '"Ann, Bo, Cy"',
    'Answer: Ann, Bo, Cy',
    '```json\n["Ann",\n "Bo",\n "Cy"]\n```',
    '| name |\n|---|\n| Ann |\n| Bo |\n| Cy |',
    '| Ann |\n| Bo |\n| Cy |',
  ])('%j has the three names', (answer) => {
    expect(isRight(answer, names)).toBe(true)
  })

  it.each([
    'Ann, Bo',
    'Ann, Bo, Cy, Cy',
    'Ann, Bo, Bo',
    'Ann, Bo, Cy, ',
    'Ann, Bo, , Cy',
    'Ann Bo Cy',
    'Ann | Bo | Cy',
    'Ann; Bo; Cy',
    'Ann, Bo and Cy',
    'The names are Ann, Bo, Cy',
    'id\nAnn\nBo\nCy',
    '2. Ann\n3. Bo\n4. Cy',
    '1. Ann\n2. Bo\nCy',
    '1.Ann\n2.Bo\n3.Cy',
    'Ann\n\nBo\nCy',
    '[["Ann", "Bo", "Cy"]]',
    '["Ann", ["Bo"], "Cy"]',
    '["Ann", "Bo", {"name": "Cy"}]',
  ])('%j has not', (answer) => {
    expect(isRight(answer, names)).toBe(false)
  })

  it('counts duplicates (V5)', () => {
    const twice = gold([['a'], ['a'], ['b']])
    expect(isRight('a, b, a', twice)).toBe(true)
    expect(isRight('a, b', twice)).toBe(false)
    expect(isRight('a, b, b', twice)).toBe(false)
  })

  it('keeps its order where gold has one (V6)', () => {
    const ordered = { ...names, rowOrderMatters: true }
    expect(isRight('Ann, Bo, Cy', ordered)).toBe(true)
    expect(isRight('Bo, Ann, Cy', ordered)).toBe(false)
  })

  it('is cut at bare commas only where the count then fits', () => {
    expect(isRight('1,204, 5', gold([[1204n], [5n]]))).toBe(true)
    expect(isRight('1,204', gold([[1n], [204n]]))).toBe(true)
    expect(isRight('1,204,5', gold([[1204n], [5n]]))).toBe(false)
  })

  it('keeps values with commas whole in lines and in JSON', () => {
    const people = gold([['Smith, John'], ['Doe, Jane']])
    expect(isRight('Doe, Jane\nSmith, John', people)).toBe(true)
    expect(isRight('["Smith, John", "Doe, Jane"]', people)).toBe(true)
    expect(isRight('Smith, John, Doe, Jane', people)).toBe(false)
  })

  it('tells NULL, the empty text and 0 apart (V9)', () => {
    const odd = gold([[null], [''], [0n]])
    expect(isRight('NULL\n""\n0', odd)).toBe(true)
    expect(isRight('[null, "", 0]', odd)).toBe(true)
    expect(isRight('[null, null, 0]', odd)).toBe(false)
    expect(isRight('["null", "", 0]', odd)).toBe(false)
    expect(isRight('[null, "", false]', odd)).toBe(false)
  })

  it('gives each value a partner of its own among rounded reals', () => {
    const near = gold([[2.717], [2.719], ['x']])
    expect(isRight('x, 2.72, 2.717', near)).toBe(true)
    expect(isRight('x, 2.717, 2.717', near)).toBe(false)
  })
})

describe('a table', () => {
  it.each([
    'Ann | 30\nBo | 41',
    'Bo | 41\nAnn | 30',
    'ann|30\nbo|41',
    '1. Ann | 30\n2. Bo | 41',
    'name | age\n1. Ann | 30\n2. Bo | 41',
    'name | age\nAnn | 30\nBo | 41',
    '[["Ann", 30], ["Bo", 41.0]]',
    '[["Ann", "30"], ["Bo", "41"]]',
    '| name | age |\n|------|-----|\n| Ann | 30 |\n| Bo | 41 |',
    '|name|age|\n|:--|--:|\n|Ann|30|\n|Bo|41|',
    '|name|age|\n|-|-|\n|Ann|30|\n|Bo|41|',
    '| name | age |\n| :-: | -: |\n| Ann | 30 |\n| Bo | 41 |',
    '```\nAnn | 30\nBo | 41\n```',
    'Answer:\nAnn | 30\nBo | 41',
  ])('%j is the two rows (N5)', (answer) => {
    expect(isRight(answer, ages)).toBe(true)
  })

  it.each([
    'Ann | 41\nBo | 30',
    '30 | Ann\n41 | Bo',
    'Ann | 30',
    'Ann | 30\nBo | 41\nBo | 41',
    'Ann | 30 | x\nBo | 41 | x',
    'Ann | 30 | \nBo | 41 | ',
    'Ann, 30\nBo, 41',
    'Ann\t30\nBo\t41',
    'age | name\nAnn | 30\nBo | 41',
    'Ann | 30\nBo | 41\n(2 rows)',
    '["Ann", 30, "Bo", 41]',
    '[["Ann", "Bo"], [30, 41]]',
    '[{"name": "Ann", "age": 30}, {"name": "Bo", "age": 41}]',
    '{"name": ["Ann", "Bo"], "age": [30, 41]}',
  ])('%j is not', (answer) => {
    expect(isRight(answer, ages)).toBe(false)
  })

  it('of one row may be written as a JSON list', () => {
    const row = gold([['Ann', 30n]])
    expect(isRight('Ann | 30', row)).toBe(true)
    expect(isRight('["Ann", 30]', row)).toBe(true)
    expect(isRight('Ann, 30', row)).toBe(false)
    expect(isRight('[["Ann"], [30]]', row)).toBe(false)
  })

  it('keeps values with a bar whole, by how many bars they hold', () => {
    const bars = gold([
      ['a | b', 'c'],
      ['d', '|'],
    ])
    expect(isRight('a | b | c\nd | |', bars)).toBe(true)
    expect(isRight('D||\na | b|c', bars)).toBe(true)
    expect(isRight('a | b\nc | d | |', bars)).toBe(false)
  })

  it('keeps values with line breaks whole, written as they are or on one line', () => {
    const addresses = gold([
      ['12 Elm St\nOslo', 1n],
      ['Rome', 2n],
    ])
    expect(isRight('Rome | 2\n12 Elm St\nOslo | 1', addresses)).toBe(true)
    expect(isRight('1. 12 Elm St Oslo | 1\n2. Rome | 2', addresses)).toBe(true)
    expect(isRight('12 Elm St\nOslo | 1\nOslo | 1', addresses)).toBe(false)
    expect(isRight('12 Elm St\n\nOslo | 1\nRome | 2', addresses)).toBe(false)
  })

  it('keeps empty texts at the ends of a row', () => {
    const blanks = gold([
      ['', 'a', ''],
      ['', 'b', ''],
    ])
    expect(isRight(' | a | \n | b | ', blanks)).toBe(true)
    expect(isRight('| a |\n| b |', blanks)).toBe(true)
    expect(isRight('a\nb', blanks)).toBe(false)
  })

  it('has a header only where all of gold’s columns are named in order', () => {
    expect(
      isRight(
        'count(*) | count(*)\n1 | 2',
        gold([[1n, 2n]], { columns: ['count(*)', 'count(*)'] }),
      ),
    ).toBe(true)
    expect(isRight("a || '|' | b\n1 | 2", gold([[1n, 2n]], { columns: ["a || '|'", 'b'] }))).toBe(
      true,
    )
    expect(isRight('a\n1 | 2', gold([[1n, 2n]], { columns: ['a', 'b'] }))).toBe(false)
  })
})

describe('a wrong answer gains nothing from the many ways to read it', () => {
  it('cannot offer several values, one of them right', () => {
    const answers = [
      '42 | 43',
      '42\n43',
      '42, 43',
      '42 | count(*)\n43',
      '[[42], [43]]',
      '"42", "43"',
    ]
    for (const answer of answers) expect(isRight(answer, answer42)).toBe(false)
  })

  it('cannot hide a row as header, rule or number', () => {
    expect(isRight('Dee\nAnn\nBo\nCy', names)).toBe(false)
    expect(isRight('| Dee |\n|---|\n| Ann |\n| Bo |\n| Cy |', names)).toBe(false)
    expect(isRight('| name |\n| Dee |\n| Ann |\n| Bo |\n| Cy |', names)).toBe(false)
    expect(isRight('name\n---\nAnn\nBo\nCy', names)).toBe(false)
    expect(isRight('| - |\n| Ann |\n| Bo |\n| Cy |', names)).toBe(false)
    expect(isRight('42. 2', gold([[2n]]))).toBe(false)
  })

  it('takes the line below a framed header for its rule, once', () => {
    const ruled = gold([['-'], ['a']], { columns: ['name'] })
    expect(isRight('| name |\n|-|\n| - |\n| a |', ruled)).toBe(true)
    expect(isRight('| name |\n|-|\n| a |', ruled)).toBe(false)
    expect(isRight('| - |\n| a |', ruled)).toBe(true)
  })

  it('cannot be several columns that contain gold (V7)', () => {
    expect(isRight('Ann | 30\nBo | 41\nCy | 25', names)).toBe(false)
    expect(isRight('[["Ann", 30], ["Bo", 41], ["Cy", 25]]', names)).toBe(false)
  })
})

describe('an empty answer is wrong (V2)', () => {
  it.each(['', '  \n', '[]', '[[]]', '""', '```\n```', ',', '|', 'NULL'])('%j', (answer) => {
    expect(isRight(answer, gold([], { columns: ['a'] }))).toBe(false)
    expect(isRight(answer, gold([], { columns: ['a', 'b'] }))).toBe(false)
    expect(isRight(answer, names)).toBe(false)
  })

  it('also where gold is an empty text, which stands in quotes', () => {
    expect(isRight(' ', gold([['']]))).toBe(false)
    expect(isRight('```\n```', gold([['']]))).toBe(false)
    expect(isRight('""', gold([['']]))).toBe(true)
  })
})

describe('what is said about how an answer was read', () => {
  it.each<[string, Gold, string]>([
    ['42', answer42, 'one value: 42'],
    ['Answer: "about 42"', answer42, 'one value: about 42'],
    ['[41, 42]', answer42, 'one value: [41, 42]'],
    ['["Ann", null]', names, 'a list of 2 values: Ann, null'],
    ['a, b', names, 'a list of 2 values: a, b'],
    ['1. a\n2. b,\n3.', names, 'a list of 3 values: a, b,,'],
    ['x', names, 'one value: x'],
    ['Ann | 30', ages, '1 row of 2 columns'],
    ['Ann | 30\nBo', ages, '2 rows of 1 to 2 columns'],
    ['name | age\n1. a | b\n2. c | d', ages, '2 rows of 2 columns'],
    ['Ann, 30', ages, 'one value: Ann, 30'],
    ['[["a", 1, 2]]', ages, '1 row of 3 columns'],
    ['[]', names, 'an empty list'],
    ['', names, 'nothing'],
    [' a \n b ', answer42, 'one value: a b'],
  ])('%j: %#', (answer, right, reading) => {
    expect(gradeAnswer(answer, right, 'strict').reading).toBe(reading)
  })

  it('is one line of at most 200 characters', () => {
    const { reading } = gradeAnswer(`${'é😀'.repeat(300)}\n`.repeat(3), names, 'strict')
    expect(reading).toMatch(/^a list of 3 values: é😀.*…$/u)
    expect(Array.from(reading)).toHaveLength(200)
  })
})
