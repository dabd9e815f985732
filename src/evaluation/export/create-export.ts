/** Trajectories as the files of other tools: which are taken, and how many were left out and why. */

import { OUTCOMES } from '../../episode/episode.ts'
import type { Outcome } from '../../episode/episode.ts'
import { SPLITS } from '../../questions/question.ts'
import type { Split } from '../../questions/question.ts'
import { SYSTEM_PROMPT } from '../system-prompt.ts'
import type { Trajectory } from '../trajectory/trajectory.ts'
import { csvWriter } from './csv.ts'
import { openenvWriter } from './openenv.ts'
import { preferenceWriter } from './preference.ts'
import { DEFAULT_PROMPT, toRollout } from './rollout.ts'
import type { RowWriter } from './row-writer.ts'
import { sftWriter } from './sft.ts'
import { sharegptWriter } from './sharegpt.ts'

export const EXPORT_FORMATS = ['sft', 'preference', 'openenv', 'sharegpt', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** What is imitated: conversations that end with the right answer. */
export const SUPERVISED_FORMATS: readonly ExportFormat[] = ['sft', 'sharegpt']

export type ExportOptions = {
  /** The messages of the `prompt` in the rows that are trained on afterwards; empty: they have none. */
  readonly systemPrompt: string
  readonly prompt: string
  readonly outcomes: readonly Outcome[]
  readonly splits: readonly Split[]
}

export type TrajectoryExport = {
  /** How its file is called where nobody says otherwise; OpenEnv's has to be called so. */
  readonly fileName: string
  /** @returns the text to append to the file; often empty */
  add(trajectory: Trajectory): string
  /** @returns the last text to append, and what is to be said of the whole */
  end(): ExportEnd
}

type ExportEnd = {
  readonly text: string
  /** In the file. */
  readonly rowCount: number
  /** Those that were not left out; of pairs, all that were compared. */
  readonly takenCount: number
  /** A line each: what was left out, and why. */
  readonly remarks: readonly string[]
}

type FormatFacts = {
  readonly fileName: string
  readonly createWriter: () => RowWriter
  /** For training: of `train` only, unless asked otherwise. */
  readonly splits: readonly Split[]
  readonly outcomes: readonly Outcome[]
}

const TRAIN: readonly Split[] = ['train']
const SOLVED: readonly Outcome[] = ['solved']

const FORMATS: Readonly<Record<ExportFormat, FormatFacts>> = {
  sft: { fileName: 'sft.jsonl', createWriter: sftWriter, splits: TRAIN, outcomes: SOLVED },
  preference: {
    fileName: 'preference.jsonl',
    createWriter: preferenceWriter,
    splits: TRAIN,
    outcomes: OUTCOMES,
  },
  openenv: {
    fileName: 'results.jsonl',
    createWriter: openenvWriter,
    splits: SPLITS,
    outcomes: OUTCOMES,
  },
  sharegpt: {
    fileName: 'sharegpt.jsonl',
    createWriter: sharegptWriter,
    splits: TRAIN,
    outcomes: SOLVED,
  },
  csv: { fileName: 'steps.csv', createWriter: csvWriter, splits: SPLITS, outcomes: OUTCOMES },
}

/**
 * @param options - what is absent is as the format has it: which outcomes and splits are taken, and
 *   the prompts of `load_tasks` of the Python client
 */
export function createExport(
  format: ExportFormat,
  options: Partial<ExportOptions> = {},
): TrajectoryExport {
  const { fileName, createWriter, ...defaults } = FORMATS[format]
  const {
    systemPrompt = SYSTEM_PROMPT,
    prompt = DEFAULT_PROMPT,
    outcomes = defaults.outcomes,
    splits = defaults.splits,
  } = options
  const writer = createWriter()
  const leftOut = new Map<string, number>()
  let takenCount = 0

  function leave(reason: string): string {
    leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1)
    return ''
  }

  return {
    fileName,
    add(trajectory) {
      const { outcome, opening } = trajectory
      const { split } = opening.reply.metadata
      if (outcome === null) return leave('not played to the end')
      if (split !== null && !splits.includes(split)) return leave(`of ${split}`)
      if (!outcomes.includes(outcome)) return leave(outcome)
      const rollout = toRollout(trajectory, { systemPrompt, prompt })
      if (rollout === undefined) return leave('with a step that is no tool')
      takenCount += 1
      return writer.add(rollout)
    },
    end() {
      const { text, rowCount, remarks } = writer.end()
      const left = [...leftOut].map(([reason, count]) => `${count} left out: ${reason}`)
      return { text, rowCount, takenCount, remarks: [...left, ...remarks] }
    },
  }
}
