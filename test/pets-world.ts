/** A world of one question without SQLite: what its queries return follows from their texts. */

import type { EnvironmentPorts } from '../src/episode/environment.ts'
import { createQuestionBank } from '../src/questions/bank.ts'
import { createSiblingBank } from '../src/questions/siblings.ts'
import type { QueryOutcome } from '../src/sql/query.ts'
import type { DatabaseSchema } from '../src/sql/schema.ts'
import { askedQuestion } from './asked-questions.ts'

const column = (name: string) => ({ name, type: 'TEXT', isPrimaryKey: false, references: null })
const schemaOf = (databaseId: string): DatabaseSchema => ({
  databaseId,
  tables: [
    { name: 'pet', rowCount: 2, columns: [column('name'), column('kind')] },
    { name: 'owner', rowCount: 1, columns: [column('name')] },
  ],
})
/** Gold is `Ann`, on its grading sibling `Bo`, and on its variant `Cy`. */
export const petsQuestion = askedQuestion({
  questionId: 'q',
  databaseId: 'pets',
  goldSql: 'SELECT name FROM pet',
  goldAnswer: [['Ann']],
  tablesInvolved: ['pet'],
})

/** What each query returns follows from its text and database alone, as in a real one. */
function outcomeOf(databaseKey: string, sql: string): QueryOutcome {
  if (sql.includes('bad')) return { kind: 'failed', message: 'no such column: bad' }
  if (sql.includes('slow')) return { kind: 'timed_out', stepsMax: 1000 }
  const isGold = sql.includes('gold')
  const name = isGold ? (databaseKey.includes('g1') ? 'Bo' : 'Ann') : `${databaseKey}:${sql}`
  const table = { columns: ['name'], rows: [[name]], isTruncated: false }
  return { kind: 'table', table, tablesRead: sql.includes('pet') ? ['pet'] : [] }
}

/** A query that says `gold` gets gold; one that says `bad` or `slow` gets no table. */
export const petsPorts: EnvironmentPorts = {
  bank: createQuestionBank(
    [{ name: 'builtin', questions: [petsQuestion] }],
    createSiblingBank(
      new Map([
        [
          'q',
          {
            grading: [{ sibling: 'g1', rows: [['Bo']], rowOrderMatters: false }],
            variants: [{ variant: 1, rows: [['Cy']], rowOrderMatters: false }],
          },
        ],
      ]),
    ),
  ),
  schemaOf,
  queries: {
    async run(databaseKey, sql, _limits, _turn, siblingKey) {
      const outcome = outcomeOf(databaseKey, sql)
      const there = siblingKey === undefined ? undefined : outcomeOf(siblingKey, sql)
      if (outcome.kind !== 'table' || there?.kind !== 'table') return outcome
      return { ...outcome, siblingTable: there.table }
    },
  },
  randomSeed: () => 0,
  limits: {
    argumentBytesMax: 200,
    resultRowsMax: 20,
    resultBytesMax: 16_384,
    cellCharsMax: 500,
    sampleRows: 5,
    queryTimeoutMs: 5000,
  },
  stepBudget: 15,
}
