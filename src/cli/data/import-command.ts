/** `sqlenv data import`: reads the words, imports, and prints what was kept. */

import { writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { BIRD_ARCHIVE, readBirdLayout } from '../../datasets/bird-layout.ts'
import { FOLDER_ARCHIVE, readFolderLayout } from '../../datasets/folder-layout.ts'
import { importLayout } from '../../datasets/import-layout.ts'
import { toMarkdown, withGenerated } from '../../datasets/import-markdown.ts'
import type { ImportReport } from '../../datasets/import-report.ts'
import { KAGGLE_DBQA_ARCHIVE, readKaggleDbqaLayout } from '../../datasets/kaggle-dbqa-layout.ts'
import type { SourceLayout } from '../../datasets/source-layout.ts'
import { PINNED_SOURCES } from '../../datasets/spider-download.ts'
import { DATA_DIR_OPTION } from './data-dir-option.ts'
import { createImportProgress } from './data-progress.ts'
import { readMarkedDocument } from './marked-document.ts'
import { formatImportReport } from './data-report.ts'
import { IMPORT_HELP, IMPORT_HELPS, isImportName } from './import-help.ts'
import type { ImportName } from './import-help.ts'
import { nameOf, withSourceFolder } from './import-source.ts'
import type { ImportSource } from './import-source.ts'
import { importSpiderFrom } from './spider-source.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  from: { type: 'string' },
  docs: { type: 'string' },
  sha256: { type: 'string' },
  'cache-dir': { type: 'string' },
  'download-max-mb': { type: 'string', default: '4096' },
  'unpacked-max-mb': { type: 'string', default: '16384' },
  // Each of one data set alone.
  pinned: { type: 'boolean', default: false },
  'without-evidence': { type: 'boolean', default: false },
  name: { type: 'string' },
  ...DATA_DIR_OPTION,
} as const

const OWNERS = { pinned: 'spider', 'without-evidence': 'bird', name: 'folder' } as const

type Values = ReturnType<typeof parseWords>['values']

function parseWords(args: string[]) {
  return parseArgs({ args, allowPositionals: true, options: OPTIONS })
}

/**
 * @returns the exit code
 * @throws {UsageError} in one line
 * @throws {SourceError} in one line
 */
export async function importCommand(args: string[]): Promise<number> {
  const { values: given, positionals } = parseWords(args)
  const [name, ...others] = positionals
  if (given.help) {
    console.log(name !== undefined && isImportName(name) ? IMPORT_HELPS[name] : IMPORT_HELP)
    return 0
  }
  if (name === undefined || !isImportName(name)) {
    const known = Object.keys(IMPORT_HELPS).join(', ')
    throw new UsageError(`Expected import of ${known}, got import ${name ?? 'alone'}`)
  }
  if (others.length > 0) throw new UsageError(`Unexpected argument ${others.join(' ')}`)
  refuseOthersOptions(name, given)
  const values = withDefaultSource(name, given)
  const source = toSource(values)
  // Looked at first: a document without its marks should not be found out after minutes.
  const document =
    values.docs === undefined ? undefined : await readMarkedDocument(values.docs, [name])
  const report = await importFrom(name, source, values)
  if (values.docs !== undefined && document !== undefined) {
    await writeFile(values.docs, withGenerated(document, name, toMarkdown(report)) ?? document)
  }
  console.log(formatImportReport(report))
  return 0
}

function refuseOthersOptions(name: ImportName, values: Values): void {
  for (const [option, owner] of Object.entries(OWNERS)) {
    const value = values[option as keyof typeof OWNERS]
    if (owner !== name && value !== undefined && value !== false) {
      throw new UsageError(`--${option} is for import ${owner} only`)
    }
  }
}

/** Spider is public and pinned; the others are archives that everybody fetches for themselves. */
function withDefaultSource(name: ImportName, values: Values): Values {
  return name === 'spider' && values.from === undefined ? { ...values, pinned: true } : values
}

function toSource(values: Values): ImportSource {
  const from = values.from ?? (values.pinned ? PINNED_SOURCES.join(' ') : undefined)
  if (from === undefined) throw new UsageError('Expected --from SOURCE')
  const { sha256 } = values
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new UsageError(`Expected --sha256 with 64 hexadecimal digits, got ${sha256}`)
  }
  return {
    from,
    sha256,
    dataDir: values['data-dir'],
    cacheDir: values['cache-dir'] ?? defaultCacheDir(),
    downloadBytesMax: toBytes('download-max-mb', values),
    unpackedBytesMax: toBytes('unpacked-max-mb', values),
  }
}

function toBytes(option: 'download-max-mb' | 'unpacked-max-mb', values: Values): number {
  const text = values[option]
  const megabytes = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (megabytes > 0) return megabytes * 2 ** 20
  throw new UsageError(`Expected --${option} with a whole number from 1 up, got ${text}`)
}

function defaultCacheDir(): string {
  const { XDG_CACHE_HOME: home } = process.env
  return join(home === undefined || home === '' ? join(homedir(), '.cache') : home, 'sqlenv')
}

function importFrom(name: ImportName, source: ImportSource, values: Values): Promise<ImportReport> {
  const stream = process.stderr
  const put = async (layout: Promise<SourceLayout>, isOursToMove: boolean): Promise<ImportReport> =>
    importLayout(await layout, source.dataDir, createImportProgress(stream), { isOursToMove })
  switch (name) {
    case 'spider':
      return importSpiderFrom({ ...source, isPinned: values.pinned }, stream)
    case 'bird': {
      const options = { withEvidence: !values['without-evidence'] }
      return withSourceFolder(source, BIRD_ARCHIVE, stream, (dir, isOurs) =>
        put(readBirdLayout(dir, options), isOurs),
      )
    }
    case 'kaggle-dbqa':
      return withSourceFolder(source, KAGGLE_DBQA_ARCHIVE, stream, (dir, isOurs) =>
        put(readKaggleDbqaLayout(dir), isOurs),
      )
    case 'folder': {
      const ownName = values.name ?? nameOf(source.from)
      return withSourceFolder(source, FOLDER_ARCHIVE, stream, (dir, isOurs) =>
        put(readFolderLayout(dir, ownName), isOurs),
      )
    }
  }
}
