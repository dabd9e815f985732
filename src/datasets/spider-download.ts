/** Brings Spider's files from the network into a folder of the published layout. */

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

import { download, toShownUrl } from './download.ts'
import type { DownloadLimits } from './download.ts'
import { SourceError } from './source-error.ts'
import { QUESTION_FILES, SCHEMA_FILE, databaseFile, parseSpiderRows } from './spider-layout.ts'
import {
  PINNED_DATABASE_IDS,
  PINNED_QUESTION_FILES,
  checkPinnedDatabase,
  pinnedBytes,
  pinnedRowsOf,
} from './spider-pins.ts'

/** `train_spider.json` has 25 MB, the largest database fewer than 100. */
const FILE_BYTES_MAX = 256 * 2 ** 20

const SPIDER_DOWNLOAD: SpiderDownload = {
  silenceMs: 30_000,
  totalMs: 600_000,
  retryDelaysMs: [1000, 4000],
}

/** Two public copies, held to a commit: the first lacks `train_spider.json`. */
export const PINNED_SOURCES = [
  'https://raw.githubusercontent.com/hyukkyukang/text2SQL/999f5e467a3c2a263533f1dfa3d0106a18d343d1/datasets/spider',
  'https://huggingface.co/datasets/lklimkiewicz/Spider-Raw/resolve/40b5d04cb3836188ea7bf0ac9ed810e1ff432acf',
] as const

export type SpiderDownload = Omit<DownloadLimits, 'bytesMax'>

/** Told of each file when it is there. */
export type OnFile = (file: string, bytes: number, from: string) => void

/**
 * All that the sources have of Spider; the databases are those that the questions name. What no
 * source has is left out.
 *
 * @param sources - where the published layout lies; each file comes from the first that has it
 * @throws {SourceError} with one line that names the file and what each source did instead
 */
export async function downloadSpider(
  sources: readonly URL[],
  dir: string,
  onFile: OnFile,
  limits: SpiderDownload = SPIDER_DOWNLOAD,
): Promise<void> {
  const fetchFile = createFetcher(sources, dir, onFile, limits)
  const databaseIds = new Set<string>()
  for (const file of QUESTION_FILES) {
    const content = await fetchFile({ file })
    if (content === undefined) continue
    for (const row of parseSpiderRows(file, toText(content))) databaseIds.add(row.databaseId)
  }
  if (databaseIds.size === 0) {
    const places = sources.map(toShownUrl).join(' and ')
    throw new SourceError(`Expected one of ${QUESTION_FILES.join(', ')} at ${places}`)
  }
  await fetchFile({ file: SCHEMA_FILE })
  for (const databaseId of databaseIds) await fetchFile({ file: databaseFile(databaseId) })
}

/**
 * Ten databases and the files with their questions, each as published: what does not fit its
 * checksum is looked for at the next source.
 *
 * @throws {SourceError} as above, also where no source has a file
 */
export async function downloadPinnedSpider(
  sources: readonly URL[],
  dir: string,
  onFile: OnFile,
  limits: SpiderDownload = SPIDER_DOWNLOAD,
): Promise<void> {
  const fetchFile = createFetcher(sources, dir, onFile, limits)
  for (const file of PINNED_QUESTION_FILES) {
    await fetchFile({
      file,
      isNeeded: true,
      check: (content) => pinnedRowsOf(file, parseSpiderRows(file, toText(content))),
    })
  }
  for (const databaseId of PINNED_DATABASE_IDS) {
    await fetchFile({
      file: databaseFile(databaseId),
      isNeeded: true,
      bytesMax: pinnedBytes(databaseId),
      check: (content) => checkPinnedDatabase(databaseId, content),
    })
  }
}

type WantedFile = {
  readonly file: string
  readonly isNeeded?: boolean
  readonly bytesMax?: number
  /** Throws a SourceError when this is not the file. */
  readonly check?: (content: Uint8Array) => unknown
}

function createFetcher(
  sources: readonly URL[],
  dir: string,
  onFile: OnFile,
  limits: SpiderDownload,
): (wanted: WantedFile) => Promise<Uint8Array | undefined> {
  return async ({ file, isNeeded = false, bytesMax = FILE_BYTES_MAX, check }) => {
    const complaints: string[] = []
    for (const source of sources) {
      const url = fileUrl(source, file)
      try {
        const content = await download(url, { ...limits, bytesMax })
        if (content === undefined) {
          if (isNeeded) complaints.push(`${toShownUrl(url)} answered 404`)
          continue
        }
        if (file.endsWith('.sqlite')) expectSqlite(url, content)
        check?.(content)
        await mkdir(join(dir, dirname(file)), { recursive: true })
        await writeFile(join(dir, file), content)
        onFile(file, content.length, url.host)
        return content
      } catch (error) {
        if (!(error instanceof SourceError)) throw error
        const { message } = error
        complaints.push(
          message.includes(toShownUrl(url)) ? message : `${toShownUrl(url)}: ${message}`,
        )
      }
    }
    if (complaints.length > 0) throw new SourceError(`No ${file}: ${complaints.join('; ')}`)
    return undefined
  }
}

function fileUrl(source: URL, file: string): URL {
  const url = new URL(source)
  url.pathname = `${source.pathname.replace(/\/+$/, '')}/${file}`
  return url
}

const MAGIC = 'SQLite format 3\0'

/** A page that says "sign in", or a pointer to the file, may come with status 200. */
function expectSqlite(url: URL, content: Uint8Array): void {
  const start = Buffer.from(content.subarray(0, MAGIC.length)).toString('latin1')
  if (start === MAGIC) return
  const shown = JSON.stringify(start.split('\n', 1).join())
  throw new SourceError(`${toShownUrl(url)} is no SQLite database: it begins with ${shown}`)
}

function toText(content: Uint8Array): string {
  return Buffer.from(content).toString('utf8')
}
