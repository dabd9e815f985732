/** Small contents to make siblings of, by hand and by chance, and what a schema demands of them. */

import * as fc from 'fast-check'

import { cellKey, keyOf, referenceKey } from '../src/siblings/cell-keys.ts'
import { createChance } from '../src/siblings/chance.ts'
import type { Chance } from '../src/siblings/chance.ts'
import type {
  ColumnShape,
  Contents,
  Literal,
  Reference,
  TableContents,
} from '../src/siblings/contents.ts'
import { startDraft, studyContents, toContents } from '../src/siblings/draft.ts'
import type { Draft } from '../src/siblings/draft.ts'
import type { CellValue, Row } from '../src/sql/cell.ts'

/** A column as `name TYPE`, `name TYPE NOT NULL` or `name TYPE KEY`; a key may have several. */
export function table(
  name: string,
  columns: readonly string[],
  rows: readonly Row[],
  references: readonly Reference[] = [],
): TableContents {
  const isKey = columns.map((column) => column.endsWith(' KEY'))
  const primaryKey = [...columns.keys()].filter((column) => isKey[column])
  return {
    shape: {
      name,
      columns: columns.map((column, index): ColumnShape => {
        const [columnName = '', type = ''] = column.split(' ')
        return {
          name: columnName,
          type,
          isNullable: isKey[index] !== true && !column.endsWith(' NOT NULL'),
        }
      }),
      primaryKey,
      uniqueSets: primaryKey.length > 0 ? [primaryKey] : [],
      references,
    },
    rows,
  }
}

export function refersTo(column: number, parent: number, isDeclared = true): Reference {
  return { columns: [column], table: parent, toColumns: [0], isDeclared }
}

export function chanceOf(number: number): Chance {
  return createChance(7, 'grading', number)
}

/** The contents after one change of them. */
export function changed(
  contents: Contents,
  change: (draft: Draft) => void,
  literals: readonly Literal[] = [],
): Contents {
  const draft = startDraft(studyContents(contents, literals))
  change(draft)
  return toContents(draft)
}

export function rowsOf(contents: Contents, index: number): readonly Row[] {
  return contents[index]?.rows ?? []
}

export function columnOf(contents: Contents, index: number, column: number): CellValue[] {
  return rowsOf(contents, index).map((row) => row[column] ?? null)
}

/** A club's towns, its members in them and who brought whom, meetings, and who came. */
export const CLUB = {
  town: 0,
  member: 1,
  meeting: 2,
  attendance: 3,
  remark: 4,
  pairing: 5,
} as const

