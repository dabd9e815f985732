/** `sqlenv data`: fills the data folder, from our own sources or from what others published. */

import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'

import { buildBuiltin } from '../../datasets/builtin/build.ts'
import { toMarkdown, withGenerated } from '../../datasets/import-markdown.ts'
import { SourceError } from '../../datasets/source-error.ts'
import { needsBuiltin } from './builtin-need.ts'
import { createImportProgress } from './data-progress.ts'
import { formatImportReport } from './data-report.ts'
import { checkSchemas } from './schema-check.ts'
import { importSpiderFrom } from './spider-source.ts'

const HELP = `Usage: sqlenv data <command> [options]

  build           make the built-in data from its text sources
  import spider   run, judge and copy a published data set
  schemas         prove that gold means the same under all names of "schema"
  <command> --help tells its options`

const BUILD_HELP = `Usage: sqlenv data build [--if-missing] [--data-dir DIR]

  --if-missing    do nothing where it is there, and as its sources are now; where
                  only other data sets are there; or where SQLENV_DATASETS
                  leaves builtin out
  --data-dir DIR  where to write; SQLENV_DATA_DIR or ./data by default`

const IMPORT_HELP = `Usage: sqlenv data import spider --from SOURCE [options]

  --from SOURCE   a folder with dev.json, train_spider.json, tables.json and
                  database/<db_id>/<db_id>.sqlite; or the http(s) address of one,
                  or several with blanks between them: each file comes from the
                  first that has it
  --pinned        only ten databases and their 676 questions, each held to the
                  checksum of what was published
  --data-dir DIR  where to write; SQLENV_DATA_DIR or ./data by default
  --docs FILE     also write the counts between the marks of this Markdown file`

/** @returns the exit code: 0 done, 1 failed, 2 called with the wrong words */
export async function data([command, ...args]: string[]): Promise<number> {
  try {
    switch (command) {
      case 'build':
        return await build(args)
      case 'import':
        return await importDataset(args)
      case 'schemas':
        return checkSchemas(args) ?? usageError('Expected schemas --check')
      case '--help':
      case '-h':
        console.log(HELP)
        return 0
      case undefined:
        console.error(HELP)
        return 2
      default:
        return usageError(`Unknown command data ${command}`)
    }
  } catch (error) {
    if (isUsageError(error)) return usageError(error.message.split('. ', 1).join())
    if (!isForUser(error)) throw error
    console.error(error.message)
    return 1
  }
}

const DATA_DIR_OPTION = {
  'data-dir': { type: 'string', default: process.env['SQLENV_DATA_DIR'] || './data' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

async function build(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { 'if-missing': { type: 'boolean', default: false }, ...DATA_DIR_OPTION },
  })
  if (values.help) {
    console.log(BUILD_HELP)
    return 0
  }
  const dataDir = values['data-dir']
  const isNeeded = !values['if-missing'] || needsBuiltin(dataDir, process.env['SQLENV_DATASETS'])
  if (!isNeeded) return 0
  const built = await buildBuiltin(dataDir, createImportProgress(process.stderr))
  console.log(`Built ${built.questions} questions over ${built.databases} databases in ${dataDir}`)
  for (const weak of built.weak) console.error(`Poor question: ${weak}`)
  return 0
}

async function importDataset(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      pinned: { type: 'boolean', default: false },
      docs: { type: 'string' },
      ...DATA_DIR_OPTION,
    },
  })
  if (values.help) {
    console.log(IMPORT_HELP)
    return 0
  }
  const [dataset, ...others] = positionals
  if (dataset !== 'spider')
    return usageError(`Expected import spider, got import ${dataset ?? 'alone'}`)
  if (others.length > 0) return usageError(`Unexpected argument ${others.join(' ')}`)
  if (values.from === undefined) return usageError('Expected --from SOURCE')
  // Looked at first: a document without its marks should not be found out after minutes.
  const document = values.docs === undefined ? undefined : await readDocument(values.docs)
  const { from, pinned: isPinned, 'data-dir': dataDir } = values
  const report = await importSpiderFrom({ from, isPinned, dataDir }, process.stderr)
  if (values.docs !== undefined && document !== undefined) {
    await writeFile(values.docs, withGenerated(document, dataset, toMarkdown(report)) ?? document)
  }
  console.log(formatImportReport(report))
  return 0
}

async function readDocument(path: string): Promise<string> {
  const document = await readFile(path, 'utf8')
  if (withGenerated(document, 'spider', '') !== undefined) return document
  throw new SourceError(`${path} has no marks <!-- begin generated: spider --> and … end …`)
}

function usageError(message: string): number {
  console.error(`${message} (see sqlenv data --help)`)
  return 2
}

function isUsageError(error: unknown): error is Error {
  return hasCode(error) && error.code.startsWith('ERR_PARSE_ARGS')
}

/** The user's files are at fault, or the disk; anything else is a bug and keeps its stack. */
function isForUser(error: unknown): error is Error {
  return error instanceof SourceError || (hasCode(error) && 'syscall' in error)
}

function hasCode(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}
