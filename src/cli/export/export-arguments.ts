/** The words behind `sqlenv export`. */

import { parseArgs } from 'node:util'

import { OUTCOMES } from '../../episode/episode.ts'
import { EXPORT_FORMATS } from '../../evaluation/export/create-export.ts'
import type { ExportFormat, ExportOptions } from '../../evaluation/export/create-export.ts'
import { SPLITS } from '../../questions/question.ts'
import { oneOf } from '../one-of.ts'

export const EXPORT_HELP = `Usage: npm run export -- --format FORMAT --out FILE TRAJECTORIES… [options]

Writes the episodes of files of trajectories as a file for other tools.

  --format FORMAT   sft: conversations with tool calls, for TRL's SFTTrainer
                    preference: the best and the worst of each question, for TRL's DPOTrainer
                    openenv: results.jsonl, as openenv collect writes it
                    sharegpt: conversations for trainers that read ShareGPT
                    csv: a row for each step
  --out FILE        where to; a file that is there is replaced
  --split LIST      of train, validation, test  (sft, preference, sharegpt: train; others: all)
  --outcome LIST    of solved, wrong, out_of_budget  (sft, sharegpt: solved; others: all)
  --prompt TEXT     what stands before the question in the user's message, as in the prompt of the
                    rows that are trained on afterwards; empty where these have none
  --system-prompt TEXT  of these rows; empty for none  (both: as load_tasks of the Python client)
  --help            this text

Ends with 0 when all was read and something written, 1 when lines were changed or of another format,
nothing was to be written or it could not be, 2 when called with the wrong words or with a file that
is damaged. docs/trajectories.md has the formats.`

export type ExportArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'unusable'; readonly reason: string }
  | ({ readonly kind: 'export' } & ExportCommand)

export type ExportCommand = {
  readonly format: ExportFormat
  readonly out: string
  readonly files: readonly string[]
  readonly options: Partial<ExportOptions>
}

const OPTIONS = {
  format: { type: 'string' },
  out: { type: 'string' },
  split: { type: 'string' },
  outcome: { type: 'string' },
  prompt: { type: 'string' },
  'system-prompt': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

export function parseExportArguments(args: string[]): ExportArguments {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
    if (values.help) return { kind: 'help' }
    const { format = 'nothing', out = '', split, outcome, prompt } = values
    const systemPrompt = values['system-prompt']
    const known = oneOf('--format', format, EXPORT_FORMATS)
    if (out === '') throw new Error('Expected --out with the file to write')
    if (positionals.length === 0) throw new Error('Expected a file of trajectories')
    return {
      kind: 'export',
      format: known,
      out,
      files: positionals,
      options: {
        ...(split !== undefined && { splits: toList('--split', SPLITS, split) }),
        ...(outcome !== undefined && { outcomes: toList('--outcome', OUTCOMES, outcome) }),
        ...(prompt !== undefined && { prompt }),
        ...(systemPrompt !== undefined && { systemPrompt }),
      },
    }
  } catch (error) {
    return { kind: 'unusable', reason: (error as Error).message }
  }
}

function toList<T extends string>(option: string, known: readonly T[], text: string): T[] {
  return text.split(',').map((word) => oneOf(option, word, known))
}