/** Contents that keep what their schema demands; ids are numbers, codes and texts of digits. */
export const anyClub: fc.Arbitrary<Contents> = fc
  .record({
    towns: fc.uniqueArray(fc.stringMatching(/^[A-Z]{3}$/), { minLength: 2, maxLength: 6 }),
    memberCount: fc.integer({ min: 3, max: 30 }),
    meetingCount: fc.integer({ min: 3, max: 12 }),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  })
  .map(({ towns, memberCount, meetingCount, seed }) => {
    const chance = createChance(seed, 'playable', 0)
    const names = ['Ada Okoro', 'Émile Roux', 'Ada Roux', '渡辺 葵', 'Zoë', "O'Neill 3"]
    const members = Array.from({ length: memberCount }, (_, index): Row => [
      BigInt(index * 2 + 10),
      chance.pick(names),
      chance.pick(towns),
      chance.happens(30) ? null : BigInt(chance.integer(18, 80)),
      index === 0 || chance.happens(50) ? null : BigInt(chance.integer(0, index - 1) * 2 + 10),
      chance.pick(['yes', 'no']),
    ])
    const meetings = Array.from({ length: meetingCount }, (_, index): Row => {
      const day = chance.integer(1, 20)
      return [
        String(100 + index),
        `2024-03-${String(day).padStart(2, '0')}`,
        `2024-03-${String(day + chance.integer(0, 8)).padStart(2, '0')}`,
        chance.integer(0, 400) / 10,
        String(chance.integer(0, 99)).padStart(3, '0'),
      ]
    })
    const pairs = members.flatMap(([member = null]) =>
      chance
        .sample(meetings, chance.integer(0, 2))
        .map(([meeting = null]) => ({ member, meeting })),
    )
    return [
      table(
        'town',
        ['code TEXT KEY', 'name TEXT NOT NULL'],
        towns.map((code) => [code, `Town ${code}`]),
      ),
      table(
        'member',
        [
          'id INTEGER KEY',
          'name TEXT NOT NULL',
          'town TEXT NOT NULL',
          'age INTEGER',
          'brought_by INTEGER',
          'paid TEXT NOT NULL',
        ],
        members,
        [refersTo(2, CLUB.town), refersTo(4, CLUB.member)],
      ),
      table(
        'meeting',
        ['no TEXT KEY', 'begins TEXT NOT NULL', 'ends TEXT NOT NULL', 'fee REAL', 'room TEXT'],
        meetings,
      ),
      // A text of digits is referred to by a number, as published databases do.
      table(
        'attendance',
        ['member INTEGER KEY', 'meeting INTEGER KEY', 'late INTEGER'],
        pairs.map(({ member, meeting }) => [
          member,
          BigInt(String(meeting)),
          BigInt(chance.integer(0, 1)),
        ]),
        [refersTo(0, CLUB.member), refersTo(1, CLUB.meeting)],
      ),
      // What it refers to has two columns, and queries also join on one of them alone.
      table(
        'remark',
        ['member INTEGER NOT NULL', 'meeting INTEGER NOT NULL', 'text TEXT'],
        chance
          .sample(pairs, pairs.length)
          .map(({ member, meeting }) => [member, BigInt(String(meeting)), chance.pick(names)]),
        [
          { columns: [0, 1], table: CLUB.attendance, toColumns: [0, 1], isDeclared: true },
          refersTo(0, CLUB.member, false),
        ],
      ),
      table(
        'pairing',
        ['member INTEGER NOT NULL', 'meeting TEXT NOT NULL'],
        pairs.map(({ member, meeting }) => [member, meeting]),
        [refersTo(0, CLUB.member), refersTo(1, CLUB.meeting)],
      ),
    ]
  })

export const anyLiterals: fc.Arbitrary<Literal[]> = fc.array(
  fc.constantFrom<Literal>(
    { table: CLUB.member, column: 1, value: 'Ada Okoro', isPart: false },
    { table: CLUB.member, column: 1, value: 'Roux', isPart: true },
    { table: CLUB.member, column: 2, value: 'ABC', isPart: false },
    { table: CLUB.member, column: 3, value: 30n, isPart: false },
    { table: CLUB.member, column: 0, value: 12n, isPart: false },
    { table: CLUB.member, column: 5, value: 'yes', isPart: false },
    { table: CLUB.meeting, column: 1, value: '2024-03-10', isPart: false },
    { table: CLUB.meeting, column: 3, value: 12.5, isPart: false },
    { table: CLUB.meeting, column: 4, value: '037', isPart: false },
  ),
  { maxLength: 5 },
)

/** One line for each demand of the schema that some row does not meet. */
export function brokenDemands(contents: Contents): string[] {
  return contents.flatMap(({ shape, rows }) => [
    ...shape.columns.flatMap(({ name, isNullable }, column) =>
      !isNullable && rows.some((row) => (row[column] ?? null) === null)
        ? [`${shape.name}.${name} is NULL`]
        : [],
    ),
    ...shape.uniqueSets.flatMap((columns) => {
      const keys = rows.flatMap((row) => keyOf(row, columns, cellKey) ?? [])
      return new Set(keys).size < keys.length ? [`${shape.name} ${columns.join()} is twice`] : []
    }),
    ...shape.references.flatMap(({ columns, table: parent, toColumns }) => {
      const known = new Set(
        rowsOf(contents, parent).map((row) => keyOf(row, toColumns, referenceKey)),
      )
      const dangling = rows.flatMap((row) => keyOf(row, columns, referenceKey) ?? [])
      return dangling
        .filter((key) => !known.has(key))
        .map((key) => `${shape.name} refers to ${key}`)
    }),
    ...rows
      .filter((row) => row.length !== shape.columns.length)
      .map(() => `${shape.name} is ragged`),
  ])
}
