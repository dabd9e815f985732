/** The built page in memory: every file with its compressed forms, as the build left them. */

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import type { PageFile, PageFiles } from '../../handlers/ports.ts'

/** Where `npm run build:web` puts the page. */
export const PAGE_DIR = fileURLToPath(new URL('../../../dist/web/', import.meta.url))

/** Names below it carry a hash of their content. */
const HASHED_FOLDER = 'assets/'

/** A file of any other kind is not part of the page. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** @returns undefined where there is no page */
export function readPageFiles(pageDir: string): PageFiles | undefined {
  if (!existsSync(path.join(pageDir, 'index.html'))) return undefined
  const names = readdirSync(pageDir, { recursive: true, encoding: 'utf8' })
  const files = names.toSorted().flatMap((name): [string, PageFile][] => {
    const contentType = CONTENT_TYPES[path.extname(name)]
    const file = path.join(pageDir, name)
    if (contentType === undefined || !statSync(file).isFile()) return []
    return [[name.replaceAll(path.sep, '/'), pageFile(name, file, contentType)]]
  })
  return new Map(files)
}

function pageFile(name: string, file: string, contentType: string): PageFile {
  const identity = Uint8Array.from(readFileSync(file))
  const br = readIfThere(`${file}.br`)
  const gzip = readIfThere(`${file}.gz`)
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 22)
  return {
    contentType,
    bodies: { identity, ...(br && { br }), ...(gzip && { gzip }) },
    etag: `W/"${hash}"`,
    isImmutable: name.replaceAll(path.sep, '/').startsWith(HASHED_FOLDER),
  }
}

function readIfThere(file: string): Uint8Array<ArrayBuffer> | undefined {
  return existsSync(file) ? Uint8Array.from(readFileSync(file)) : undefined
}
