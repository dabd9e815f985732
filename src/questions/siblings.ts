/** What gold is on other data of the same shape: hidden siblings for grading, variants to play. */

import type { Row } from '../sql/cell.ts'

type GoldElsewhere = {
  readonly rows: readonly Row[]
  /** True where the same rows in another order are another answer. */
  readonly orderMatters: boolean
}

/** Never reached by a client. */
export type SiblingGold = GoldElsewhere & {
  /** The file's name among those of its database: `g1`. */
  readonly sibling: string
}

export type VariantGold = GoldElsewhere & {
  /** As `reset(variant=n)` has it, from 1. */
  readonly variant: number
}

export type QuestionSiblings = {
  /** At most three; those on which gold answers otherwise come first. */
  readonly grading: readonly SiblingGold[]
  readonly variants: readonly VariantGold[]
}

export const NO_SIBLINGS: QuestionSiblings = { grading: [], variants: [] }

/** Names a sibling's database to whoever runs queries; ids of databases hold no slash. */
export function siblingDatabaseId(databaseId: string, sibling: string): string {
  return `${databaseId}/${sibling}`
}

export function variantDatabaseId(databaseId: string, variant: number): string {
  return variant === 0 ? databaseId : `${databaseId}/v${variant}`
}
