/** Gold on the siblings of its database: lines of `data/questions/<dataset>.siblings.jsonl`. */

import * as v from 'valibot'

import { rowsToJson } from '../sql/cell.ts'
import type { Row } from '../sql/cell.ts'
import { GoldRowsSchema, parseExactJson, QuestionIdSchema } from './question-record.ts'

/** What gold returns on a database that no client ever reaches. */
export type SiblingGold = {
  /** The name of its file without `.sqlite`: `g1`. */
  readonly sibling: string
  readonly rows: readonly Row[]
  readonly rowOrderMatters: boolean
}

/** What gold returns on a database that a reset can ask for. */
type VariantGold = {
  /** From 1; the file is `v1.sqlite`. */
  readonly variant: number
  readonly rows: readonly Row[]
  readonly rowOrderMatters: boolean
}

export type QuestionSiblings = {
  /**
   * At most `GRADING_SIBLINGS_MAX`, the most telling first: those on which gold answers otherwise
   * than on the database as shipped stand before those on which it answers the same.
   */
  readonly grading: readonly SiblingGold[]
  /** By number; one is missing where gold on it cannot be graded fairly. */
  readonly variants: readonly VariantGold[]
}

export const NO_SIBLINGS: QuestionSiblings = { grading: [], variants: [] }

/** The siblings of all questions, by question id. */
export type SiblingBank = {
  get(questionId: string): QuestionSiblings | undefined
  /** Without reading what gold returns there. */
  variantsOf(questionId: string): readonly number[]
}

export function createSiblingBank(
  siblings: ReadonlyMap<string, QuestionSiblings> = new Map(),
): SiblingBank {
  return {
    get: (questionId) => siblings.get(questionId),
    variantsOf: (questionId) =>
      siblings.get(questionId)?.variants.map(({ variant }) => variant) ?? [],
  }
}

/** On how many grading siblings a query is checked at most. */
export const GRADING_SIBLINGS_MAX = 3

/**
 * Names the database of a sibling to whoever runs queries: ids of databases hold no slash.
 * @param dataset - siblings are chosen for its questions, also where two share a database
 */
export function siblingDatabaseId(dataset: string, databaseId: string, sibling: string): string {
  return `${databaseId}/${dataset}/${sibling}`
}

/** @param variant - 0 is the database as shipped */
export function variantDatabaseId(dataset: string, databaseId: string, variant: number): string {
  return variant === 0 ? databaseId : siblingDatabaseId(dataset, databaseId, `v${variant}`)
}

/** @returns what `variantDatabaseId` was given */
export function variantOfDatabaseId(databaseId: string): number {
  const [, variant = '0'] = /\/v(\d+)$/.exec(databaseId) ?? []
  return Number(variant)
}

const GoldEntries = { gold_answer: GoldRowsSchema, order_matters: v.boolean() }

const VariantNumberSchema = v.pipe(v.bigint(), v.minValue(1n), v.maxValue(99n), v.transform(Number))

const SiblingNameSchema = v.pipe(v.string(), v.regex(/^g[1-9]\d?$/))

const SiblingsRecordSchema = v.strictObject({
  question_id: QuestionIdSchema,
  grading: v.pipe(
    v.array(v.strictObject({ sibling: SiblingNameSchema, ...GoldEntries })),
    v.maxLength(GRADING_SIBLINGS_MAX),
  ),
  variants: v.array(v.strictObject({ variant: VariantNumberSchema, ...GoldEntries })),
})

const SiblingsOutlineSchema = v.object({
  question_id: QuestionIdSchema,
  grading: v.array(v.object({ sibling: SiblingNameSchema })),
  variants: v.array(v.object({ variant: v.pipe(v.number(), v.integer()) })),
})

/** Which siblings a record names. */
export type SiblingsOutline = {
  readonly questionId: string
  readonly grading: readonly string[]
  readonly variants: readonly number[]
}

/**
 * Reads no gold answers, which take ten times as long.
 * @throws {Error} with one line that names the first field that does not fit
 */
export function parseSiblingsOutline(line: string): SiblingsOutline {
  const {
    question_id: questionId,
    grading,
    variants,
  } = checked(SiblingsOutlineSchema, JSON.parse(line))
  return {
    questionId,
    grading: grading.map(({ sibling }) => sibling),
    variants: variants.map(({ variant }) => variant),
  }
}

function checked<T>(schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new Error(`${v.getDotPath(issue) ?? 'record'}: ${issue.message}`)
}

/** @throws {Error} with one line that names the first field that does not fit */
export function parseSiblingsRecord(
  line: string,
): { readonly questionId: string } & QuestionSiblings {
  const record = checked(SiblingsRecordSchema, parseExactJson(line))
  return {
    questionId: record.question_id,
    grading: record.grading.map(({ sibling, gold_answer, order_matters }) => ({
      sibling,
      rows: gold_answer,
      rowOrderMatters: order_matters,
    })),
    variants: record.variants.map(({ variant, gold_answer, order_matters }) => ({
      variant,
      rows: gold_answer,
      rowOrderMatters: order_matters,
    })),
  }
}

/** One line without its line break; `parseSiblingsRecord` gives the same back. */
export function toSiblingsRecord(questionId: string, siblings: QuestionSiblings): string {
  const grading = siblings.grading.map((gold) =>
    goldToJson('sibling', JSON.stringify(gold.sibling), gold),
  )
  const variants = siblings.variants.map((gold) =>
    goldToJson('variant', String(gold.variant), gold),
  )
  const lists = `"grading":[${grading.join(',')}],"variants":[${variants.join(',')}]`
  return `{"question_id":${JSON.stringify(questionId)},${lists}}`
}

function goldToJson(
  name: string,
  value: string,
  { rows, rowOrderMatters }: { readonly rows: readonly Row[]; readonly rowOrderMatters: boolean },
): string {
  return `{"${name}":${value},"gold_answer":${rowsToJson(rows)},"order_matters":${rowOrderMatters}}`
}
