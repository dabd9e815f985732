/** The data that were built into the Worker: questions at hand, databases unpacked when needed. */

import { brotliDecompressSync } from 'node:zlib'

import type { DatasetFacts, PageFile, PageFiles } from '../../handlers/ports.ts'
import { createQuestionBank } from '../../questions/bank.ts'
import type { QuestionBank } from '../../questions/bank.ts'
import { parseQuestionRecord } from '../../questions/question-record.ts'
import { toSiblingBank } from '../../questions/sibling-lines.ts'
import { parseSiblingsOutline } from '../../questions/siblings.ts'
import type { DatabaseSchema } from '../../sql/schema.ts'
import type { PackedDatabases } from './sqlite-wasm/wasm-query-runner.ts'

/** What `npm run build:edge` writes, as the bundler hands it over. */
export type Pack = {
  /** A `PackIndex` as JSON, compressed. */
  readonly index: ArrayBuffer
  /** Each database with its siblings in one piece, compressed. */
  readonly databases: Readonly<Record<string, ArrayBuffer>>
  /** Empty where the page was not built. */
  readonly page: Readonly<Record<string, PackedPageFile>>
}

/** A file of the page, by its path below `/web/`. */
export type PackedPageFile = Pick<PageFile, 'contentType' | 'etag' | 'isImmutable'> & {
  readonly compressed: ArrayBuffer
}

export type PackIndex = {
  readonly version: string
  readonly readme: string
  readonly datasets: readonly PackedDataset[]
  /** By the key of a database or sibling: where it lies in which piece. */
  readonly files: Readonly<Record<string, PackedFile>>
}

type PackedDataset = {
  readonly facts: DatasetFacts
  /** Lines as in `questions/<dataset>.jsonl`. */
  readonly questions: readonly string[]
  /** Lines as in `questions/<dataset>.siblings.jsonl`. */
  readonly siblings: readonly string[]
}

export type PackedFile = {
  readonly piece: string
  readonly start: number
  readonly length: number
  /** Absent where nothing reads it: no question has it as a sibling. */
  readonly schema?: DatabaseSchema
}

export type PackedData = {
  readonly version: string
  readonly readme: string
  readonly datasets: readonly DatasetFacts[]
  readonly bank: QuestionBank
  readonly databases: PackedDatabases
  readonly pageFiles: PageFiles | undefined
}

export function readPack(pack: Pack): PackedData {
  const { version, readme, datasets, files } = JSON.parse(
    new TextDecoder().decode(unpack(pack.index)),
  ) as PackIndex
  const lines = datasets.flatMap(({ siblings }) => siblings)
  const records = new Map(
    lines.map((line) => {
      const outline = parseSiblingsOutline(line)
      return [outline.questionId, { line, outline }]
    }),
  )
  const sets = datasets.map(({ facts, questions }) => ({
    name: facts.name,
    questions: questions.map((line) => parseQuestionRecord(line)),
  }))
  return {
    version,
    readme,
    datasets: datasets.map(({ facts }) => facts),
    bank: createQuestionBank(sets, toSiblingBank(records)),
    databases: {
      bytesOf: bytesIn(pack, files),
      schemaOf: (key) => files[key]?.schema,
    },
    pageFiles: pageIn(pack),
  }
}

/** Each as it is, unpacked when it is first asked for: the platform compresses what it sends. */
function pageIn({ page }: Pack): PageFiles | undefined {
  const files = Object.entries(page).map(([path, { compressed, ...facts }]) => {
    let identity: Uint8Array<ArrayBuffer> | undefined
    const bodies = {
      get identity() {
        return (identity ??= unpack(compressed))
      },
    }
    return [path, { ...facts, bodies }] as const
  })
  return files.length === 0 ? undefined : new Map(files)
}

/** A database and its siblings are wanted together: the latest piece stays as it was unpacked. */
function bytesIn(
  { databases }: Pack,
  files: PackIndex['files'],
): (key: string) => Uint8Array | undefined {
  let latest: { readonly name: string; readonly bytes: Uint8Array } | undefined
  return (key) => {
    const file = Object.hasOwn(files, key) ? files[key] : undefined
    const packed = file && databases[file.piece]
    if (file === undefined || packed === undefined) return undefined
    if (latest?.name !== file.piece) latest = { name: file.piece, bytes: unpack(packed) }
    // A copy, so that the rest of the piece can go.
    return latest.bytes.slice(file.start, file.start + file.length)
  }
}

function unpack(bytes: ArrayBuffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(brotliDecompressSync(new Uint8Array(bytes)))
}
