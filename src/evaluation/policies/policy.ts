/** Who plays: from what an agent has seen so far to its next action. */

import type { WireAction } from '../../protocol/action.ts'
import type { WireObservation } from '../../protocol/reply.ts'
import type { Chance } from '../../schema-names/seeded-chance.ts'

/** An episode as an agent sees it: nothing of the trainer's channel. */
export type Seen = {
  /** What reset has shown. */
  readonly start: WireObservation
  readonly steps: readonly SeenStep[]
}

export type SeenStep = { readonly action: WireAction; readonly observation: WireObservation }

/** Pure: the same observations and chance give the same action. */
export type Policy = (seen: Seen, chance: Chance) => WireAction

/** One that asks somebody else, such as a model. Rejects when there is no action to be had. */
export type AskingPolicy = (seen: Seen, chance: Chance) => Promise<WireAction>

export function latestOf({ start, steps }: Seen): WireObservation {
  return steps.at(-1)?.observation ?? start
}

export function pick<T>(items: readonly T[], chance: Chance): T | undefined {
  return items.length === 0 ? undefined : items[chance(0, items.length - 1)]
}

export const describe = (argument: string): WireAction => ({ action_type: 'DESCRIBE', argument })
export const sample = (argument: string): WireAction => ({ action_type: 'SAMPLE', argument })
export const query = (argument: string): WireAction => ({ action_type: 'QUERY', argument })
export const answer = (argument: string): WireAction => ({ action_type: 'ANSWER', argument })
