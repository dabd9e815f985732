/** The words behind `sqlenv eval`. */

import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { toSocketUrl } from '../../client/socket-url.ts'
import type { LlmOptions } from '../../evaluation/policies/llm/llm-options.ts'
import { EXPORT_FORMATS, SUPERVISED_FORMATS } from '../../evaluation/export/create-export.ts'
import type { ExportFormat } from '../../evaluation/export/create-export.ts'
import {
  ALL_POLICY_NAMES,
  DEMONSTRATION_POLICY,
  MODEL_POLICY,
  POLICY_NAMES,
} from '../../evaluation/policies/policy-set.ts'
import type { PolicyName } from '../../evaluation/policies/policy-set.ts'
import { SPLITS } from '../../questions/question.ts'
import type { Split } from '../../questions/question.ts'
import { SEED_MAX } from '../../questions/draw.ts'
import { GRADINGS } from '../../verify/grade-answer.ts'
import type { Grading } from '../../verify/grade-answer.ts'
import { dataDirIn } from '../data/data-dir-option.ts'
import { oneOf } from '../one-of.ts'
import { wholeNumber } from '../whole-number.ts'
import { parseLlmSettings } from './llm-settings.ts'

export const EVAL_HELP = `Usage: npm run eval -- [options]

Plays episodes with policies, and says what they solve and earn, with 95 % intervals.

  --policy NAME[,NAME…]  ${POLICY_NAMES.slice(0, 5).join(', ')},
                         ${POLICY_NAMES.slice(5).join(', ')},
                         or all of these (heuristic); llm asks a model;
                         demonstration, of train only, shows how gold is found
  --dataset NAME         builtin, spider or another one       (builtin)
  --split NAME[,NAME…]   train, validation, test              (all three)
  --episodes NUMBER      of each policy, or all: every question once (100)
  --seed NUMBER          draws the questions and the chance of policies (0)
  --parallel NUMBER      episodes at a time, 1 to 256         (8)
  --grading NAME         strict, published or evidence        (strict)
  --credit               asks which parts of an action its reward goes to
  --url URL              of a running server                  (in this process)
  --data-dir DIR         where the data are; SQLENV_DATA_DIR or ./data by default
  --out DIR              a folder for the run: report.html, report.md, report.json,
                         episodes.jsonl and trajectories.jsonl
  --resume               goes on with the run in DIR; what crashed is played again
  --compare DIR          with the run in that folder, question by question
  --export NAME[,NAME…]  ${EXPORT_FORMATS.join(', ')}: files of the episodes
                         for other tools, in DIR (a folder in dist/eval by default)
  --write                puts the table into docs/evaluation.md
  --help                 this text

The policy llm asks an OpenAI-compatible endpoint: SQLENV_LLM_MODEL names the model, OPENAI_BASE_URL
and OPENAI_API_KEY say where and as whom; docs/evaluation.md has more variables.
With --export sft or sharegpt the oracle plays as demonstration, and the split is train.
The policies oracle, constant and demonstration know gold: with --url the server must have the data that are here.
Ctrl-C ends the run with what was played. Exit code 1 when an episode could not be played to its end,
or a file of --export has no row, 130 when it was broken off.`

export type EvalOptions = {
  readonly policies: readonly PolicyName[]
  readonly dataset: string
  readonly splits: readonly Split[]
  /** Undefined: as many as there are questions. */
  readonly episodeCount: number | undefined
  readonly seed: number
  readonly parallel: number
  readonly grading: Grading
  readonly isCredited: boolean
  readonly url: string | undefined
  readonly dataDir: string
  readonly outDir: string | undefined
  readonly isResumed: boolean
  /** The folder of another run. */
  readonly compareDir: string | undefined
  readonly exports: readonly ExportFormat[]
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

/** From the root of the project, as npm scripts are run. */
const EXPORTS_DIR = 'dist/eval'

const OPTIONS = {
  policy: { type: 'string', default: 'heuristic' },
  dataset: { type: 'string', default: 'builtin' },
  split: { type: 'string' },
  episodes: { type: 'string', default: '100' },
  seed: { type: 'string', default: '0' },
  parallel: { type: 'string', default: '8' },
  grading: { type: 'string', default: 'strict' },
  credit: { type: 'boolean', default: false },
  url: { type: 'string' },
  'data-dir': { type: 'string' },
  out: { type: 'string' },
  resume: { type: 'boolean', default: false },
  compare: { type: 'string' },
  export: { type: 'string' },
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
    const exports =
      values.export === undefined ? [] : namesIn('--export', values.export, EXPORT_FORMATS)
    const policies = policiesIn(policy, exports)
    const seed = wholeNumber('--seed', values.seed, 0, SEED_MAX)
    const splits = splitsIn(values.split, policies)
    const grading = oneOf('--grading', values.grading, GRADINGS)
    const isNamed = values.out === undefined && exports.length > 0
    const options: EvalOptions = {
      policies,
      dataset: values.dataset,
      splits,
      episodeCount:
        episodes === 'all' ? undefined : wholeNumber('--episodes', episodes, 1, EPISODES_MAX),
      seed,
      parallel: wholeNumber('--parallel', values.parallel, 1, PARALLEL_MAX),
      grading,
      url: values.url,
      dataDir: values['data-dir'] ?? dataDirIn(environment),
      isCredited: values.credit,
      outDir: isNamed
        ? join(EXPORTS_DIR, nameOf({ ...values, policies, splits, grading }))
        : values.out,
      // A folder that we have named ourselves holds the very run that is asked for, except where
      // the data or a model have changed since.
      isResumed: values.resume || isNamed,
      exports,
      compareDir: values.compare,
      isWritten: values.write,
      ...(policies.includes(MODEL_POLICY) && { llm: parseLlmSettings(environment) }),
    }
    return { kind: 'eval', options }
  } catch (error) {
    return { kind: 'unusable', reason: (error as Error).message }
  }
}

type NamedByUs = Readonly<Record<'dataset' | 'episodes' | 'seed', string>> &
  Pick<EvalOptions, 'policies' | 'splits' | 'grading'> & { readonly credit: boolean }

/** Of a folder: what `run.json` has of the options. */
function nameOf(named: NamedByUs): string {
  const { policies, splits, dataset, episodes, seed, grading, credit } = named
  const rare = [grading === OPTIONS.grading.default ? [] : grading, credit ? 'credit' : []]
  return [policies, splits, dataset, episodes, seed, rare].flat(2).join('-')
}

function policiesIn(text: string, exports: readonly ExportFormat[]): readonly PolicyName[] {
  const names: readonly PolicyName[] =
    text === 'all' ? POLICY_NAMES : namesIn('--policy', text, ALL_POLICY_NAMES)
  const isShown = exports.some((format) => SUPERVISED_FORMATS.includes(format))
  if (!isShown) return names
  return [...new Set(names.map((name) => (name === 'oracle' ? DEMONSTRATION_POLICY : name)))]
}

function splitsIn(text: string | undefined, policies: readonly PolicyName[]): readonly Split[] {
  const isShown = policies.includes(DEMONSTRATION_POLICY)
  const splits = namesIn('--split', text ?? (isShown ? 'train' : SPLITS.join(',')), SPLITS)
  if (!isShown || splits.join() === 'train') return splits
  throw new Error('Expected --split train, since demonstrations are of train only')
}

function namesIn<T extends string>(option: string, list: string, known: readonly T[]): T[] {
  const names = new Set(list.split(',').map((name) => oneOf(option, name.trim(), known)))
  // In their own order, so that the same choice draws the same questions however it is written.
  return known.filter((name) => names.has(name))
}
