/**
 * Knows gold and shows how to find it: looks around, now and then makes a slip and mends it, runs
 * gold's SQL, and answers what that has shown. For questions of `train` only.
 */

import { parseSchemaInfo } from '../../../client/schema-info.ts'
import type { WireAction } from '../../../protocol/action.ts'
import type { WireObservation } from '../../../protocol/reply.ts'
import { isUnfit } from '../../../questions/question.ts'
import type { Question } from '../../../questions/question.ts'
import { createChance, shuffle } from '../../../schema-names/seeded-chance.ts'
import type { Chance } from '../../../schema-names/seeded-chance.ts'
import { normalizeSql } from '../../../sql/tokens.ts'
import { answer, describe, pick, query, sample } from '../policy.ts'
import type { Policy } from '../policy.ts'
import { answerFrom } from './answer-from.ts'
import { explorationsOf } from './explorations.ts'
import { misspellTable, slipsOf } from './slips.ts'

/** QUERY and ANSWER. */
const LAST_STEPS = 2

/** As often a demonstration has a slip, where there is a name to misspell. */
const SLIP_ONE_IN = 5
/** As often a table is described that is not needed. */
const DETOUR_ONE_IN = 5
/** As often a table is sampled: before it is described, or after. */
const SAMPLE_FIRST_ONE_IN = 12
const SAMPLE_ONE_IN = 4
/** How many small queries come before gold's: one of these. */
const EXPLORATION_COUNTS = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3]

/**
 * @param variety - what tells this demonstration from others of the question, such as a seed and the
 *   episode's place
 * @returns a policy that throws a RangeError where the budget has no room for a query and an answer
 * @throws {RangeError} for a question that is not of `train`, or that no answer can be graded for
 */
export function demonstrate(question: Question, variety: string): Policy {
  const { questionId, split } = question
  if (split !== 'train' || isUnfit(question)) {
    throw new RangeError(`Expected a question of train that is fit, got ${questionId} of ${split}`)
  }
  return ({ start, steps }) => {
    const chance = createChance(`demonstration ${variety} ${questionId}`)
    const course = courseOf(question, start, chance)
    // From the beginning each time: the same observations give the same action.
    let action = course.next().value
    for (const { observation } of steps) action = course.next(observation).value
    return action
  }
}

type Course = Generator<WireAction, WireAction, WireObservation>

function* courseOf(question: Question, start: WireObservation, chance: Chance): Course {
  const { goldSql, tablesInvolved: needed } = question
  const gold = query(goldSql)
  const made = new Set([keyOf(gold)])
  let latest = start
  let room = start.budget_remaining - LAST_STEPS
  if (room < 0) throw new RangeError(`Expected a budget from ${LAST_STEPS} up`)
  /** Steps for what is not needed. */
  let spare = Math.max(0, room - needed.length)

  function* look(action: WireAction): Generator<WireAction, void, WireObservation> {
    const isNeeded = action.action_type === 'DESCRIBE' && needed.includes(action.argument)
    if (made.has(keyOf(action)) || (isNeeded ? room : spare) === 0) return
    made.add(keyOf(action))
    room -= 1
    if (!isNeeded) spare -= 1
    latest = yield action
  }

  const isOne = (ofSoMany: number): boolean => chance(1, ofSoMany) === 1
  const allTables = parseSchemaInfo(start.schema_info).map(({ name }) => name)
  const slip = isOne(SLIP_ONE_IN) ? pick(['table', 'sql', 'sql'] as const, chance) : undefined
  for (const [index, table] of tablesToDescribe(needed, allTables, chance).entries()) {
    const misspelt = misspellTable(table, allTables, chance)
    const isMisspelt = slip === 'table' && index === 0 && misspelt !== undefined
    if (isMisspelt) yield* look(describe(misspelt))
    if (isOne(SAMPLE_FIRST_ONE_IN) && !isMisspelt) yield* look(sample(table))
    yield* look(describe(table))
    if (isOne(SAMPLE_ONE_IN)) yield* look(sample(table))
  }

  const tables = parseSchemaInfo(latest.schema_info).filter(({ name }) => needed.includes(name))
  const explorations = shuffle(explorationsOf(goldSql, tables), chance)
  const explorationCount = pick(EXPLORATION_COUNTS, chance) ?? 0
  for (const sql of explorations.slice(0, explorationCount)) yield* look(query(sql))
  const misspelt = pick(slipsOf(goldSql, tables, allTables, chance), chance)
  if (slip === 'sql' && misspelt !== undefined) yield* look(query(misspelt))
  return answer(answerFrom((yield gold).result))
}

/** Those of gold in an order by chance, now and then with another among them. */
function tablesToDescribe(
  needed: readonly string[],
  all: readonly string[],
  chance: Chance,
): readonly string[] {
  const ordered = chance(0, 1) === 0 ? needed : shuffle(needed, chance)
  const other = pick(
    all.filter((name) => !needed.includes(name)),
    chance,
  )
  if (other === undefined || chance(1, DETOUR_ONE_IN) !== 1) return ordered
  return ordered.toSpliced(chance(0, ordered.length), 0, other)
}

/** The same for what the environment takes for the same action. */
function keyOf({ action_type: type, argument }: WireAction): string {
  return `${type} ${type === 'QUERY' ? normalizeSql(argument) : argument.toLowerCase()}`
}
