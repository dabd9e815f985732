/** `sqlenv data schemas --check`: proves that gold means the same under all names. */

import { parseArgs } from 'node:util'

import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { loadData } from '../../adapters/node/data-files.ts'
import type { LoadedData } from '../../adapters/node/data-files.ts'
import { markdownTable } from '../../datasets/import-markdown.ts'
import { proveDatabase } from '../../datasets/rewriting/schema-proof.ts'
import type { LevelProof } from '../../datasets/rewriting/schema-proof.ts'
import { SourceError } from '../../datasets/source-error.ts'
import { SCHEMA_LEVELS } from '../../schema-names/levels.ts'
import { toSafeText } from '../safe-text.ts'
import { DATA_DIR_OPTION } from './data-dir-option.ts'

const HELP = `Usage: sqlenv data schemas --check [--data-dir DIR]

Rewrites the gold SQL of every question that is not unfit to the names of each
level of the reset key "schema", runs it there, and compares the rows.

  --check         prints how many questions are proven; exit code 1 when one is not
  --data-dir DIR  where the data is; SQLENV_DATA_DIR or ./data by default`

/** @returns the exit code; undefined when `--check` is missing, so that there is nothing to do */
export function checkSchemas(args: string[]): number | undefined {
  const { values } = parseArgs({
    args,
    options: {
      check: { type: 'boolean', default: false },
      ...DATA_DIR_OPTION,
    },
  })
  if (values.help) {
    console.log(HELP)
    return 0
  }
  if (!values.check) return undefined
  const data = load(values['data-dir'])
  const proofs = data.bank.datasets.map((dataset) => ({
    name: dataset.name,
    levels: [...Map.groupBy(dataset.questions, ({ databaseId }) => databaseId)].flatMap(
      ([databaseId, questions]) =>
        proveDatabase(databaseId, data.databasePath(databaseId) ?? '', questions),
    ),
  }))
  console.log(formatProofs(proofs))
  const failures = proofs.flatMap(({ levels }) => levels).flatMap(failureLines)
  for (const line of failures) console.error(line)
  return failures.length === 0 ? 0 : 1
}

/** @throws {SourceError} with the complaint of a server that would not start on the data */
function load(dataDir: string): LoadedData {
  try {
    return loadData(dataDir)
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    throw new SourceError(error.message, { cause: error })
  }
}

type DatasetProof = { readonly name: string; readonly levels: readonly LevelProof[] }

function formatProofs(proofs: readonly DatasetProof[]): string {
  const rows = proofs.map(({ name, levels }) => {
    const ofLevel = (level: string) => levels.filter((proof) => proof.level === level)
    const proven = SCHEMA_LEVELS.map((level) =>
      sum(ofLevel(level).map(({ questionCount, failures }) => questionCount - failures.length)),
    )
    return [name, sum(ofLevel('original').map(({ questionCount }) => questionCount)), ...proven]
  })
  return markdownTable(['data set', 'questions', ...SCHEMA_LEVELS], rows)
}

function failureLines({ level, failures }: LevelProof): string[] {
  return failures.map(({ questionId, reason }) => `${questionId} ${level}: ${toSafeText(reason)}`)
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
