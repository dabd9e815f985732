/** Which queries are tried of a data set: all of its questions, or a few drawn by a seed. */

import { createRandom } from '../../../datasets/builtin/random.ts'
import { isUnfit } from '../../../questions/question.ts'
import type { Question } from '../../../questions/question.ts'
import { tryAll } from './trial-crew.ts'
import type { TriedDatabase } from './trial-crew.ts'
import type { TrialRequest } from './trial-messages.ts'

/** The same questions give the same queries. */
const SEED = 20_260_401

/** Of a data set, rewrites are tried of so many questions. */
const SAMPLED_MAX = 200

export type TrialPlan = {
  readonly dataset: string
  readonly requests: readonly TrialRequest[]
}

export type TrialChoice = {
  /** Of a data set; all where absent. */
  readonly questionsMax?: number | undefined
  /** All where absent. */
  readonly databaseId?: string
}

/** @param questions - of the data set; unfit ones are passed over */
export function planTrials(
  dataDir: string,
  dataset: string,
  questions: readonly Question[],
  { questionsMax = Infinity, databaseId }: TrialChoice = {},
): TrialPlan {
  const playable = questions.filter((question) => !isUnfit(question))
  const sampled = new Set(createRandom(SEED).sample(playable, SAMPLED_MAX))
  const wanted = playable.filter(
    (question) => databaseId === undefined || question.databaseId === databaseId,
  )
  const drawn = new Set(createRandom(SEED).sample(wanted, questionsMax))
  const chosen = wanted.filter((question) => drawn.has(question))
  const requests = [...Map.groupBy(chosen, (question) => question.databaseId)].map(
    ([id, ofDatabase]): TrialRequest => ({
      dataDir,
      dataset,
      databaseId: id,
      questionIds: ofDatabase.map(({ questionId }) => questionId),
      sampledIds: ofDatabase
        .filter((question) => sampled.has(question))
        .map(({ questionId }) => questionId),
      seed: SEED,
    }),
  )
  return { dataset, requests }
}

/**
 * @param onTried - called after each question
 * @returns for each plan its databases
 * @throws {Error} in one line that names the database
 */
export async function runTrials(
  plans: readonly TrialPlan[],
  onTried: (request: TrialRequest) => void,
): Promise<readonly (readonly TriedDatabase[])[]> {
  const requests = plans.flatMap((plan) => plan.requests)
  const tried = await tryAll(requests, onTried)
  const left = tried.values()
  return plans.map((plan) => plan.requests.flatMap(() => left.next().value ?? []))
}
