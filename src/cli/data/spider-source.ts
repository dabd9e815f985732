/** Imports Spider from where the user says it lies: a folder, an archive, or addresses of either. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { servesZip } from '../../datasets/archive-probe.ts'
import { toShownUrl } from '../../datasets/download.ts'
import { withImportFolder } from '../../datasets/import-folder.ts'
import type { ImportReport } from '../../datasets/import-report.ts'
import { SourceError } from '../../datasets/source-error.ts'
import { downloadPinnedSpider, downloadSpider } from '../../datasets/spider-download.ts'
import type { OnFile } from '../../datasets/spider-download.ts'
import { importPinnedSpider, importSpider } from '../../datasets/spider-import.ts'
import { SPIDER_ARCHIVE } from '../../datasets/spider-layout.ts'
import { tryWriting } from '../../datasets/writing-trial.ts'
import { toSafeText } from '../safe-text.ts'
import { createImportProgress } from './data-progress.ts'
import { isAddress, parseAddresses, withSourceFolder } from './import-source.ts'
import type { ImportSource, UseFolder } from './import-source.ts'

export type SpiderSource = ImportSource & {
  /** Only the ten databases whose checksums are known. */
  readonly isPinned: boolean
}

/**
 * @param stream - told how far it is
 * @throws {SourceError} with one line that names what is wrong with a source; nothing is imported then
 */
export async function importSpiderFrom(
  source: SpiderSource,
  stream: NodeJS.WriteStream,
): Promise<ImportReport> {
  const { from, isPinned, dataDir } = source
  const importFolder: UseFolder<ImportReport> = (folder, isOursToMove) =>
    (isPinned ? importPinnedSpider : importSpider)(folder, dataDir, createImportProgress(stream), {
      isOursToMove,
    })
  if (!isAddress(from) || (await isArchive(from))) {
    return withSourceFolder(source, SPIDER_ARCHIVE, stream, importFolder)
  }
  const addresses = parseAddresses(from)
  if (source.sha256 !== undefined) {
    throw new SourceError(
      `Expected a zip archive for --sha256, got ${addresses.map(toShownUrl).join(' ')}`,
    )
  }
  await tryWriting(dataDir)
  return withImportFolder(dataDir, async (folder) => {
    const dir = join(folder, 'fetched')
    mkdirSync(dir)
    const tell: OnFile = (file, bytes, host) =>
      stream.write(toSafeText(`${file}: ${bytes} bytes from ${host}\n`))
    await (isPinned ? downloadPinnedSpider : downloadSpider)(addresses, dir, tell)
    return await importFolder(dir, true)
  })
}

/** An address is that of a folder unless it says otherwise, by its name or by what it serves. */
async function isArchive(from: string): Promise<boolean> {
  const addresses = parseAddresses(from)
  if (addresses.every(({ pathname }) => /\.zip$/i.test(pathname))) return true
  const [address] = addresses
  return addresses.length === 1 && address !== undefined && (await servesZip(address))
}
