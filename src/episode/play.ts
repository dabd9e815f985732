/** Which database an episode is played on, what gold is there, and on which hidden ones it is known. */

import type { Question } from '../questions/question.ts'
import { databaseKeyAt } from '../schema-names/database-key.ts'
import type { SchemaLevel } from '../schema-names/levels.ts'
import { columnNamesAtLevel } from '../schema-names/result-columns.ts'
import type { DatabaseSchema } from '../sql/schema.ts'
import { NO_SIBLINGS, siblingDatabaseId, variantDatabaseId } from '../questions/siblings.ts'
import type { QuestionSiblings } from '../questions/siblings.ts'
import type { Gold } from '../verify/grade-answer.ts'
import { sameRows } from '../verify/same-rows.ts'
import type { EpisodeStart, Sibling } from './episode.ts'

type Play = Pick<EpisodeStart, 'databaseId' | 'gold' | 'siblings' | 'progressSibling'>

/**
 * @param dataset - of the question
 * @param variant - 0 is the database as shipped; another is one that the question has
 * @throws {RangeError} when it does not: a bug in the caller
 */
export function playOf(
  dataset: string,
  question: Question,
  { grading, variants }: QuestionSiblings = NO_SIBLINGS,
  variant = 0,
): Play {
  const asShipped = { rows: question.goldAnswer, rowOrderMatters: question.rowOrderMatters }
  const played = variant === 0 ? asShipped : variants.find((other) => other.variant === variant)
  if (played === undefined) throw new RangeError(`${question.questionId} has no variant ${variant}`)
  const gold = goldOf(question, played)
  const siblings = grading.map((sibling): Sibling => ({
    databaseId: siblingDatabaseId(dataset, question.databaseId, sibling.sibling),
    gold: goldOf(question, sibling),
  }))
  return {
    databaseId: variantDatabaseId(dataset, question.databaseId, variant),
    gold,
    siblings,
    progressSibling: progressSiblingOf(siblings, gold),
  }
}

/**
 * The same under other names.
 * @param tables - that gold reads
 * @param shipped - the schema with its own names
 */
export function playAtLevel(
  play: Play,
  level: SchemaLevel,
  tables: readonly string[],
  shipped: DatabaseSchema,
): Play {
  if (level === 'original') return play
  const atLevel = (sibling: Sibling): Sibling => {
    return { ...sibling, databaseId: databaseKeyAt(sibling.databaseId, level) }
  }
  const { databaseId, gold, siblings, progressSibling } = play
  const otherColumnNames = columnNamesAtLevel(gold.columns, tables, shipped, level)
  return {
    databaseId: databaseKeyAt(databaseId, level),
    gold: { ...gold, otherColumnNames },
    siblings: siblings.map(atLevel),
    progressSibling: progressSibling && atLevel(progressSibling),
  }
}

/**
 * The first by name on which gold is another: then most questions of a database share one or two,
 * and a query process keeps these open.
 */
function progressSiblingOf(siblings: readonly Sibling[], gold: Gold): Sibling | null {
  const differing = siblings.filter((sibling) => differs(sibling.gold, gold))
  return differing.toSorted((a, b) => (a.databaseId < b.databaseId ? -1 : 1))[0] ?? null
}

function goldOf(
  { goldColumns }: Question,
  { rows, rowOrderMatters }: { readonly rows: Gold['rows']; readonly rowOrderMatters: boolean },
): Gold {
  return { columns: goldColumns, rows, rowOrderMatters }
}

function differs(a: Gold, b: Gold): boolean {
  return !sameRows(a.rows, b.rows, 'any')
}
