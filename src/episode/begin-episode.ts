/** Puts together what an episode starts from: which question, on which database, under which rules. */

import type { QuestionBank } from '../questions/bank.ts'
import { REWARD_PROFILES } from '../reward/profiles.ts'
import type { RewardProfileName } from '../reward/profiles.ts'
import { schemaAtLevel } from '../schema-names/levelled-schema.ts'
import type { SchemaLevel } from '../schema-names/levels.ts'
import type { DatabaseSchema } from '../sql/schema.ts'
import type { Grading } from '../verify/grade-answer.ts'
import { startEpisode } from './episode.ts'
import type { Episode } from './episode.ts'
import type { EpisodeLimits } from './limits.ts'
import { playAtLevel, playOf } from './play.ts'

/** What is the same for all episodes of a server. */
export type EpisodeWorld = {
  readonly bank: QuestionBank
  /** Of a database as shipped, or of a playable sibling. */
  readonly schemaOf: (databaseId: string) => DatabaseSchema | undefined
  readonly limits: EpisodeLimits
}

/** With the world, it is all that a reset decides. */
export type EpisodeChoice = {
  readonly questionId: string
  readonly variant: number
  readonly schemaLevel: SchemaLevel
  readonly episodeId: string | null
  readonly stepBudget: number
  readonly rewardProfile: RewardProfileName
  readonly grading: Grading
  readonly givesCredit: boolean
}

/** @throws {RangeError} when the world has no such question, variant or database */
export function beginEpisode(world: EpisodeWorld, choice: EpisodeChoice): Episode {
  const { questionId, variant, schemaLevel } = choice
  const entry = world.bank.entriesById.get(questionId)
  if (entry === undefined) throw new RangeError(`Question ${questionId} is not loaded`)
  const { dataset, question } = entry
  const play = playOf(dataset, question, world.bank.siblings.get(questionId), variant)
  const shipped = world.schemaOf(play.databaseId)
  if (shipped === undefined) throw new RangeError(`Database ${play.databaseId} is not loaded`)
  return startEpisode({
    episodeId: choice.episodeId,
    question,
    ...playAtLevel(play, schemaLevel, question.tablesInvolved, shipped),
    schema: schemaAtLevel(shipped, schemaLevel),
    stepBudget: choice.stepBudget,
    rewardProfile: REWARD_PROFILES[choice.rewardProfile],
    grading: choice.grading,
    givesCredit: choice.givesCredit,
    limits: world.limits,
  })
}
