/** Stores rows in another order: what comes first is no longer what was written first. */

import type { Chance } from './chance.ts'
import type { Draft } from './draft.ts'

export function shuffleRows(draft: Draft, chance: Chance): void {
  for (const table of draft.tables) table.rows = chance.sample(table.rows, table.rows.length)
}
