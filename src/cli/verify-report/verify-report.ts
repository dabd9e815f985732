/** `sqlenv verify-report`: how often the grader is wrong, counted over the questions at hand. */

import { existsSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { loadData } from '../../adapters/node/data-files.ts'
import { withGenerated } from '../../datasets/import-markdown.ts'
import { datasetOfFile } from '../../questions/dataset-file-names.ts'
import { parseQuestionRecord } from '../../questions/question-record.ts'
import type { Question } from '../../questions/question.ts'
import { DATA_DIR_OPTION } from '../data/data-dir-option.ts'
import { wholeNumber } from '../whole-number.ts'
import { bestConstants } from './constant-answers.ts'
import { makeCorpusData } from './failures/corpus-shop.ts'
import { EXPLOITS, HONEST } from './failures/failure-cases.ts'
import { failureShortcomings, formatFailures } from './failures/failure-report.ts'
import { playFailure } from './failures/played-failures.ts'
import type { PlayedFailure } from './failures/played-failures.ts'
import { measureGrader, meetsAim } from './grader-measure.ts'
import { formatMeasure } from './grader-report.ts'
import { openInProcessPorts } from './in-process-ports.ts'
import { formatOverview } from './overview-report.ts'
import type { DatasetMeasure } from './overview-report.ts'
import { planTrials, runTrials } from './queries/dataset-trials.ts'
import { measureQueries, shortcomings } from './queries/query-measure.ts'
import type { QueryMeasure } from './queries/query-measure.ts'
import { formatQueryMeasure } from './queries/query-report.ts'
import { createReportProgress } from './report-progress.ts'

const HELP = `Usage: npm run verify:report -- [options]

Measures how often the verifier is wrong, over the questions at hand that are not unfit:
  answers   gold and small changes of it, in every documented format
  queries   slips in gold and queries that hold its answer, told apart from gold by the value on one
            database, on its grading siblings, and by evidence; rewrites of gold that mean the same
  failures  known ways to fool a grader, played on a shop of their own
Queries are tried in as many processes as there are processors; that takes minutes.

  --data-dir DIR  where the data are; SQLENV_DATA_DIR or ./data by default
  --questions N   try queries on N questions a data set only, drawn by a seed; 0: grade answers alone
  --sql FILE      write the SQL of what was decided wrongly there, a JSON line each
  --write         put the result into docs/verification.md
  --help          this text

Exit code 1 when a gold answer is refused, more than 1 in 200 changed ones is decided wrongly,
evidence accepts more than a fifth of the wrong queries that the value on one database accepts, more
than 1 in 100 rewrites is refused, or a known failure works.`

/** Read and written from the root of the project, as npm scripts are run. */
const DOCUMENT = 'docs/verification.md'

const QUESTIONS_MAX = 1_000_000

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
  const datasets = await readDatasets(join(options.dataDir, 'questions'))
  if (datasets.length === 0) {
    console.error(`No questions in ${options.dataDir}: run "npm run data -- build" first`)
    return 1
  }
  const queries = options.questionsMax === 0 ? [] : await tryQueries(datasets, options)
  const failures = options.questionsMax === 0 ? [] : await playFailures()
  const measures = datasets.map(({ name, questions }, place): DatasetMeasure => ({
    dataset: name,
    answers: measureGrader(name, questions),
    constants: bestConstants(questions),
    queries: queries[place],
  }))
  const report = formatReport(measures, failures)
  console.log(report)
  if (options.isWritten) await writeReport(report)
  if (options.sqlFile !== undefined) await writeFile(options.sqlFile, sqlLines(queries))
  const short = [...queries.flatMap(shortcomings), ...failureShortcomings(failures)]
  for (const line of short) console.error(line)
  return short.length === 0 && measures.every(({ answers }) => meetsAim(answers)) ? 0 : 1
}

type Options = {
  readonly dataDir: string
  /** Of a data set; all where absent. */
  readonly questionsMax: number | undefined
  readonly sqlFile: string | undefined
  readonly isWritten: boolean
  readonly help: boolean
}

/** Undefined, and said why, where a word is not known. */
function readOptions(args: string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        ...DATA_DIR_OPTION,
        questions: { type: 'string' },
        sql: { type: 'string' },
        write: { type: 'boolean', default: false },
      },
    })
    const { questions, sql: sqlFile, write: isWritten, help } = values
    const questionsMax =
      questions === undefined ? undefined : wholeNumber('--questions', questions, 0, QUESTIONS_MAX)
    return { dataDir: values['data-dir'], questionsMax, sqlFile, isWritten, help }
  } catch (error) {
    console.error(`${(error as Error).message} (see --help)`)
    return undefined
  }
}

type NamedQuestions = { readonly name: string; readonly questions: readonly Question[] }

/** By name; none where there is no such folder. */
async function readDatasets(folder: string): Promise<NamedQuestions[]> {
  const files = existsSync(folder) ? (await readdir(folder)).sort() : []
  return Promise.all(
    files.flatMap((file) => {
      const name = datasetOfFile(file)
      const read = async (dataset: string): Promise<NamedQuestions> => {
        return { name: dataset, questions: await readQuestions(join(folder, file)) }
      }
      return name === undefined ? [] : [read(name)]
    }),
  )
}

async function tryQueries(
  datasets: readonly NamedQuestions[],
  { dataDir, questionsMax }: Options,
): Promise<QueryMeasure[]> {
  const plans = datasets.map(({ name, questions }) =>
    planTrials(dataDir, name, questions, { questionsMax }),
  )
  const progress = createReportProgress(
    process.stderr,
    plans.flatMap(({ requests }) => requests),
  )
  const tried = await runTrials(plans, (request) => progress.tried(request)).finally(() =>
    progress.end(),
  )
  return plans.map(({ dataset }, place) => measureQueries(dataset, tried[place] ?? []))
}

async function playFailures(): Promise<PlayedFailure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sqlenv-failures-'))
  try {
    const { ports, close } = openInProcessPorts(loadData(await makeCorpusData(folder)))
    const played: PlayedFailure[] = []
    for (const failure of [...EXPLOITS, ...HONEST]) {
      played.push(...(await playFailure(ports, failure)))
    }
    close()
    return played
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function formatReport(
  measures: readonly DatasetMeasure[],
  failures: readonly PlayedFailure[],
): string {
  return [
    formatOverview(measures),
    ...(failures.length === 0 ? [] : [formatFailures(failures)]),
    ...measures.flatMap(({ answers, queries }) => [
      formatMeasure(answers),
      ...(queries === undefined ? [] : [formatQueryMeasure(queries)]),
    ]),
  ].join('\n\n')
}

function sqlLines(measures: readonly QueryMeasure[]): string {
  const named = measures.flatMap(({ accepted, refused, unsound }) => [
    ...accepted.map((one) => ({ decided: 'wrong, accepted', ...one })),
    ...refused.map((one) => ({ decided: 'right, refused', ...one })),
    ...unsound.map((one) => ({ decided: 'rewrite that is not gold', ...one })),
  ])
  return named.map((one) => `${JSON.stringify(one)}\n`).join('')
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
