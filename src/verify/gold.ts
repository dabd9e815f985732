/** The right answer. */

import type { Row } from '../sql/cell.ts'
import type { RowTest } from './answer-row.ts'
import type { Effort } from './effort.ts'

export type Gold = {
  /** As many as each row has cells. */
  readonly columns: readonly string[]
  /** What each column may be called besides, where the agent sees other names. */
  readonly otherColumnNames?: readonly (readonly string[])[] | undefined
  /** Without rows, no answer is right. */
  readonly rows: readonly Row[]
  /** True where the same rows in another order are another answer. */
  readonly rowOrderMatters: boolean
}

export type TestedGold = Gold & {
  /** One for each row. */
  readonly tests: readonly RowTest[]
  /** What all testing of one answer may cost. */
  readonly effort: Effort
}
