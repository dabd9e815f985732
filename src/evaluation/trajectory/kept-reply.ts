/** Replies as a trajectory keeps them: what a reply repeats of the one before is left out. */

import * as v from 'valibot'

import { EnvelopeSchema } from '../../protocol/reply.ts'
import type { WireReply } from '../../protocol/reply.ts'

const { observation, metadata } = EnvelopeSchema.entries

/** Keys that a newer server may have added are let through, here as in the client. */
export const WholeReplySchema = v.strictObject({
  observation: v.looseObject(observation.entries),
  reward: EnvelopeSchema.entries.reward,
  done: EnvelopeSchema.entries.done,
  metadata: v.looseObject(metadata.entries),
})

/**
 * A key that is not there is as in the reply before. `…_added` stands at the end of what was there.
 * What a reader wants of each step is always there: result, error, reward, done, outcome, terms, query,
 * and credit where the reset asked for it.
 */
export const KeptReplySchema = v.strictObject({
  observation: v.looseObject({
    ...v.partial(v.object(observation.entries)).entries,
    result: observation.entries.result,
    error: observation.entries.error,
    schema_info_added: v.optional(v.string()),
    action_history_added: v.optional(v.array(v.string())),
  }),
  reward: EnvelopeSchema.entries.reward,
  done: EnvelopeSchema.entries.done,
  metadata: v.looseObject({
    ...v.partial(v.object(metadata.entries)).entries,
    outcome: metadata.entries.outcome,
    reward_terms: metadata.entries.reward_terms,
    query: metadata.entries.query,
  }),
})

export type KeptReply = v.InferOutput<typeof KeptReplySchema>

const ALWAYS_KEPT: ReadonlySet<string> = new Set([
  'result',
  'error',
  'outcome',
  'reward_terms',
  'query',
  'credit',
])

/** @param before - the reply before this one, whole */
export function toKeptReply(reply: WireReply, before: WireReply): KeptReply {
  const { schema_info: schemaInfo, action_history: history } = reply.observation
  const { schema_info: schemaBefore, action_history: historyBefore } = before.observation
  const kept: Record<string, unknown> = changesOf(reply.observation, before.observation)
  if ('schema_info' in kept && schemaInfo.startsWith(schemaBefore)) {
    delete kept.schema_info
    kept.schema_info_added = schemaInfo.slice(schemaBefore.length)
  }
  if ('action_history' in kept && isSame(history.slice(0, historyBefore.length), historyBefore)) {
    delete kept.action_history
    kept.action_history_added = history.slice(historyBefore.length)
  }
  return {
    // Made of the reply's own keys: the types are those of the schema.
    observation: kept as KeptReply['observation'],
    reward: reply.reward,
    done: reply.done,
    metadata: changesOf(reply.metadata, before.metadata) as KeptReply['metadata'],
  }
}

/** The reply that was kept, whole, its keys in the order in which they came. */
export function toWholeReply(kept: KeptReply, before: WireReply): WireReply {
  const {
    schema_info_added: schemaAdded = '',
    action_history_added: historyAdded = [],
    ...changed
  } = kept.observation
  const { schema_info: schemaInfo, action_history: history } = {
    ...before.observation,
    ...definedOf(changed),
  }
  return {
    observation: {
      ...before.observation,
      ...definedOf(changed),
      schema_info: schemaInfo + schemaAdded,
      action_history: [...history, ...historyAdded],
    },
    reward: kept.reward,
    done: kept.done,
    metadata: { ...before.metadata, ...definedOf(kept.metadata) },
  }
}

function changesOf(values: object, before: object): Record<string, unknown> {
  const valuesBefore = new Map<string, unknown>(Object.entries(before))
  return Object.fromEntries(
    Object.entries(values).filter(
      ([key, value]) => ALWAYS_KEPT.has(key) || !isSame(value, valuesBefore.get(key)),
    ),
  )
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** JSON has no undefined: a key that is there has a value, which the types cannot say. */
function definedOf<T extends object>(values: T): Defined<T> {
  return values as Defined<T>
}
