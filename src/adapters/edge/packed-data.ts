/** The data that were built into the Worker: questions at hand, databases unpacked when needed. */

import { brotliDecompressSync } from 'node:zlib'

import type { DatasetFacts } from '../../handlers/ports.ts'
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
}

export type PackIndex = {
  readonly version: string
  readonly readme: string
  readonly datasets: readonly PackedDataset[]
  /** By the key of a database or sibling: where it lies in which piece. */
  readonly files: Readonly<Record<string, PackedFile>>
}

export type PackedDataset = {
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
  }
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

function unpack(bytes: ArrayBuffer): Uint8Array {
  return brotliDecompressSync(new Uint8Array(bytes))
}
