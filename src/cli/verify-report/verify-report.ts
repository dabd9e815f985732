/** `sqlenv verify-report`: how often the grader is wrong, counted over the questions at hand. */

import { existsSync } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { SettingError } from '../../adapters/node/config.ts'
import { withGenerated } from '../../datasets/import-markdown.ts'
import { datasetOfFile } from '../../questions/dataset-file-names.ts'
import { parseQuestionRecord } from '../../questions/question-record.ts'
import type { Question } from '../../questions/question.ts'
import { measureGrader, meetsAim } from './grader-measure.ts'
import type { GraderMeasure } from './grader-measure.ts'
import { formatMeasures } from './verify-report-text.ts'

const HELP = `Usage: npm run verify:report -- [options]

Grades the gold answer of every question that is not unfit, and small changes of it, written in
every documented format, and counts how many were decided as they are.

  --data-dir DIR  where the questions are; SQLENV_DATA_DIR or ./data by default
  --write         put the result into docs/verification.md
  --help          this text

Exit code 1 when a gold answer is refused, or more than 1 in 200 changed ones is decided wrongly.`

/** Read and written from the root of the project, as npm scripts are run. */
const DOCUMENT = 'docs/verification.md'

/** What the document calls the part that is generated. */
const NAME = 'npm run verify:report'

/** @returns the exit code: 0 done, 1 failed or below the aim, 2 called with the wrong words */
export async function verifyReport(args: string[]): Promise<number> {
  const options = readOptions(args)
  if (options === undefined) return 2
  if (options.help) {
    console.log(HELP)
    return 0
  }
  const measures = await measureFolder(join(options.dataDir, 'questions'))
  if (measures.length === 0) {
    console.error(`No questions in ${options.dataDir}: run "npm run data -- build" first`)
    return 1
  }
  const report = formatMeasures(measures)
  console.log(report)
  if (options.isWritten) await writeReport(report)
  return measures.every(meetsAim) ? 0 : 1
}

type Options = { readonly dataDir: string; readonly isWritten: boolean; readonly help: boolean }

/** Undefined, and said why, where a word is not known. */
function readOptions(args: string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        'data-dir': { type: 'string', default: process.env['SQLENV_DATA_DIR'] || './data' },
        write: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    return { dataDir: values['data-dir'], isWritten: values.write, help: values.help }
  } catch (error) {
    console.error(`${(error as Error).message} (see --help)`)
    return undefined
  }
}

/** One measure for each data set, by name; none where there is no such folder. */
async function measureFolder(folder: string): Promise<GraderMeasure[]> {
  const files = existsSync(folder) ? (await readdir(folder)).sort() : []
  return Promise.all(
    files.flatMap((file) => {
      const name = datasetOfFile(file)
      const measure = async (dataset: string): Promise<GraderMeasure> =>
        measureGrader(dataset, await readQuestions(join(folder, file)))
      return name === undefined ? [] : [measure(name)]
    }),
  )
}

/** @throws {SettingError} that names the first line that holds no question */
async function readQuestions(path: string): Promise<Question[]> {
  const lines = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '').split('\n')
  return lines.flatMap((line, index) => {
    try {
      return line === '' ? [] : [parseQuestionRecord(line)]
    } catch (error) {
      throw new SettingError(`${path} line ${index + 1}: ${(error as Error).message}`, {
        cause: error,
      })
    }
  })
}

/** @throws {SettingError} when the document has no place for the report */
async function writeReport(report: string): Promise<void> {
  const document = await readFile(DOCUMENT, 'utf8')
  const written = withGenerated(document, NAME, report)
  if (written === undefined) throw new SettingError(`${DOCUMENT} has no marks for ${NAME}`)
  await writeFile(DOCUMENT, written)
}
