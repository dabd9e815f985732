/** `sqlenv probes`: what scripted adversaries earn, and whether the reward's limits hold. */

import { writeFile } from 'node:fs/promises'

import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { SqlEnvError } from '../../client/sqlenv-error.ts'
import { withGenerated } from '../../datasets/import-markdown.ts'
import { PROBES, PUBLISHED_PROBES } from '../../evaluation/probes/probe-set.ts'
import { readMarkedDocument } from '../data/marked-document.ts'
import { createEvalProgress } from '../eval/eval-progress.ts'
import type { EvalProgress } from '../eval/eval-progress.ts'
import { toSafeText } from '../safe-text.ts'
import { measureProbes } from './measure-probes.ts'
import type { ProbesMeasure } from './measure-probes.ts'
import { PROBES_HELP, parseProbesArguments } from './probes-arguments.ts'
import type { ProbesOptions } from './probes-arguments.ts'
import { shortcomings, toProbeList, toProbesText } from './probes-text.ts'

/** Read and written from the root of the project, as npm scripts are run. */
const DOCUMENT = 'docs/reward-probes.md'

/** What the document calls the parts that are generated. */
const RESULT_NAME = 'npm run probes'
const LIST_NAME = 'probes'

/** As a shell says that SIGINT ended it. */
const INTERRUPTED = 130

/** @returns the exit code: 0 done, 1 a limit is broken, 2 called with the wrong words */
export async function probes(args: string[]): Promise<number> {
  const parsed = parseProbesArguments(args, process.env)
  switch (parsed.kind) {
    case 'help':
      console.log(PROBES_HELP)
      return 0
    case 'unusable':
      console.error(`${toSafeText(parsed.reason)} (see --help)`)
      return 2
    case 'probes':
      return runProbes(parsed.options)
  }
}

async function runProbes(options: ProbesOptions): Promise<number> {
  const document = options.isWritten
    ? await readMarkedDocument(DOCUMENT, [RESULT_NAME, LIST_NAME])
    : undefined
  const interruption = new AbortController()
  const interrupt = () => interruption.abort()
  process.once('SIGINT', interrupt)
  try {
    const measure = await measureWithProgress(options, interruption.signal)
    const text = toProbesText(measure)
    console.log(toSafeText(text))
    if (document !== undefined) {
      const listed = withGenerated(document, LIST_NAME, toProbeList(PROBES)) ?? document
      await writeFile(DOCUMENT, withGenerated(listed, RESULT_NAME, text) ?? listed)
    }
    const short = shortcomings(measure)
    for (const line of short) console.error(line)
    return short.length === 0 ? 0 : 1
  } catch (error) {
    if (interruption.signal.aborted) return INTERRUPTED
    if (!(error instanceof SqlEnvError)) throw error
    throw new SettingError(`A probe could not be played: ${error.message}`, { cause: error })
  } finally {
    process.off('SIGINT', interrupt)
  }
}

async function measureWithProgress(
  options: ProbesOptions,
  signal: AbortSignal,
): Promise<ProbesMeasure> {
  let progress: EvalProgress | undefined
  try {
    const plan = { ...options, probes: PROBES, published: PUBLISHED_PROBES }
    return await measureProbes(plan, {
      signal,
      onDrawn: (episodeCount) => {
        progress = createEvalProgress(process.stderr, episodeCount)
      },
      onPlayed: (name) => progress?.played(name),
    })
  } finally {
    progress?.end()
  }
}
