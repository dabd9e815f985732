/** `sqlenv data audit`: runs what lies in the data folder again, and says how good it is. */

import { existsSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'

import { datasetNames } from '../../adapters/node/data-files.ts'
import { auditToMarkdown } from '../../datasets/audit/audit-markdown.ts'
import { auditDataset } from '../../datasets/audit/dataset-audit.ts'
import type { DatasetAudit } from '../../datasets/audit/dataset-audit.ts'
import { failingFindings } from '../../datasets/audit/item-counts.ts'
import { withGenerated } from '../../datasets/import-markdown.ts'
import { createJudges } from '../../datasets/judges.ts'
import { SourceError } from '../../datasets/source-error.ts'
import { auditsToJson, failureLines, formatAudit } from './audit-text.ts'
import { DATA_DIR_OPTION } from './data-dir-option.ts'
import { createImportProgress } from './data-progress.ts'
import { readMarkedDocument } from './marked-document.ts'
import { UsageError } from './usage-error.ts'

const HELP = `Usage: sqlenv data audit [NAME…] [--docs FILE] [--json] [--data-dir DIR]

Runs every gold of the data sets again, its mutants too, and gold on the siblings;
compares what comes with what is stored; and looks for answers that can be guessed
and questions that two splits share. Changes nothing. docs/data.md says what each
item means.

  NAME            a data set, as builtin or spider; all that are there by default
  --json          everything as JSON: all ids, notes and times
  --docs FILE     also write the part of FILE between its marks
                  <!-- begin generated: audit NAME --> and <!-- end … -->
  --data-dir DIR  where the data is; SQLENV_DATA_DIR or ./data by default

Exit code 1 when an item fails. For builtin that is any of them but siblings_none; for
other data sets, only that they are not as they say: flags, answers, ids, databases or
siblings that differ from what the audit finds.`

/**
 * @returns the exit code
 * @throws {UsageError} in one line
 * @throws {SourceError} in one line, and so does `SettingError`
 */
export async function auditCommand(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      docs: { type: 'string' },
      json: { type: 'boolean', default: false },
      ...DATA_DIR_OPTION,
    },
  })
  if (values.help) {
    console.log(HELP)
    return 0
  }
  const names = chooseNames(values['data-dir'], positionals)
  // Looked at first: a document without its marks should not be found out after minutes.
  const marks = names.map(markOf)
  const document =
    values.docs === undefined ? undefined : await readMarkedDocument(values.docs, marks)
  const audits = await auditAll(values['data-dir'], names)
  if (values.docs !== undefined && document !== undefined) {
    await writeFile(values.docs, withAudits(document, audits))
  }
  console.log(values.json ? auditsToJson(audits) : audits.map(formatAudit).join('\n\n'))
  for (const line of audits.flatMap(failureLines)) console.error(line)
  return audits.every((audit) => failingFindings(audit).length === 0) ? 0 : 1
}

/** @throws {UsageError} where one is not there */
function chooseNames(dataDir: string, names: readonly string[]): readonly string[] {
  if (!existsSync(dataDir) || !statSync(dataDir).isDirectory()) {
    throw new SourceError(`Expected a folder, got ${dataDir}`)
  }
  const there = datasetNames(dataDir, undefined)
  const unknown = names.find((name) => !there.includes(name))
  if (unknown !== undefined) {
    throw new UsageError(`Expected data sets of ${dataDir} (${there.join(', ')}), got ${unknown}`)
  }
  return names.length === 0 ? there : [...new Set(names)]
}

async function auditAll(dataDir: string, names: readonly string[]): Promise<DatasetAudit[]> {
  const judges = createJudges()
  try {
    const audits: DatasetAudit[] = []
    for (const name of names) {
      const progress = createImportProgress(process.stderr, 'not run')
      audits.push(await auditDataset(dataDir, name, judges, progress))
    }
    return audits
  } finally {
    await judges.close()
  }
}

function withAudits(document: string, audits: readonly DatasetAudit[]): string {
  return audits.reduce(
    (text, audit) => withGenerated(text, markOf(audit.name), auditToMarkdown(audit)) ?? text,
    document,
  )
}

/** An import of the same data set has a mark of its own. */
function markOf(name: string): string {
  return `audit ${name}`
}
