/** The right answer. */

import type { Row } from '../sql/cell.ts'

export type Gold = {
  /** As many as each row has cells. */
  readonly columns: readonly string[]
  /** Without rows, no answer is right. */
  readonly rows: readonly Row[]
  /** True where the same rows in another order are another answer. */
  readonly rowOrderMatters: boolean
}
