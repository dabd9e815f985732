/** `sqlenv curriculum`: which questions to play next, by what came of those that were played. */

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'

import { demandDataset, loadData } from '../../adapters/node/data-files.ts'
import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { curriculum } from '../../evaluation/curriculum/curriculum.ts'
import { toSuccessTable } from '../../evaluation/curriculum/success-table.ts'
import type { EpisodeOutcome } from '../../evaluation/curriculum/success-table.ts'
import { playableQuestions } from '../../questions/bank.ts'
import { SEED_MAX } from '../../questions/draw.ts'
import { SPLITS } from '../../questions/question.ts'
import type { Split } from '../../questions/question.ts'
import { DATA_DIR_OPTION } from '../data/data-dir-option.ts'
import { oneOf } from '../one-of.ts'
import { readFileLines } from '../replay/file-lines.ts'
import { readLine, unusableText } from '../replay/read-line.ts'
import { toSafeText } from '../safe-text.ts'
import { wholeNumber } from '../whole-number.ts'

const HELP = `Usage: npm run --silent curriculum -- --from FILE [options]

Prints ids of questions to play next, one a line: mostly those that were solved sometimes, neither
always nor never, and those of the split that were never tried.

  --from FILE       trajectories of episodes that were played; may be given several times
  --count NUMBER    ids to print                              (100)
  --seed NUMBER     the same files and seed give the same ids (0)
  --split NAME      train, validation, test                   (train)
  --dataset NAME    whose split it is                         (builtin)
  --data-dir DIR    where the data are; SQLENV_DATA_DIR or ./data by default
  --help            this text

Episodes of other questions than those of the split are left out.`

const COUNT_MAX = 10_000_000

type Options = {
  readonly files: readonly string[]
  readonly count: number
  readonly seed: number
  readonly split: Split
  readonly dataset: string
  readonly dataDir: string
}

/** @returns the exit code: 0 done, 2 called with the wrong words */
export async function curriculumCommand(args: string[]): Promise<number> {
  const options = readOptions(args)
  if (options === 'help') {
    console.log(HELP)
    return 0
  }
  if (options === undefined) return 2
  const { files, count, seed, split, dataset, dataDir } = options
  demandDataset(dataDir, dataset)
  const { bank } = loadData(dataDir, [dataset])
  const ids = playableQuestions(bank.defaultDataset)
    .filter((question) => question.split === split)
    .map(({ questionId }) => questionId)
  if (ids.length === 0) throw new SettingError(`${dataset} has no question in ${split}`)
  const known = new Set(ids)
  const outcomes: EpisodeOutcome[] = []
  for (const file of files) {
    for (const outcome of await outcomesIn(file)) {
      if (known.has(outcome.question_id ?? '')) outcomes.push(outcome)
    }
  }
  const drawn = curriculum(toSuccessTable(outcomes, ids), seed).take(count)
  const lines = drawn.map((id) => `${toSafeText(id)}\n`)
  await pipeline(Readable.from(lines), process.stdout, { end: false }).catch(unlessRead)
  return 0
}

/** Who has read enough, such as `head`, closes the pipe. */
function unlessRead(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

function readOptions(args: string[]): Options | 'help' | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        from: { type: 'string', multiple: true },
        count: { type: 'string', default: '100' },
        seed: { type: 'string', default: '0' },
        split: { type: 'string', default: 'train' },
        dataset: { type: 'string', default: 'builtin' },
        ...DATA_DIR_OPTION,
      },
    })
    if (values.help) return 'help'
    const split = oneOf('--split', values.split, SPLITS)
    if (values.from === undefined) throw new Error('Expected --from with a file of trajectories')
    return {
      files: values.from,
      count: wholeNumber('--count', values.count, 0, COUNT_MAX),
      seed: wholeNumber('--seed', values.seed, 0, SEED_MAX),
      split,
      dataset: values.dataset,
      dataDir: values['data-dir'],
    }
  } catch (error) {
    console.error(`${toSafeText((error as Error).message)} (see --help)`)
    return undefined
  }
}

/** @throws {SettingError} that names the file, and the first line that is no trajectory */
async function outcomesIn(file: string): Promise<EpisodeOutcome[]> {
  const outcomes: EpisodeOutcome[] = []
  try {
    for await (const line of readFileLines(file)) {
      const reading = readLine(line)
      if (reading.kind !== 'trajectory') {
        const fault = reading.kind === 'no_trajectory' ? reading.reason : unusableText(reading)
        throw new SettingError(`${file}: line ${line.number} ${fault}`)
      }
      outcomes.push(reading.trajectory)
    }
  } catch (error) {
    if (error instanceof SettingError) throw error
    throw new SettingError(`Cannot read ${file}: ${(error as Error).message}`, { cause: error })
  }
  return outcomes
}
