/** Which questions are trained on and which are held out: whole databases, never single questions. */

import { createHash } from 'node:crypto'

import { SPLITS } from '../questions/question.ts'
import type { Split } from '../questions/question.ts'
import { normalizeSql } from '../sql/tokens.ts'

/** The ten databases that the predecessor of this project ships. */
const CHOSEN: Readonly<Record<string, Split>> = {
  student_assessment: 'train',
  concert_singer: 'test',
  world_1: 'test',
  car_1: 'train',
  employee_hire_evaluation: 'train',
  pets_1: 'validation',
  cre_Doc_Template_Mgt: 'train',
  dog_kennels: 'train',
  flight_2: 'train',
  poker_player: 'train',
}

const SEED = 'sqlenv splits 1'

/**
 * A database has the same split whichever others are imported beside it: ten are chosen, and of the
 * rest about one in ten is tested on and one in ten validated on, as a hash of the name decides.
 */
export function splitOf(databaseId: string): Split {
  const chosen = Object.hasOwn(CHOSEN, databaseId) ? CHOSEN[databaseId] : undefined
  if (chosen !== undefined) return chosen
  const digest = createHash('sha256').update(`${SEED}\n${databaseId}`).digest()
  const tenth = digest.readUInt32BE() % 10
  if (tenth === 0) return 'test'
  return tenth === 1 ? 'validation' : 'train'
}

/**
 * Two databases may be asked the same SQL. Where they are in different splits, only the questions of
 * the split that is held out furthest stay; blanks, case and comments make no difference.
 *
 * @returns those that must go
 */
export function questionsToldElsewhere<
  T extends { readonly split: Split; readonly goldSql: string },
>(questions: readonly T[]): ReadonlySet<T> {
  const furthest = new Map<string, number>()
  const keyed = questions.map((question) => ({
    question,
    key: normalizeSql(question.goldSql),
    rank: SPLITS.indexOf(question.split),
  }))
  for (const { key, rank } of keyed) furthest.set(key, Math.max(furthest.get(key) ?? 0, rank))
  return new Set(
    keyed
      .filter(({ key, rank }) => rank < (furthest.get(key) ?? 0))
      .map(({ question }) => question),
  )
}
