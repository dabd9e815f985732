/** Episodes on whatever data the server has: questions by seed, tables by what a reset shows. */

import { expect } from 'vitest'

import type { Talk } from './talk.ts'

export type Envelope = {
  readonly observation: Readonly<Record<string, unknown>>
  readonly reward: unknown
  readonly done: unknown
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** Draws a question that exists on every server; the same one each time. */
export const SEED = 7

export function action(actionType: string, argument: string): object {
  return { action_type: actionType, argument }
}

export function stepFrame(actionType: string, argument: string): object {
  return { type: 'step', data: action(actionType, argument) }
}

/** @returns the envelope of an observation frame */
export function envelopeOf(frame: unknown): Envelope {
  expect(frame).toMatchObject({ type: 'observation', data: { observation: expect.anything() } })
  return (frame as { data: Envelope }).data
}

export async function resetOn(talk: Talk, data: object = { seed: SEED }): Promise<Envelope> {
  return envelopeOf(await talk.ask({ type: 'reset', data }))
}

export async function stateOn(talk: Talk): Promise<Readonly<Record<string, unknown>>> {
  const frame = await talk.ask({ type: 'state' })
  expect(frame).toMatchObject({ type: 'state', data: { step_count: expect.any(Number) } })
  return (frame as { data: Record<string, unknown> }).data
}

export function questionOf({ observation }: Envelope): string {
  return String(observation['question'])
}

export function questionIdOf({ metadata }: Envelope): string {
  return String(metadata?.['question_id'])
}

/** The tables that a reset names, in its order. */
function tablesOf({ observation }: Envelope): string[] {
  const [, names = ''] = /^Tables: (.+)$/m.exec(String(observation['schema_info'])) ?? []
  return names.split(', ')
}

export function firstTableOf(envelope: Envelope): string {
  return tablesOf(envelope)[0] ?? ''
}

/** What no ordinary observation may have: OpenEnv's tool clients tell replies apart by these keys. */
export const TOOL_KEYS = ['tools', 'tool_name']

/** Holds the envelope of an ordinary reply to what every OpenEnv client takes for granted. */
export function expectEnvelope(envelope: unknown): void {
  const { observation, reward, done, metadata } = envelope as Envelope
  expect(observation).toBeTypeOf('object')
  expect(reward === null || Number.isFinite(reward)).toBe(true)
  expect(done).toBeTypeOf('boolean')
  expect(metadata).toBeTypeOf('object')
  for (const key of [...TOOL_KEYS, 'reward', 'done']) expect(observation).not.toHaveProperty(key)
}
