import { describe, expect, it } from 'vitest'

import type { TablePlan } from './schema-plan.ts'
import { renamedIndexSql, renamedTableSql, reorderedTableSql } from './table-definition.ts'

const planOf = (from: string, to: string, columns: readonly [string, string][]): TablePlan => ({
  from,
  to,
  columns: columns.map(([before, after]) => ({ from: before, to: after })),
})

const PET = planOf('pet', 'animal', [
  ['id', 'ref'],
  ['owner', 'holder'],
  ['name', 'label'],
])
const OWNER = planOf('owner', 'holder', [['id', 'key no']])

const find = (name: string) =>
  [PET, OWNER].find(({ from }) => from.toLowerCase() === name.toLowerCase())

it.each([
  [
    'plain',
    'CREATE TABLE pet (id INT, name TEXT)',
    'CREATE TABLE "animal" ("ref" INT, "label" TEXT)',
  ],
  [
    'all quotes',
    'CREATE TABLE "Pet" ([id] INT, `owner` INT, "NAME")',
    'CREATE TABLE "animal" ("ref" INT, "holder" INT, "label")',
  ],
  [
    'texts as names',
    `CREATE TABLE 'pet' ('id' INT, PRIMARY KEY ('id'))`,
    'CREATE TABLE "animal" ("ref" INT, PRIMARY KEY ("ref"))',
  ],
  [
    'types with sizes',
    'CREATE TABLE pet (id DECIMAL(10,2), name)',
    'CREATE TABLE "animal" ("ref" DECIMAL(10,2), "label")',
  ],
  [
    'a column and a table of one name',
    'CREATE TABLE pet (owner INT REFERENCES owner (id), id)',
    'CREATE TABLE "animal" ("holder" INT REFERENCES "holder" ("key no"), "ref")',
  ],
  [
    'constraints of the table',
    'CREATE TABLE pet (id, owner, UNIQUE (id, owner), FOREIGN KEY(owner) REFERENCES Owner(ID) ON DELETE CASCADE)',
    'CREATE TABLE "animal" ("ref", "holder", UNIQUE ("ref", "holder"), FOREIGN KEY("holder") REFERENCES "holder"("key no") ON DELETE CASCADE)',
  ],
  [
    'expressions, and texts in them',
    `CREATE TABLE pet (id, name TEXT CHECK (length(name) > 1 AND name <> 'name'), CHECK ((id) > 0))`,
    `CREATE TABLE "animal" ("ref", "label" TEXT CHECK (length("label") > 1 AND "label" <> 'name'), CHECK (("ref") > 0))`,
  ],
  [
    'functions and collations called like columns',
    'CREATE TABLE pet (id, name, CHECK (name(id) = 1 AND id COLLATE name = 2))',
    'CREATE TABLE "animal" ("ref", "label", CHECK (name("ref") = 1 AND "ref" COLLATE name = 2))',
  ],
  [
    'generated columns',
    'CREATE TABLE pet (id, name AS (id || owner) STORED, owner)',
    'CREATE TABLE "animal" ("ref", "label" AS ("ref" || "holder") STORED, "holder")',
  ],
  [
    'comments, and what stands behind',
    'CREATE TABLE pet ( -- id (name)\n id /* name */ INT) WITHOUT ROWID',
    'CREATE TABLE "animal" ( -- id (name)\n "ref" /* name */ INT) WITHOUT ROWID',
  ],
  [
    'a parent that is not there',
    'CREATE TABLE pet (id REFERENCES gone (id), owner)',
    'CREATE TABLE "animal" ("ref" REFERENCES gone (id), "holder")',
  ],
])('renames %s', (_case, sql, renamed) => {
  expect(renamedTableSql(sql, PET, find)).toBe(renamed)
})

it('renames an index, with what it sorts by and where it looks', () => {
  expect(
    renamedIndexSql(
      `CREATE UNIQUE INDEX "on" ON pet (lower(name), id DESC) WHERE owner > 'id'`,
      'i',
      PET,
    ),
  ).toBe(`CREATE UNIQUE INDEX "i" ON "animal" (lower("label"), "ref" DESC) WHERE "holder" > 'id'`)
})

describe('columns in another order', () => {
  const reordered = { ...PET, columns: PET.columns.toReversed() }

  it('move with all that is said of them, before what holds for the table', () => {
    const sql =
      'CREATE TABLE pet (id DECIMAL(1,2) CHECK (id IN (1,2)), owner, name, UNIQUE (id, name)) STRICT'
    expect(reorderedTableSql(sql, reordered).replaceAll('\n', '')).toBe(
      'CREATE TABLE pet (name,owner,id DECIMAL(1,2) CHECK (id IN (1,2)),UNIQUE (id, name)) STRICT',
    )
  })

  it('keep a comment to the end of its line', () => {
    const sql = 'CREATE TABLE pet (id, -- the number\nowner, name -- last\n)'
    expect(reorderedTableSql(sql, reordered)).toBe(
      'CREATE TABLE pet (name -- last\n\n,owner\n,id\n)',
    )
  })
})
