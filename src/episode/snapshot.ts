/** An episode as a text, for runtimes that forget what rests: what the data say is not in it. */

import { variantOfDatabaseId } from '../questions/siblings.ts'
import { parseDatabaseKey } from '../schema-names/database-key.ts'
import { beginEpisode } from './begin-episode.ts'
import type { EpisodeChoice, EpisodeWorld } from './begin-episode.ts'
import type { Episode } from './episode.ts'
import { schemaText } from './table-texts.ts'

/** Another number is another version's, which cannot be read. */
const VERSION = 1

type Snapshot = EpisodeChoice & {
  readonly version: number
  readonly stepCount: number
  readonly outcome: Episode['outcome']
  readonly describedTables: readonly string[]
  readonly actionHistory: readonly string[]
  readonly actionKeys: readonly string[]
  readonly resultFingerprints: readonly string[]
  readonly potential: number
  readonly goldQueries: readonly string[]
}

/** JSON; up to a few MiB where long queries were gold and the grading looks for evidence. */
export function snapshotOf(episode: Episode): string {
  const { databaseId } = episode
  const key = parseDatabaseKey(databaseId)
  if (key === undefined) throw new RangeError(`Expected the key of a database, got ${databaseId}`)
  const snapshot: Snapshot = {
    version: VERSION,
    questionId: episode.question.questionId,
    variant: variantOfDatabaseId(key.dataKey),
    schemaLevel: key.level,
    episodeId: episode.episodeId,
    stepBudget: episode.stepBudget,
    rewardProfile: episode.rewardProfile.name,
    grading: episode.grading,
    givesCredit: episode.givesCredit,
    stepCount: episode.stepCount,
    outcome: episode.outcome,
    describedTables: episode.describedTables,
    actionHistory: episode.actionHistory,
    actionKeys: [...episode.actionKeys],
    resultFingerprints: [...episode.resultFingerprints],
    potential: episode.potential,
    goldQueries: episode.goldQueries,
  }
  return JSON.stringify(snapshot)
}

/**
 * The episode goes on as it would have: the same actions give the same bytes.
 *
 * @param text - what `snapshotOf` gave, in a world with the same data and limits
 * @throws {RangeError} when another version wrote it, or the world has no such question any more
 */
export function restoreEpisode(text: string, world: EpisodeWorld): Episode {
  // Only `snapshotOf` makes these texts.
  const snapshot = JSON.parse(text) as Snapshot
  const { version, actionKeys, resultFingerprints, describedTables } = snapshot
  if (version !== VERSION) throw new RangeError(`Expected version ${VERSION}, got ${version}`)
  const start = beginEpisode(world, snapshot)
  return {
    ...start,
    stepCount: snapshot.stepCount,
    outcome: snapshot.outcome,
    describedTables,
    schemaInfo: schemaText(start.schema, describedTables),
    actionHistory: snapshot.actionHistory,
    actionKeys: new Set(actionKeys),
    resultFingerprints: new Set(resultFingerprints),
    potential: snapshot.potential,
    goldQueries: snapshot.goldQueries,
  }
}
