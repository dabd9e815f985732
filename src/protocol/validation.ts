/** A validator's view of a session: what was asked and answered, and what each reward is made of. */

import * as v from 'valibot'

import { REWARD_TERMS } from '../reward/terms.ts'
import { EnvError } from './errors.ts'
import type { WireReply } from './reply.ts'

const VERSION = 1

export type ValidationFrame =
  | { readonly kind: 'validation_open'; readonly token: string }
  | { readonly kind: 'validation_read'; readonly capability: string }

export type WireValidation =
  | {
      readonly type: 'validation_open'
      readonly data: { readonly schema_version: 1; readonly capability: string }
    }
  | { readonly type: 'validation'; readonly data: WireTelemetry }

const VALIDATION_SCHEMAS = {
  validation_open: v.strictObject({
    type: v.literal('validation_open'),
    data: v.strictObject({
      schema_version: v.literal(VERSION),
      token: v.pipe(v.string(), v.minLength(32), v.maxLength(256)),
    }),
  }),
  validation_read: v.strictObject({
    type: v.literal('validation_read'),
    data: v.strictObject({ schema_version: v.literal(VERSION), capability: v.string() }),
  }),
}

/** Every refusal is the same, so that nothing can be learnt from it. */
export function refusedValidation(): EnvError {
  return new EnvError('VALIDATION_ERROR', 'The validation request was refused')
}

/** @throws {EnvError} the one refusal, whatever is wrong */
export function parseValidationFrame(
  type: keyof typeof VALIDATION_SCHEMAS,
  frame: unknown,
): ValidationFrame {
  switch (type) {
    case 'validation_open': {
      const { token } = parseOrRefuse(VALIDATION_SCHEMAS.validation_open, frame).data
      return { kind: type, token }
    }
    case 'validation_read': {
      const { capability } = parseOrRefuse(VALIDATION_SCHEMAS.validation_read, frame).data
      return { kind: type, capability }
    }
  }
}

function parseOrRefuse<S extends v.GenericSchema>(schema: S, frame: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, frame)
  if (!result.success) throw refusedValidation()
  return result.output
}

export type WireTelemetry = {
  readonly schema_version: 1
  /** Of the latest reset; null where it asked for none. */
  readonly seed: {
    readonly requested: true
    readonly value: number
    readonly accepted: true
  } | null
  /** What the latest step's reward is made of: the root, then its children; not evaluated before. */
  readonly rubric: readonly RubricNode[]
  readonly rubric_error: null
  /** The same of every step, counted from 0 since the socket opened. */
  readonly attribution: readonly {
    readonly step_index: number
    readonly rubric: readonly RubricNode[]
  }[]
  readonly trajectory: {
    readonly schema_version: 1
    readonly source: 'openenv-server'
    readonly records: readonly TrajectoryRecord[]
    readonly complete: boolean
    /** Why it is not complete; null when it is. */
    readonly reason: string | null
  }
}

/** A message and its reply, both as they went over the wire. */
export type TrajectoryRecord = {
  readonly operation: 'reset' | 'step' | 'state'
  readonly request: unknown
  readonly response: unknown
}

export type RubricNode = {
  readonly name: string
  readonly class_name: string
  /** Names of nodes. */
  readonly children: readonly string[]
  readonly aggregation: 'weighted_sum' | 'leaf'
  readonly config: RubricConfig
  readonly config_available: true
  /** Null when it is not evaluated. */
  readonly score: number | null
  readonly evaluated: boolean
}

/** `scale`: what a child's score was multiplied with, since the weights have to add up to 1. */
type RubricConfig = { readonly weights?: readonly number[]; readonly scale?: number }

const CHILD_NAMES = REWARD_TERMS.map((term) => `root.${term}`)

const ROOT_CONFIG: RubricConfig = {
  weights: REWARD_TERMS.map(() => 1 / REWARD_TERMS.length),
  scale: REWARD_TERMS.length,
}

/**
 * A step's reward as a tree, which is the same tree for every step. A sum of terms is no aggregation
 * that validators know; a mean of the terms, each times their number, is the same.
 *
 * @param reply - of a step; undefined before the first
 */
export function toRubric(reply?: Pick<WireReply, 'reward' | 'metadata'>): RubricNode[] {
  const terms = reply?.metadata.reward_terms ?? {}
  const evaluated = reply !== undefined
  const leaves = REWARD_TERMS.map((term): RubricNode => ({
    name: `root.${term}`,
    class_name: 'RewardTerm',
    children: [],
    aggregation: 'leaf',
    config: {},
    config_available: true,
    score: evaluated ? REWARD_TERMS.length * (terms[term] ?? 0) : null,
    evaluated,
  }))
  const root: RubricNode = {
    name: 'root',
    class_name: 'StepReward',
    children: CHILD_NAMES,
    aggregation: 'weighted_sum',
    config: ROOT_CONFIG,
    config_available: true,
    score: reply?.reward ?? null,
    evaluated,
  }
  return [root, ...leaves]
}
