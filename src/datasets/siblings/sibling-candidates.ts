/** Siblings of one database, more of them than are kept, each with what gold returns on it. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { SiblingStream } from '../../siblings/contents.ts'
import type { Study } from '../../siblings/draft.ts'
import { makeSibling, withoutRows } from '../../siblings/make-sibling.ts'
import type { SchemaSql } from './read-contents.ts'
import { judgeGolds } from './sibling-golds.ts'
import type { KnownGold, SiblingVerdict } from './sibling-golds.ts'
import { writeContents } from './write-contents.ts'

/** What siblings of one database are made from. */
export type SiblingSource = {
  readonly study: Study
  readonly schema: SchemaSql
  readonly golds: readonly KnownGold[]
  /** A 32-bit integer. */
  readonly seed: number
  /** Where their files are put while they are judged. */
  readonly workDir: string
}

export type Candidate = {
  readonly path: string
  readonly bytes: Uint8Array
  /** For each gold of the source, in their order. */
  readonly verdicts: readonly SiblingVerdict[]
}

/** How often rows that the database refuses are taken away, with the rows that refer to them. */
const WRITINGS_MAX = 5

/**
 * @param number - which of its stream, from 1
 * @returns `undefined` when the database still refuses rows after several tries
 */
export function makeCandidate(
  source: SiblingSource,
  stream: SiblingStream,
  number: number,
): Candidate | undefined {
  const bytes = makeBytes(source, stream, number)
  if (bytes === undefined) return undefined
  const path = join(source.workDir, `${stream}-${number}.sqlite`)
  writeFileSync(path, bytes)
  return { path, bytes, verdicts: judgeGolds(path, source.golds) }
}

function makeBytes(
  { study, schema, seed }: SiblingSource,
  stream: SiblingStream,
  number: number,
): Uint8Array | undefined {
  let contents = makeSibling(study, seed, stream, number)
  for (let tries = 0; tries < WRITINGS_MAX; tries += 1) {
    const written = writeContents(schema, contents)
    if (written.kind === 'database') return written.bytes
    contents = withoutRows(study, contents, written.rows)
  }
  return undefined
}
