/**
 * Ten thousand statements and more, sent to the query port itself. `FUZZ_SECONDS` and `FUZZ_SEED`
 * are those of `fuzz.test.ts`.
 */

import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'

import type { QueryOutcome } from '../src/sql/query.ts'
import { makeFuzzPlace } from './fuzz/fuzz-place.ts'
import type { FuzzPlace } from './fuzz/fuzz-place.ts'
import { FUZZ_SECONDS, FUZZ_SEED, fuzz } from './fuzz/fuzz-run.ts'
import { sqlCases } from './fuzz/sql-cases.ts'
import { openPoolSubject, untilSteady } from './query-pool-subject.ts'
import type { PoolSubject } from './query-pool-subject.ts'
import { CORPUS_DATABASE } from './sql-corpus.ts'

const STATEMENTS_MIN = 10_000
/** Few enough that a case can be made small, many enough that processes do not idle. */
const STATEMENTS_PER_CASE_MAX = 200
const QUERY_TIMEOUT_MS = 300
const PROCESSES = 2

let place: FuzzPlace
let subject: PoolSubject

beforeAll(async () => {
  console.log(`FUZZ_SEED=${FUZZ_SEED} FUZZ_SECONDS=${FUZZ_SECONDS}`)
  place = makeFuzzPlace()
  subject = openPoolSubject({ processes: PROCESSES }, { pets: CORPUS_DATABASE })
  await untilSteady(subject)
})
afterAll(async () => {
  await subject.close()
  place.remove()
})

const batchesOf = (sql: fc.Arbitrary<string>) =>
  fc.array(sql, { minLength: 1, maxLength: STATEMENTS_PER_CASE_MAX, size: 'max' })

/** What a query shows that has something left behind on its connection. */
const PROBES = [
  "SELECT name LIKE 'R%', name LIKE 'r%' FROM pet",
  'SELECT *, total_changes(), changes(), last_insert_rowid() FROM owner',
]

/** Each probe several times at once, so that every process gets it. */
async function probe(): Promise<QueryOutcome[]> {
  const asked = PROBES.flatMap((sql) => Array.from({ length: 3 * PROCESSES }, () => sql))
  return Promise.all(asked.map(async (sql) => subject.run(sql)))
}

function fileHash(): string {
  const bytes = readFileSync(join(subject.folder, 'pets.sqlite'))
  return [createHash('sha256').update(bytes).digest('hex'), ...readdirSync(subject.folder)].join(
    ' ',
  )
}

it(
  'V3, V4: file hash equal before and after a hostile fuzz of 10,000 statements',
  async () => {
    const fingerprint = place.fingerprint()
    const before = { file: fileHash(), probes: await probe() }
    const counts = new Map<string, number>()
    let statementCount = 0
    const statements = batchesOf(sqlCases(place.paths, 1))
    await fuzz(
      0.25,
      statements,
      async (tried) => {
        // None is rejected: no statement is a fault of ours.
        const outcomes = await Promise.all(
          tried.map(async (sql) => subject.run(sql, QUERY_TIMEOUT_MS)),
        )
        statementCount += tried.length
        for (const outcome of outcomes) {
          const kind = outcome.kind === 'refused' ? outcome.reason : outcome.kind
          counts.set(kind, (counts.get(kind) ?? 0) + 1)
          if (outcome.kind === 'failed') expect(outcome.message).not.toContain(subject.folder)
        }
        expect({ file: fileHash(), probes: await probe() }).toEqual(before)
      },
      () => statementCount >= STATEMENTS_MIN,
    )
    console.log(`${statementCount} statements:`, Object.fromEntries(counts))
    expect(statementCount).toBeGreaterThanOrEqual(STATEMENTS_MIN)
    // It is a fuzz of all that can become of a statement only as long as all of it occurs.
    expect([...counts.keys()]).toEqual(
      expect.arrayContaining(['table', 'failed', 'not_reading', 'pragma', 'schema_table', 'clock']),
    )
    expect(place.fingerprint()).toBe(fingerprint)
  },
  120_000 + FUZZ_SECONDS * 1000,
)

it(
  'S4: a statement gives the same again, on whatever process, whatever ran between',
  async () => {
    let tableCount = 0
    const statements = batchesOf(sqlCases(place.paths, 0))
    await fuzz(0.1, statements, async (tried) => {
      const runAll = async () =>
        Promise.all(tried.map(async (sql) => subject.run(sql, QUERY_TIMEOUT_MS)))
      const [first, second] = [await runAll(), await runAll()]
      for (const [index, outcome] of first.entries()) {
        // How long one takes is the machine's affair.
        if (outcome.kind === 'timed_out' || second[index]?.kind === 'timed_out') continue
        expect(second[index]).toEqual(outcome)
        if (outcome.kind === 'table') tableCount += 1
      }
    })
    expect(tableCount).toBeGreaterThan(0)
  },
  120_000 + FUZZ_SECONDS * 1000,
)
