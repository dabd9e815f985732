/** Proves that gold means the same at every level: rewritten and run, it returns the same rows. */

import { readDatabaseSchema } from '../../adapters/node/database-catalogue.ts'
import { openSqliteEngine } from '../../adapters/node/sqlite/sqlite-engine.ts'
import { isUnfit } from '../../questions/question.ts'
import type { Question } from '../../questions/question.ts'
import { SCHEMA_LEVELS } from '../../schema-names/levels.ts'
import type { SchemaLevel } from '../../schema-names/levels.ts'
import { planSchema } from '../../schema-names/schema-plan.ts'
import { sameRows } from '../../verify/same-rows.ts'
import { GOLD_BYTES_MAX, GOLD_ROWS_MAX, openGoldDatabase } from '../gold-database.ts'
import { rewriteNames } from './rewrite-names.ts'

export type LevelProof = {
  readonly databaseId: string
  readonly level: SchemaLevel
  readonly questionCount: number
  /** Questions whose gold could not be rewritten, or returns other rows: each with why. */
  readonly failures: readonly { readonly questionId: string; readonly reason: string }[]
}

/**
 * @param questions - all of this one database; those that are unfit are left out
 * @returns a proof for every level
 * @throws {Error} when the database is at fault, or cannot be had at a level
 */
export function proveDatabase(
  databaseId: string,
  path: string,
  questions: readonly Question[],
): LevelProof[] {
  const fit = questions.filter((question) => !isUnfit(question))
  return SCHEMA_LEVELS.map((level) => {
    const failures = findFailures(databaseId, path, level, fit)
    return { databaseId, level, questionCount: fit.length, failures }
  })
}

function findFailures(
  databaseId: string,
  path: string,
  level: SchemaLevel,
  questions: readonly Question[],
): LevelProof['failures'] {
  using original = openGoldDatabase(path)
  const schema = readDatabaseSchema(databaseId, path)
  const plan = planSchema(schema, level)
  const engine = openSqliteEngine(path, { databaseId, level })
  try {
    return questions.flatMap(({ questionId, goldSql, goldAnswer, rowOrderMatters }) => {
      const rewriting = rewriteNames(original.mend(goldSql), schema, plan)
      if (rewriting.kind === 'not_rewritten') return { questionId, reason: rewriting.reason }
      const limits = { rowsMax: GOLD_ROWS_MAX, bytesMax: GOLD_BYTES_MAX }
      const outcome = engine.run(rewriting.sql, limits)
      if (outcome.kind === 'failed') return { questionId, reason: outcome.message }
      if (outcome.kind !== 'table') return { questionId, reason: outcome.kind }
      const order = rowOrderMatters ? 'as_given' : 'any'
      const isSame = sameRows(outcome.table.rows, goldAnswer, order)
      return isSame ? [] : { questionId, reason: 'other rows' }
    })
  } finally {
    engine.close()
  }
}
