/** A scripted adversary: what it does in an episode to be paid without solving the question. */

import { parseSchemaInfo } from '../../client/schema-info.ts'
import type { RevealedTable } from '../../client/schema-info.ts'
import type { WireAction } from '../../protocol/action.ts'
import type { WireReply } from '../../protocol/reply.ts'
import type { Question } from '../../questions/question.ts'
import { PROGRESS_SCALE } from '../../reward/profiles.ts'
import type { Chance } from '../../schema-names/seeded-chance.ts'
import { quoteName } from '../../sql/schema.ts'

/** What a probe may use, besides what an agent sees. */
type ProbeKnowledge = 'nothing' | 'rewards' | 'gold'

export type ProbeEpisode = {
  /** What reset gave. */
  readonly start: WireReply
  /** With gold; left unread by those that do not know it. */
  readonly question: Question
  readonly chance: Chance
}

/** Yields an action and is given its reply; it may go on for ever, and is stopped at the end. */
export type ProbePlay = Generator<WireAction, void, WireReply>

export type Probe = {
  readonly name: string
  /** The failure cases that it tries, such as `R1`. */
  readonly cases: readonly string[]
  /** What it does, in half a sentence. */
  readonly does: string
  readonly knows: ProbeKnowledge
  readonly play: (episode: ProbeEpisode) => ProbePlay
  /** Steps that are sent when the episode is over; 0 where absent. */
  readonly stepsAfterEnd?: number
  /** As the server has it where absent. */
  readonly stepBudget?: number
  /** Its queries last until their deadline, so it plays few episodes, under a short one. */
  readonly isSlow?: boolean
}

export function tablesIn({ observation }: WireReply): RevealedTable[] {
  return parseSchemaInfo(observation.schema_info)
}

/** The table's name as SQL has it; every database has a table. */
export function firstTable(reply: WireReply): string {
  return quoteName(tablesIn(reply)[0]?.name ?? '')
}

/** How much Φ rose or fell by the step, from −1 to 1: the trainer's channel says so. */
export function potentialChange({ metadata }: WireReply): number {
  return (metadata.reward_terms.progress ?? 0) / PROGRESS_SCALE
}
