/** `sqlenv eval`: how good a policy is, and how sure that is. */

import { writeFile } from 'node:fs/promises'

import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { withGenerated } from '../../datasets/import-markdown.ts'
import { compareRuns, demandComparable } from '../../evaluation/comparison/compare-runs.ts'
import type { PlayedRun } from '../../evaluation/comparison/compare-runs.ts'
import type { PlayedEpisode } from '../../evaluation/runner/play-episode.ts'
import type { Evaluation } from '../../evaluation/report/report-json.ts'
import { readMarkedDocument } from '../data/marked-document.ts'
import { toSafeText } from '../safe-text.ts'
import { EVAL_HELP, parseEvalArguments } from './eval-arguments.ts'
import type { EvalOptions } from './eval-arguments.ts'
import { createEvalProgress } from './eval-progress.ts'
import { toDocumentText, toTerminalText } from './eval-text.ts'
import { evaluate, planEvaluation } from './evaluate.ts'
import type { EvaluationPlan } from './evaluate.ts'
import { openInProcess, openServer } from './play-target.ts'
import type { PlayTarget } from './play-target.ts'
import { openRunFolder, readRun } from './run-folder.ts'
import { writeExports } from './write-exports.ts'
import type { ExportedFile } from './write-exports.ts'
import { writeReports } from './write-reports.ts'

/** Read and written from the root of the project, as npm scripts are run. */
const DOCUMENT = 'docs/evaluation.md'

/** What the document calls the part that is generated. */
export const GENERATED_NAME = 'npm run eval'

/** As a shell says that SIGINT ended it. */
const INTERRUPTED = 130

/** @returns the exit code: 0 done, 1 not all episodes were played or a file has no row, 2 called with the wrong words */
export async function evalCommand(args: string[]): Promise<number> {
  const parsed = parseEvalArguments(args, process.env)
  switch (parsed.kind) {
    case 'help':
      console.log(EVAL_HELP)
      return 0
    case 'unusable':
      console.error(`${toSafeText(parsed.reason)} (see --help)`)
      return 2
    case 'eval':
      return runEval(parsed.options)
  }
}

async function runEval(options: EvalOptions): Promise<number> {
  const document = options.isWritten
    ? await readMarkedDocument(DOCUMENT, [GENERATED_NAME])
    : undefined
  const interruption = new AbortController()
  const interrupt = () => interruption.abort()
  process.once('SIGINT', interrupt)
  try {
    const { evaluation, exported } = await withTarget(options, (target) =>
      playAll(options, target, interruption.signal),
    )
    console.log(toSafeText(toTerminalText(evaluation)))
    for (const line of exported.flatMap(({ lines }) => lines)) console.log(toSafeText(line))
    for (const { policy, fault } of evaluation.faults) {
      console.error(toSafeText(`${policy}: ${fault?.code}: ${fault?.message}`))
    }
    if (interruption.signal.aborted) return INTERRUPTED
    if (document !== undefined) {
      const text = toDocumentText(evaluation)
      await writeFile(DOCUMENT, withGenerated(document, GENERATED_NAME, text) ?? document)
    }
    const isEmpty = exported.some((file) => file.isEmpty)
    return evaluation.isComplete && evaluation.faults.length === 0 && !isEmpty ? 0 : 1
  } finally {
    process.off('SIGINT', interrupt)
  }
}

async function withTarget<T>(
  { url, dataset, dataDir }: EvalOptions,
  use: (target: PlayTarget) => Promise<T>,
): Promise<T> {
  const target = await (url === undefined
    ? openInProcess(dataDir, dataset)
    : openServer(url, dataset))
  try {
    return await use(target)
  } finally {
    await target.close()
  }
}

/** `exported`: the files for other tools. */
type Played = { readonly evaluation: Evaluation; readonly exported: readonly ExportedFile[] }

/** What can be wrong with the folders is found before anything is played. */
async function playAll(
  options: EvalOptions,
  target: PlayTarget,
  signal: AbortSignal,
): Promise<Played> {
  const { outDir, isResumed, compareDir, policies } = options
  const plan = planEvaluation(options, target)
  const other = compareDir === undefined ? undefined : comparableRun(compareDir, plan)
  const folder = outDir === undefined ? undefined : openRunFolder(outDir, plan.header, isResumed)
  const progress = createEvalProgress(process.stderr, plan.places.length * policies.length)
  try {
    const onPlayed = ({ policy }: PlayedEpisode) => progress.played(policy)
    const played = await evaluate(options, target, plan, { signal, onPlayed }, folder)
    const evaluation = other === undefined ? played : withComparison(played, plan, other)
    if (folder === undefined) return { evaluation, exported: [] }
    await writeReports(folder, evaluation)
    return { evaluation, exported: await writeExports(folder.dir, options.exports) }
  } finally {
    progress.end()
    folder?.close()
  }
}

type OtherRun = { readonly dir: string; readonly run: PlayedRun }

function comparableRun(dir: string, { header }: EvaluationPlan): OtherRun {
  const run = readRun(dir)
  try {
    demandComparable(header, run, dir)
  } catch (cause) {
    throw new SettingError((cause as Error).message, { cause })
  }
  return { dir, run }
}

function withComparison(
  evaluation: Evaluation,
  { header }: EvaluationPlan,
  { dir, run }: OtherRun,
): Evaluation {
  const { episodes } = evaluation
  return { ...evaluation, comparison: compareRuns({ header, episodes }, run, dir) }
}
