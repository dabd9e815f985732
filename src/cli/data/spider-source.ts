/** Imports Spider from where the user says it lies: a folder, or addresses of one. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { ImportReport } from '../../datasets/import-report.ts'
import { SourceError } from '../../datasets/source-error.ts'
import { downloadPinnedSpider, downloadSpider } from '../../datasets/spider-download.ts'
import type { OnFile } from '../../datasets/spider-download.ts'
import { importPinnedSpider, importSpider } from '../../datasets/spider-import.ts'
import { tryWriting } from '../../datasets/writing-trial.ts'
import { toSafeText } from '../safe-text.ts'
import { createImportProgress } from './data-progress.ts'

export type SpiderImport = {
  /** A folder; or http(s) addresses with blanks between them. */
  readonly from: string
  /** Only the ten databases whose checksums are known. */
  readonly isPinned: boolean
  readonly dataDir: string
}

/**
 * @param stream - told how far it is
 * @throws {SourceError} with one line that names what is wrong with a source; nothing is imported then
 */
export async function importSpiderFrom(
  { from, isPinned, dataDir }: SpiderImport,
  stream: NodeJS.WriteStream,
): Promise<ImportReport> {
  const importFolder = (folder: string): Promise<ImportReport> =>
    (isPinned ? importPinnedSpider : importSpider)(folder, dataDir, createImportProgress(stream))
  if (!/^\s*https?:/i.test(from)) return importFolder(from)
  const sources = from.trim().split(/\s+/).map(parseAddress)
  await tryWriting(dataDir)
  const folder = await mkdtemp(join(tmpdir(), 'sqlenv-spider-'))
  try {
    const tell: OnFile = (file, bytes, host) =>
      stream.write(toSafeText(`${file}: ${bytes} bytes from ${host}\n`))
    await (isPinned ? downloadPinnedSpider : downloadSpider)(sources, folder, tell)
    return await importFolder(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

function parseAddress(text: string): URL {
  const url = URL.parse(text)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') {
    if (url.username === '' && url.password === '') return url
    throw new SourceError(`Expected an address without a password, got one at ${url.host}`)
  }
  throw new SourceError(`Expected http(s) addresses, got ${text}`)
}
