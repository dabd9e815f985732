/** The words behind `sqlenv play`. */

import { parseArgs } from 'node:util'

import type { WireResetData } from '../../protocol/reset-options.ts'
import { wholeNumber } from '../whole-number.ts'

export const PLAY_HELP = `Usage: npm run play -- [options]

Plays one episode against a running server: find out what the database holds, and answer.

  --url URL          of the server                            (ws://localhost:8000)
  --dataset NAME     builtin, spider or another one it serves (builtin)
  --split NAME       train, validation or test                (any)
  --db NAME          only questions about this database       (any)
  --difficulty NAME  easy, medium, hard or extra              (any)
  --seed NUMBER      draws the question                       (at random)
  --question ID      picks one question
  --index NUMBER     picks the question at this place of --split, from 0
  --budget NUMBER    steps that the episode allows, 1 to 100  (the server's)
  --reward NAME      default or published: how looking around is paid (default)
  --grading NAME     strict or published: how the answer is judged    (strict)
  --credit           asks which parts of each action its reward goes to; --record keeps it
  --record FILE      puts the episode at the end of a file of trajectories
  --help             this text

Reads its commands from a pipe as well: printf 'describe pets\\nanswer 3\\n' | npm run play
SQL of several lines ends with a ;, or where the next command begins a line.`

export type PlayArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'unusable'; readonly reason: string }
  | {
      readonly kind: 'play'
      readonly url: string
      readonly resetData: WireResetData
      readonly recordFile: string | undefined
    }

const OPTIONS = {
  url: { type: 'string', default: 'ws://localhost:8000' },
  dataset: { type: 'string' },
  split: { type: 'string' },
  db: { type: 'string' },
  difficulty: { type: 'string' },
  seed: { type: 'string' },
  question: { type: 'string' },
  index: { type: 'string' },
  budget: { type: 'string' },
  reward: { type: 'string' },
  grading: { type: 'string' },
  credit: { type: 'boolean' },
  record: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

export function parsePlayArguments(args: string[]): PlayArguments {
  try {
    const { values } = parseArgs({ args, options: OPTIONS })
    if (values.help) return { kind: 'help' }
    const resetData = {
      dataset: values.dataset,
      split: values.split,
      db_id: values.db,
      difficulty: values.difficulty,
      seed: toNumber('--seed', values.seed),
      question_id: values.question,
      index: toNumber('--index', values.index),
      reward: values.reward,
      grading: values.grading,
      step_budget: toNumber('--budget', values.budget),
      credit: values.credit,
    }
    // The server knows which splits, difficulties and profiles there are, and says so.
    return {
      kind: 'play',
      url: values.url,
      resetData: resetData as WireResetData,
      recordFile: values.record,
    }
  } catch (error) {
    return { kind: 'unusable', reason: (error as Error).message }
  }
}

/** The server knows the ranges. */
function toNumber(option: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : wholeNumber(option, text, 0, Number.MAX_SAFE_INTEGER)
}
