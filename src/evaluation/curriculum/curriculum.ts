/**
 * Draws questions that are solved sometimes, neither always nor never. `clients/python/curriculum.py`
 * draws the same ones, so the arithmetic is of integers only: docs/curriculum.md has it in full.
 */

import { createHash } from 'node:crypto'

import { SEED_MAX } from '../../questions/draw.ts'
import { demandSuccessTable } from './success-table.ts'
import type { SuccessRow } from './success-table.ts'

/** So that a question that was never tried weighs 2^32. */
const SCALE = 4n * 2n ** 32n

/** Of what is hashed for a draw; another way of drawing gets another number. */
const STREAM = 'sqlenv-curriculum/1'

/**
 * @param table - in any order: the order of rows does not matter
 * @param seed - an integer from 0 to 2^53 − 1
 * @returns ids without end: the same for the same table and seed, on every machine
 * @throws {RangeError} at the first draw, when the table or the seed cannot be
 */
export function* curriculum(
  table: readonly SuccessRow[],
  seed: number,
): Generator<string, never, undefined> {
  demandSuccessTable(table)
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`Expected seed to be an integer from 0 to ${SEED_MAX}, got ${seed}`)
  }
  const rows = table.toSorted(byId)
  const ends: bigint[] = []
  let total = 0n
  for (const row of rows) ends.push((total += weightOf(row)))
  for (let draw = 0; ; draw += 1) {
    const place = (drawnBits(seed, draw) * total) >> 64n
    yield rows[firstAbove(ends, place)]?.question_id ?? ''
  }
}

/**
 * p · (1 − p) for p = (solved + 1) / (attempts + 2), which is ½ before the first attempt: largest
 * where half of the attempts were solved, and never 0, since a policy changes.
 */
function weightOf({ attempts, solved }: SuccessRow): bigint {
  const [tried, right] = [BigInt(attempts), BigInt(solved)]
  const weight = (SCALE * (right + 1n) * (tried - right + 1n)) / (tried + 2n) ** 2n
  return weight > 1n ? weight : 1n
}

/** 64 bits, the first of a hash: each draw has its own, and needs none of those before it. */
function drawnBits(seed: number, draw: number): bigint {
  return createHash('sha256').update(`${STREAM} ${seed} ${draw}`).digest().readBigUInt64BE()
}

/** The index of the first end above `place`; there is one. */
function firstAbove(ends: readonly bigint[], place: bigint): number {
  let [low, high] = [0, ends.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] ?? 0n) > place) high = middle
    else low = middle + 1
  }
  return low
}

/** By code points, as Python compares texts. */
function byId(one: SuccessRow, other: SuccessRow): number {
  return Buffer.compare(Buffer.from(one.question_id), Buffer.from(other.question_id))
}
