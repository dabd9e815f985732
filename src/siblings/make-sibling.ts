/** Other contents for the same tables: a database on which a query that is right only by luck is wrong. */

import type { Row } from '../sql/cell.ts'
import { addNulls } from './add-nulls.ts'
import { addRows } from './add-rows.ts'
import { addBoundaryValues } from './boundary-values.ts'
import { changeValues } from './change-values.ts'
import { createChance } from './chance.ts'
import type { Contents, SiblingStream } from './contents.ts'
import { startDraft, toContents } from './draft.ts'
import type { Study } from './draft.ts'
import { duplicateBridgeRows } from './duplicate-bridge-rows.ts'
import { chooseKeptRows } from './kept-rows.ts'
import { lowerExtremes } from './lower-extremes.ts'
import { permuteValues } from './permute-values.ts'
import { dropValues, exchangeValues } from './rename-values.ts'
import { repointReferences } from './repoint-references.ts'
import { remapIds } from './remap-ids.ts'
import { removeRows } from './remove-rows.ts'
import { startRemoval } from './removal.ts'
import { sampleRows } from './sample-rows.ts'
import { shuffleRows } from './shuffle-rows.ts'

/**
 * Keeps what the schema demands: keys, references that are not broken already, NOT NULL. A CHECK or a
 * trigger may still refuse a row: see `withoutRows`.
 *
 * @param seed - a 32-bit integer: the database's
 * @param number - which sibling of its stream; a 32-bit integer
 * @returns the same for the same arguments, on every machine
 */
export function makeSibling(
  study: Study,
  seed: number,
  stream: SiblingStream,
  number: number,
): Contents {
  const chance = createChance(seed, stream, number)
  const draft = startDraft(study)
  const kept = chooseKeptRows(study, chance)
  // Some siblings are large and little changed, others small and much: each finds out other slips.
  const strength = chance.integer(1, 3)
  sampleRows(draft, kept, chance.integer(35, 50), chance)
  removeRows(draft, kept, 8 * strength, chance)
  addRows(draft, 8 * strength, chance)
  duplicateBridgeRows(draft, chance)
  exchangeValues(draft, chance)
  dropValues(draft, chance)
  permuteValues(draft, 15 * strength, chance)
  repointReferences(draft, kept, 5 * strength, chance)
  lowerExtremes(draft, chance)
  changeValues(draft, 10 * strength, chance)
  addBoundaryValues(draft, chance)
  addNulls(draft, chance)
  remapIds(draft, chance)
  shuffleRows(draft, chance)
  return toContents(draft)
}

/** The contents without rows that the database refused, and without what refers to them. */
export function withoutRows(study: Study, contents: Contents, refused: ReadonlySet<Row>): Contents {
  const draft = startDraft({ ...study, contents })
  const removal = startRemoval(draft, { isForced: true })
  for (const { index, rows } of draft.tables) {
    for (const row of rows) if (refused.has(row)) removal.tryRemove(index, row)
  }
  removal.apply()
  return toContents(draft)
}
