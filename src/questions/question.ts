/** A question, its gold answer, and what is known about how good a question it is. */

import type { Row } from '../sql/cell.ts'

export const SPLITS = ['train', 'validation', 'test'] as const
export type Split = (typeof SPLITS)[number]

/** Spider's four levels, computed from the gold SQL. */
export const DIFFICULTIES = ['easy', 'medium', 'hard', 'extra'] as const
export type Difficulty = (typeof DIFFICULTIES)[number]

/** One value of three kinds, several values (one column), or several columns. */
export const ANSWER_TYPES = ['integer', 'float', 'string', 'list', 'table'] as const
export type AnswerType = (typeof ANSWER_TYPES)[number]

/**
 * What the data build found. An `unfit:` question is kept but never drawn, since no answer to it can
 * be graded fairly; a `weak:` one is drawn and reported. `docs/data.md` says how each is found.
 */
export const FLAGS = [
  'unfit:gold_fails',
  'unfit:empty',
  'unfit:null_only',
  'unfit:tie',
  'unfit:scan_order',
  'unfit:clock',
  'unfit:chance',
  'unfit:oversized',
  'weak:common_answer',
  'weak:row_count',
  'weak:first_cell',
  'weak:mutant_survives',
  'weak:tables_differ',
] as const
export type Flag = (typeof FLAGS)[number]

export type Question = {
  /** Unique within a server; letters, digits and `_ . -`. */
  readonly questionId: string
  readonly questionText: string
  readonly databaseId: string
  /** As its author wrote it; it may quote strings with double quotes. Never leaves the server. */
  readonly goldSql: string
  readonly goldColumns: readonly string[]
  readonly goldAnswer: readonly Row[]
  readonly answerType: AnswerType
  readonly difficulty: Difficulty
  /** Sorted; as the engine's program opens them. */
  readonly tablesInvolved: readonly string[]
  readonly split: Split
  /** True where rows in another order are another answer. */
  readonly rowOrderMatters: boolean
  readonly flags: readonly Flag[]
  /** Where it was published, for people: "Spider, dev.json row 12". */
  readonly source: string
  /** An SPDX identifier. */
  readonly license: string
}

/** A question that no answer can be graded fairly for: it is reached by its id only. */
export function isUnfit(question: Question): boolean {
  return question.flags.some((flag) => flag.startsWith('unfit:'))
}
