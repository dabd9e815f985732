/** What is known of an episode between two steps. A step makes a new one and never changes the old. */

import type { Question } from '../questions/question.ts'
import type { RewardProfile } from '../reward/profiles.ts'
import type { DatabaseSchema } from '../sql/schema.ts'
import type { Gold, Grading } from '../verify/grade-answer.ts'
import type { EpisodeLimits } from './limits.ts'
import { schemaText } from './table-texts.ts'

/** How an episode ended. A fault of ours never ends one. */
export const OUTCOMES = ['solved', 'wrong', 'out_of_budget'] as const
export type Outcome = (typeof OUTCOMES)[number]

export type Episode = {
  /** As the client asked for; null when it did not. */
  readonly episodeId: string | null
  readonly question: Question
  /** The key of the database that is played: the question's own, or a variant of it, at a level. */
  readonly databaseId: string
  /** As the agent sees it. */
  readonly schema: DatabaseSchema
  /** On that database. */
  readonly gold: Gold
  /** Hidden databases on which gold is known. */
  readonly siblings: readonly Sibling[]
  /** The one of them that a QUERY's progress is measured on too; null where there is none. */
  readonly progressSibling: Sibling | null
  readonly stepBudget: number
  readonly rewardProfile: RewardProfile
  readonly grading: Grading
  /** Whether replies say which parts of an action's text its reward goes to. */
  readonly givesCredit: boolean
  readonly limits: EpisodeLimits

  /** Steps taken, ANSWER and malformed ones included. */
  readonly stepCount: number
  /** Null while the episode goes on. */
  readonly outcome: Outcome | null
  /** Table names in the order in which they were first described. */
  readonly describedTables: readonly string[]
  /** The schema as far as the agent has been shown it: the text of these tables. */
  readonly schemaInfo: string
  readonly actionHistory: readonly string[]
  /** The `actionKey` of every action made. */
  readonly actionKeys: ReadonlySet<string>
  /** The fingerprint of every result that a QUERY read from a table. */
  readonly resultFingerprints: ReadonlySet<string>
  /** Φ of the latest QUERY that read a table; 0 before the first. */
  readonly potential: number
  /** The latest queries whose result was gold's, the last one first; kept for evidence grading. */
  readonly goldQueries: readonly string[]
}

export type Sibling = { readonly databaseId: string; readonly gold: Gold }

export type EpisodeStart = Pick<
  Episode,
  | 'episodeId'
  | 'question'
  | 'databaseId'
  | 'schema'
  | 'gold'
  | 'siblings'
  | 'progressSibling'
  | 'stepBudget'
  | 'rewardProfile'
  | 'grading'
  | 'givesCredit'
  | 'limits'
>

export function startEpisode(start: EpisodeStart): Episode {
  return {
    ...start,
    stepCount: 0,
    outcome: null,
    describedTables: [],
    schemaInfo: schemaText(start.schema, []),
    actionHistory: [],
    actionKeys: new Set(),
    resultFingerprints: new Set(),
    potential: 0,
    goldQueries: [],
  }
}
