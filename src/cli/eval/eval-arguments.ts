/** The words behind `sqlenv eval`. */

import { parseArgs } from 'node:util'

import { toSocketUrl } from '../../client/socket-url.ts'
import type { LlmOptions } from '../../evaluation/policies/llm/llm-options.ts'
import { MODEL_POLICY, POLICY_NAMES } from '../../evaluation/policies/policy-set.ts'
import type { PolicyName } from '../../evaluation/policies/policy-set.ts'
import { SPLITS } from '../../questions/question.ts'
import type { Split } from '../../questions/question.ts'
import { SEED_MAX } from '../../questions/draw.ts'
import { GRADINGS } from '../../verify/grade-answer.ts'
import type { Grading } from '../../verify/grade-answer.ts'
import { parseLlmSettings } from './llm-settings.ts'

export const EVAL_HELP = `Usage: npm run eval -- [options]

Plays episodes with policies, and says what they solve and earn, with 95 % intervals.

  --policy NAME[,NAME…]  ${POLICY_NAMES.slice(0, 5).join(', ')},
                         ${POLICY_NAMES.slice(5).join(', ')},
                         or all of these (heuristic); llm asks a model
  --dataset NAME         builtin, spider or another one       (builtin)
  --split NAME[,NAME…]   train, validation, test              (all three)
  --episodes NUMBER      of each policy, or all: every question once (100)
  --seed NUMBER          draws the questions and the chance of policies (0)
  --parallel NUMBER      episodes at a time, 1 to 256         (8)
  --grading NAME         strict, published or evidence        (strict)
  --url URL              of a running server                  (in this process)
  --data-dir DIR         where the data are; SQLENV_DATA_DIR or ./data by default
  --out DIR              a folder for the run: report.html, report.md, report.json,
                         episodes.jsonl and trajectories.jsonl
  --resume               goes on with the run in DIR; what crashed is played again
  --compare DIR          with the run in that folder, question by question
  --write                puts the table into docs/evaluation.md
  --help                 this text

The policy llm asks an OpenAI-compatible endpoint: SQLENV_LLM_MODEL names the model, OPENAI_BASE_URL
and OPENAI_API_KEY say where and as whom; docs/evaluation.md has more variables.
The policies oracle and constant know gold: with --url the server must have the data that are here.
Ctrl-C ends the run with what was played. Exit code 1 when an episode could not be played to its end,
130 when it was broken off.`

export type EvalOptions = {
  readonly policies: readonly PolicyName[]
  readonly dataset: string
  readonly splits: readonly Split[]
  /** Undefined: as many as there are questions. */
  readonly episodeCount: number | undefined
  readonly seed: number
  readonly parallel: number
  readonly grading: Grading
  readonly url: string | undefined
  readonly dataDir: string
  readonly outDir: string | undefined
  readonly isResumed: boolean
  /** The folder of another run. */
  readonly compareDir: string | undefined
  readonly isWritten: boolean
  /** Where one of the policies asks a model. */
  readonly llm?: LlmOptions
}

export type EvalArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'unusable'; readonly reason: string }
  | { readonly kind: 'eval'; readonly options: EvalOptions }

const EPISODES_MAX = 1_000_000
const PARALLEL_MAX = 256

const OPTIONS = {
  policy: { type: 'string', default: 'heuristic' },
  dataset: { type: 'string', default: 'builtin' },
  split: { type: 'string', default: SPLITS.join(',') },
  episodes: { type: 'string', default: '100' },
  seed: { type: 'string', default: '0' },
  parallel: { type: 'string', default: '8' },
  grading: { type: 'string', default: 'strict' },
  url: { type: 'string' },
  'data-dir': { type: 'string' },
  out: { type: 'string' },
  resume: { type: 'boolean', default: false },
  compare: { type: 'string' },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

export function parseEvalArguments(
  args: string[],
  environment: Readonly<Record<string, string | undefined>>,
): EvalArguments {
  try {
    const { values } = parseArgs({ args, options: OPTIONS })
    if (values.help) return { kind: 'help' }
    const { policy, episodes } = values
    // Throws where it is none.
    if (values.url !== undefined) toSocketUrl(values.url)
    if (values.resume && values.out === undefined) throw new Error('--resume needs --out DIR')
    const policies: readonly PolicyName[] =
      policy === 'all' ? POLICY_NAMES : namesIn('policy', policy, [...POLICY_NAMES, MODEL_POLICY])
    const options: EvalOptions = {
      policies,
      dataset: values.dataset,
      splits: namesIn('split', values.split, SPLITS),
      episodeCount:
        episodes === 'all' ? undefined : toInteger('episodes', episodes, 1, EPISODES_MAX),
      seed: toInteger('seed', values.seed, 0, SEED_MAX),
      parallel: toInteger('parallel', values.parallel, 1, PARALLEL_MAX),
      grading: nameIn('grading', values.grading, GRADINGS),
      url: values.url,
      dataDir: values['data-dir'] ?? (environment['SQLENV_DATA_DIR'] || './data'),
      outDir: values.out,
      isResumed: values.resume,
      compareDir: values.compare,
      isWritten: values.write,
      ...(policies.includes(MODEL_POLICY) && { llm: parseLlmSettings(environment) }),
    }
    return { kind: 'eval', options }
  } catch (error) {
    return { kind: 'unusable', reason: (error as Error).message }
  }
}

function namesIn<T extends string>(option: string, list: string, known: readonly T[]): T[] {
  const names = new Set(list.split(',').map((name) => nameIn(option, name.trim(), known)))
  // In their own order, so that the same choice draws the same questions however it is written.
  return known.filter((name) => names.has(name))
}

function nameIn<T extends string>(option: string, text: string, known: readonly T[]): T {
  const name = known.find((candidate) => candidate === text)
  if (name !== undefined) return name
  throw new Error(`Expected --${option} to be one of ${known.join(', ')}, got ${text}`)
}

function toInteger(option: string, text: string, min: number, max: number): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (number >= min && number <= max) return number
  throw new Error(`Expected --${option} to be a number from ${min} to ${max}, got ${text}`)
}
