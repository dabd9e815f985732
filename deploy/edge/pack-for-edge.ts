/** Packs as many databases as a Worker has room for, with their siblings and questions. */

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

import type { PackIndex, PackedFile, PackedPageFile } from '../../src/adapters/edge/packed-data.ts'
import { callbackModuleBytes } from '../../src/adapters/edge/sqlite-wasm/callback-module.ts'
import { PAGE_DIR, readPageFiles } from '../../src/adapters/node/page-files.ts'
import { loadData } from '../../src/adapters/node/data-files.ts'
import type { LoadedData } from '../../src/adapters/node/data-files.ts'
import { siblingDatabaseId } from '../../src/questions/siblings.ts'

const DATASET = 'builtin'

/** What the Worker weighs without databases: `wrangler deploy --dry-run` tells, and a test holds it. */
const PROGRAM_BYTES = 800_000

const MB = 1_000_000

/** A database and its siblings in one piece: they have most in common. */
type Piece = {
  readonly databaseId: string
  readonly files: readonly { readonly key: string; readonly bytes: Buffer }[]
  readonly packed: Buffer
}

/**
 * @param limitMb - what the whole Worker may weigh, compressed
 * @returns what was made, for people; undefined where all is there already
 */
export async function packForEdge(
  root: string,
  limitMb: number,
  ifMissing: boolean,
): Promise<string | undefined> {
  const out = path.join(root, 'dist', 'edge')
  const stamp = await stampOf(root, limitMb)
  if (ifMissing && (await readOrEmpty(path.join(out, 'stamp'))) === stamp) return undefined
  const unfinished = `${out}-unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const pieces = await compressAll(path.join(root, 'data'))
  const page = await compressPage()
  const pageBytes = page.reduce((sum, { packed }) => sum + packed.length, 0)
  const taken = thatFit(pieces, limitMb * MB - PROGRAM_BYTES - pageBytes)
  await layOutData(path.join(root, 'data'), path.join(unfinished, 'data'), taken)
  await writePack(root, unfinished, taken, page)
  await writeFile(path.join(unfinished, 'stamp'), stamp)
  await rm(out, { recursive: true, force: true })
  await rename(unfinished, out)
  const bytes = taken.reduce((sum, { packed }) => sum + packed.length, 0)
  const names = taken.map(({ databaseId }) => databaseId).join(', ')
  return `Packed ${taken.length} of ${pieces.length} databases into ${bytes} bytes: ${names}`
}

/** One hash of everything that decides what is written. */
async function stampOf(root: string, limitMb: number): Promise<string> {
  const hash = createHash('sha256').update(`${limitMb}`)
  const files = [
    'package.json',
    'README.md',
    'data/questions/builtin.stamp.json',
    'src/adapters/edge/packed-data.ts',
    'src/adapters/edge/sqlite-wasm/callback-module.ts',
    'deploy/edge/pack-for-edge.ts',
  ]
  for (const file of files) hash.update(await readFile(path.join(root, file)))
  for (const [name, { etag }] of readPageFiles(PAGE_DIR) ?? []) hash.update(`${name} ${etag}`)
  return hash.digest('hex')
}

async function readOrEmpty(file: string): Promise<string> {
  return existsSync(file) ? readFile(file, 'utf8') : ''
}

async function compressAll(dataDir: string): Promise<readonly Piece[]> {
  const databaseIds = (await readdir(path.join(dataDir, 'databases'))).sort()
  const pieces = await Promise.all(databaseIds.map((id) => compress(dataDir, id)))
  return pieces.toSorted((a, b) => a.packed.length - b.packed.length)
}

async function compress(dataDir: string, databaseId: string): Promise<Piece> {
  const folder = path.join(dataDir, 'siblings', DATASET, databaseId)
  const siblings = existsSync(folder) ? (await readdir(folder)).sort() : []
  const files = [
    { key: databaseId, file: path.join(dataDir, 'databases', databaseId, `${databaseId}.sqlite`) },
    ...siblings.map((name) => ({
      key: siblingDatabaseId(DATASET, databaseId, path.basename(name, '.sqlite')),
      file: path.join(folder, name),
    })),
  ]
  const read = await Promise.all(
    files.map(async ({ key, file }) => ({ key, bytes: await readFile(file) })),
  )
  return { databaseId, files: read, packed: await brotli(Buffer.concat(read.map((f) => f.bytes))) }
}

type PagePiece = {
  readonly name: string
  readonly facts: Omit<PackedPageFile, 'compressed'>
  readonly packed: Buffer
}

/** The page as `npm run build:web` has left it; a plain one is served where there is none. */
async function compressPage(): Promise<readonly PagePiece[]> {
  return Promise.all(
    Array.from(readPageFiles(PAGE_DIR) ?? [], async ([name, { bodies, ...facts }]) => ({
      name,
      facts,
      packed: await brotli(Buffer.from(bodies.identity)),
    })),
  )
}

async function brotli(bytes: Buffer): Promise<Buffer> {
  return promisify(brotliCompress)(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })
}

function thatFit(pieces: readonly Piece[], bytesMax: number): readonly Piece[] {
  let bytes = 0
  return pieces.filter(({ packed }) => {
    bytes += packed.length
    return bytes <= bytesMax
  })
}

/** A data folder as any other, with these databases only. */
async function layOutData(from: string, to: string, pieces: readonly Piece[]): Promise<void> {
  for (const { databaseId } of pieces) {
    for (const folder of [`databases/${databaseId}`, `siblings/${DATASET}/${databaseId}`]) {
      const source = path.join(from, folder)
      if (existsSync(source)) await cp(source, path.join(to, folder), { recursive: true })
    }
  }
  const taken = new Set(pieces.map(({ databaseId }) => databaseId))
  await mkdir(path.join(to, 'questions'))
  const copied = `questions/${DATASET}.about.json`
  await copyFile(path.join(from, copied), path.join(to, copied))
  const questions = await linesOf(path.join(from, 'questions', `${DATASET}.jsonl`))
  const kept = questions.filter(({ json }) => taken.has(String(json['db_id'])))
  const ids = new Set(kept.map(({ json }) => json['question_id']))
  const siblings = await linesOf(path.join(from, 'questions', `${DATASET}.siblings.jsonl`))
  const write = (name: string, lines: readonly Line[]) =>
    writeFile(path.join(to, 'questions', name), lines.map(({ line }) => `${line}\n`).join(''))
  await write(`${DATASET}.jsonl`, kept)
  await write(
    `${DATASET}.siblings.jsonl`,
    siblings.filter(({ json }) => ids.has(json['question_id'])),
  )
}

type Line = { readonly line: string; readonly json: Readonly<Record<string, unknown>> }

async function linesOf(file: string): Promise<readonly Line[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  // A file of our own build.
  return lines.map((line) => ({ line, json: JSON.parse(line) as Line['json'] }))
}

async function writePack(
  root: string,
  out: string,
  pieces: readonly Piece[],
  page: readonly PagePiece[],
): Promise<void> {
  const pack = path.join(out, 'pack')
  await mkdir(pack)
  const index = await indexOf(root, path.join(out, 'data'), pieces)
  await writeFile(path.join(pack, 'index.br'), await brotli(Buffer.from(JSON.stringify(index))))
  for (const { databaseId, packed } of pieces) {
    await writeFile(path.join(pack, `${databaseId}.br`), packed)
  }
  for (const [place, { packed }] of page.entries()) {
    await writeFile(path.join(pack, `page-${place}.br`), packed)
  }
  await writeFile(path.join(pack, 'pack.js'), packModule(pieces, page))
  await writeFile(path.join(pack, 'callbacks.wasm'), callbackModuleBytes())
  const sqlite = fileURLToPath(import.meta.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'))
  await copyFile(sqlite, path.join(pack, 'sqlite3.wasm'))
}

async function indexOf(
  root: string,
  dataDir: string,
  pieces: readonly Piece[],
): Promise<PackIndex> {
  // Read as the Node server reads it, so that both say the same of it.
  const data = loadData(dataDir)
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  const read = async (name: string) => {
    return (await linesOf(path.join(dataDir, 'questions', name))).map(({ line }) => line)
  }
  return {
    version,
    readme: await readFile(path.join(root, 'README.md'), 'utf8'),
    datasets: await Promise.all(
      data.datasets.map(async (facts) => ({
        facts,
        questions: await read(`${facts.name}.jsonl`),
        siblings: await read(`${facts.name}.siblings.jsonl`),
      })),
    ),
    files: filesOf(pieces, data),
  }
}

function filesOf(pieces: readonly Piece[], { schemaOf }: LoadedData): PackIndex['files'] {
  const files: Record<string, PackedFile> = {}
  for (const { databaseId, files: inPiece } of pieces) {
    let start = 0
    for (const { key, bytes } of inPiece) {
      const schema = schemaOf(key)
      files[key] = { piece: databaseId, start, length: bytes.length, ...(schema && { schema }) }
      start += bytes.length
    }
  }
  return files
}

function packModule(pieces: readonly Piece[], page: readonly PagePiece[]): string {
  const names = pieces.map(({ databaseId }) => databaseId)
  return [
    `import callbacks from './callbacks.wasm'`,
    `import index from './index.br'`,
    `import sqlite from './sqlite3.wasm'`,
    ...names.map((name, place) => `import database${place} from './${name}.br'`),
    ...page.map((_, place) => `import page${place} from './page-${place}.br'`),
    `export const modules = { sqlite, callbacks }`,
    `export const pack = {`,
    `  index,`,
    `  databases: {`,
    ...names.map((name, place) => `    ${JSON.stringify(name)}: database${place},`),
    `  },`,
    `  page: {`,
    ...page.map(({ name, facts }, place) => {
      const properties = JSON.stringify(facts).slice(1, -1)
      return `    ${JSON.stringify(name)}: { ${properties}, compressed: page${place} },`
    }),
    `  },`,
    `}`,
    ``,
  ].join('\n')
}
