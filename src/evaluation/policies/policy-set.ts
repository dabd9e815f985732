/** The policies by name, and what each has to know. */

import type { WireMetadata } from '../../protocol/reply.ts'
import type { Question, Split } from '../../questions/question.ts'
import { always, firstCell, rowCount } from './degenerate.ts'
import { demonstrate } from './demonstration/demonstration.ts'
import { heuristic } from './heuristic/heuristic.ts'
import { goldText, oracle } from './oracle.ts'
import type { AskingPolicy, Policy } from './policy.ts'
import { random } from './random.ts'
import type { Usage } from './usage.ts'

/** Those that ask nobody: what `all` means. */
export const POLICY_NAMES = [
  'oracle',
  'heuristic',
  'random',
  'constant',
  'always_0',
  'always_1',
  'always_null',
  'row_count',
  'first_cell',
] as const
export type PurePolicyName = (typeof POLICY_NAMES)[number]

/** Asks a model, which takes money and time: played only where it is named. */
export const MODEL_POLICY = 'llm'
/** Shows how gold is found, on questions of `train` only. */
export const DEMONSTRATION_POLICY = 'demonstration'
export const ALL_POLICY_NAMES = [...POLICY_NAMES, MODEL_POLICY, DEMONSTRATION_POLICY] as const
export type PolicyName = (typeof ALL_POLICY_NAMES)[number]

/** They get gold from the data at hand, and play only where these are what is played. */
export const KNOWING_POLICIES: readonly PolicyName[] = ['oracle', 'constant', DEMONSTRATION_POLICY]

/** They do not try: whoever solves questions this way has learned nothing of SQL. */
export const DEGENERATE_POLICIES: readonly PolicyName[] = [
  'constant',
  'always_0',
  'always_1',
  'always_null',
  'row_count',
  'first_cell',
]

export type NamedPolicy = {
  readonly name: PolicyName
  /** @param metadata - of the reset, for those who know gold; the others leave it unread */
  readonly forEpisode: (metadata: WireMetadata, watch: EpisodeWatch) => Policy | AskingPolicy
}

/** For policies that ask somebody or vary from episode to episode; the others leave it unread. */
type EpisodeWatch = {
  /** From 0, in the order of drawing. */
  readonly place: number
  /** When it is aborted, the policy is to reject at once. */
  readonly signal: AbortSignal
  readonly onUsage: (usage: Usage) => void
}

/**
 * @param questions - with gold, of the data that are played
 * @throws {RangeError} at an episode of a knowing policy whose question is none of `questions`
 */
export function createPolicy(name: PurePolicyName, questions: readonly Question[]) {
  return { name, forEpisode: makerOf(name, questions) }
}

function makerOf(
  name: PurePolicyName,
  questions: readonly Question[],
): (metadata: WireMetadata) => Policy {
  switch (name) {
    case 'oracle': {
      const byId = new Map(questions.map((question) => [question.questionId, question]))
      return ({ question_id: id }) => oracle(known(byId.get(id ?? ''), `Question ${id}`))
    }
    case 'constant': {
      const texts = commonestAnswers(questions)
      return ({ split }) => always(known(split === null ? undefined : texts.get(split), 'Split'))
    }
    case 'heuristic':
      return () => heuristic
    case 'random':
      return () => random
    case 'always_0':
      return () => always('0')
    case 'always_1':
      return () => always('1')
    case 'always_null':
      return () => always('NULL')
    case 'row_count':
      return () => rowCount
    case 'first_cell':
      return () => firstCell
  }
}

/**
 * @param seed - another one gives other demonstrations of the same questions
 * @throws {RangeError} at an episode whose question is not of `train`, or none of `questions`
 */
export function createDemonstrationPolicy(
  questions: readonly Question[],
  seed: number,
): NamedPolicy {
  const byId = new Map(questions.map((question) => [question.questionId, question]))
  return {
    name: DEMONSTRATION_POLICY,
    forEpisode: ({ question_id: id }, { place }) =>
      demonstrate(known(byId.get(id ?? ''), `Question ${id}`), `${seed} ${place}`),
  }
}

function known<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new RangeError(`${name} is not in the data at hand`)
  return value
}

/** For each split the answer that most of its questions have; of equals the first. */
function commonestAnswers(questions: readonly Question[]): ReadonlyMap<Split, string> {
  const bySplit = Map.groupBy(questions, ({ split }) => split)
  return new Map([...bySplit].map(([split, ofSplit]) => [split, commonestText(ofSplit)]))
}

function commonestText(questions: readonly Question[]): string {
  const byText = [...Map.groupBy(questions, goldText)]
  const [text = ''] = byText.toSorted(([, a], [, b]) => b.length - a.length)[0] ?? []
  return text
}
