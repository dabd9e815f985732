/** What kind of answer a question has, told from the gold answer's shape and storage class. */

import type { AnswerType } from '../questions/question.ts'
import type { Row } from '../sql/cell.ts'

/**
 * One row of several columns is a table too, and a list has at least two rows: a question that asks
 * for a list and has one result looks like any other value.
 *
 * @param columnCount - of the result, which an empty one has as well
 */
export function answerTypeOf(columnCount: number, rows: readonly Row[]): AnswerType {
  if (columnCount > 1) return 'table'
  if (rows.length !== 1) return 'list'
  const cell = rows[0]?.[0]
  if (typeof cell === 'bigint') return 'integer'
  return typeof cell === 'number' ? 'float' : 'string'
}
