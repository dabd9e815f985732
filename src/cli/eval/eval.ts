/** `sqlenv eval`: how good a policy is, and how sure that is. */

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { withGenerated } from '../../datasets/import-markdown.ts'
import { toReportJson } from '../../evaluation/report/report-json.ts'
import type { Evaluation } from '../../evaluation/report/report-json.ts'
import { readMarkedDocument } from '../data/marked-document.ts'
import { toSafeText } from '../safe-text.ts'
import { EVAL_HELP, parseEvalArguments } from './eval-arguments.ts'
import type { EvalOptions } from './eval-arguments.ts'
import { createEvalProgress } from './eval-progress.ts'
import type { EvalProgress } from './eval-progress.ts'
import { toDocumentText, toReportText, toTerminalText } from './eval-text.ts'
import { evaluate } from './evaluate.ts'
import { openInProcess, openServer } from './play-target.ts'

/** Read and written from the root of the project, as npm scripts are run. */
const DOCUMENT = 'docs/evaluation.md'

/** What the document calls the part that is generated. */
export const GENERATED_NAME = 'npm run eval'

/** As a shell says that SIGINT ended it. */
const INTERRUPTED = 130

/** @returns the exit code: 0 done, 1 not all episodes were played, 2 called with the wrong words */
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
  await makeOutDir(options)
  const interruption = new AbortController()
  const interrupt = () => interruption.abort()
  process.once('SIGINT', interrupt)
  try {
    const evaluation = await playAll(options, interruption.signal)
    console.log(toSafeText(toTerminalText(evaluation)))
    for (const { policy, fault } of evaluation.faults) {
      console.error(toSafeText(`${policy}: ${fault?.code}: ${fault?.message}`))
    }
    await writeReports(options, evaluation)
    if (interruption.signal.aborted) return INTERRUPTED
    if (document !== undefined) {
      const text = toDocumentText(evaluation)
      await writeFile(DOCUMENT, withGenerated(document, GENERATED_NAME, text) ?? document)
    }
    return evaluation.isComplete && evaluation.faults.length === 0 ? 0 : 1
  } finally {
    process.off('SIGINT', interrupt)
  }
}

async function playAll(options: EvalOptions, signal: AbortSignal): Promise<Evaluation> {
  const { url, dataset, dataDir } = options
  const target = await (url === undefined
    ? openInProcess(dataDir, dataset)
    : openServer(url, dataset))
  let progress: EvalProgress | undefined
  try {
    return await evaluate(options, target, {
      signal,
      onDrawn: (episodeCount) => {
        progress = createEvalProgress(process.stderr, episodeCount)
      },
      onPlayed: ({ policy }) => progress?.played(policy),
    })
  } finally {
    progress?.end()
    await target.close()
  }
}

/** Before anything is played, so that nothing is played in vain. */
async function makeOutDir({ outDir }: EvalOptions): Promise<void> {
  if (outDir === undefined) return
  await mkdir(outDir, { recursive: true }).catch(unwritable(outDir))
}

async function writeReports({ outDir }: EvalOptions, evaluation: Evaluation): Promise<void> {
  if (outDir === undefined) return
  const write = (file: string, text: string) =>
    writeFile(join(outDir, file), text).catch(unwritable(outDir))
  await write('report.json', toReportJson(evaluation))
  await write('report.md', toReportText(evaluation))
}

function unwritable(outDir: string) {
  return (error: Error): never => {
    throw new SettingError(`Cannot write to ${outDir}: ${error.message}`, { cause: error })
  }
}
