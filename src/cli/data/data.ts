/** `sqlenv data`: fills the data folder, from our own sources or from what others published. */

import { parseArgs } from 'node:util'

import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { buildBuiltin } from '../../datasets/builtin/build.ts'
import { SourceError } from '../../datasets/source-error.ts'
import { toSafeText } from '../safe-text.ts'
import { auditCommand } from './audit-command.ts'
import { needsBuiltin } from './builtin-need.ts'
import { DATA_DIR_OPTION } from './data-dir-option.ts'
import { createImportProgress } from './data-progress.ts'
import { formatSiblings } from './data-report.ts'
import { importCommand } from './import-command.ts'
import { checkSchemas } from './schema-check.ts'
import { UsageError } from './usage-error.ts'

const HELP = `Usage: sqlenv data <command> [options]

  build           make the built-in data from its text sources
  import          run, judge and copy Spider, BIRD, KaggleDBQA or databases of your own
  audit           run everything that is there again, and say how good it is
  schemas         prove that gold means the same under all names of "schema"
  <command> --help tells its options`

const BUILD_HELP = `Usage: sqlenv data build [--if-missing] [--data-dir DIR]

  --if-missing    do nothing where it is there, and as its sources are now; where
                  only other data sets are there; or where SQLENV_DATASETS
                  leaves builtin out
  --data-dir DIR  where to write; SQLENV_DATA_DIR or ./data by default`

/** @returns the exit code: 0 done, 1 failed, 2 called with the wrong words */
export async function data([command, ...args]: string[]): Promise<number> {
  try {
    switch (command) {
      case 'build':
        return await build(args)
      case 'import':
        return await importCommand(args)
      case 'audit':
        return await auditCommand(args)
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
    if (error instanceof UsageError) return usageError(error.message)
    if (isUsageError(error)) return usageError(error.message.split(/\.\s/, 1).join())
    if (!isForUser(error)) throw error
    console.error(toSafeText(error.message))
    return 1
  }
}

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
  const { kept, siblings } = await buildBuiltin(dataDir, createImportProgress(process.stderr))
  const count = siblings.databases.length
  console.log(`Built ${kept.length} questions over ${count} databases in ${dataDir}`)
  console.log(formatSiblings(siblings))
  return 0
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
  return (
    error instanceof SourceError ||
    error instanceof SettingError ||
    (hasCode(error) && 'syscall' in error)
  )
}

function hasCode(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}
