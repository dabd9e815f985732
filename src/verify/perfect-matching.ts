/** Whether everything on one side can be paired with something on the other, nothing used twice. */

import type { Effort } from './effort.ts'

/** Whether an item of the left side may be paired with one of the right, both named by index. */
type PairTest = (left: number, right: number) => boolean

/**
 * Quick where items of the same index are pairs, as most are when both sides are sorted alike.
 *
 * @param size - how many items each side has
 * @param isPair - takes what it costs from `effort`
 * @returns false also where `effort` is spent before all are paired
 */
export function hasPerfectMatching(size: number, isPair: PairTest, effort: Effort): boolean {
  const pairs: Pairs = { ofLeft: new Map(), ofRight: new Map() }
  const items = Array.from({ length: size }, (_, index) => index)
  const mayBePair: PairTest = (left, right) => effort.cellsLeft > 0 && isPair(left, right)
  const unpaired = items.filter((item) => !takeFree(item, [item], mayBePair, pairs))
  return unpaired.every(
    (left) =>
      takeFree(left, items, mayBePair, pairs) || pairUp(left, items, mayBePair, pairs, effort),
  )
}

type Pairs = {
  /** The partner of each left item that has one. */
  readonly ofLeft: Map<number, number>
  readonly ofRight: Map<number, number>
}

/** Pairs `left` with the first that it may be paired with and that is nobody's partner. */
function takeFree(
  left: number,
  rightItems: readonly number[],
  isPair: PairTest,
  pairs: Pairs,
): boolean {
  const free = rightItems.find((right) => !pairs.ofRight.has(right) && isPair(left, right))
  if (free === undefined) return false
  pairs.ofLeft.set(left, free)
  pairs.ofRight.set(free, left)
  return true
}

/**
 * Pairs `left`, and moves others to another partner where that makes room: a search in breadth for
 * a free partner. Where there is none, no matching holds `left` and all that were paired before it.
 */
function pairUp(
  left: number,
  rightItems: readonly number[],
  isPair: PairTest,
  pairs: Pairs,
  effort: Effort,
): boolean {
  const reachedFrom = new Map<number, number>()
  let unreached = rightItems
  const queue = [left]
  // The queue grows while it is walked.
  for (const current of queue) {
    const stillUnreached: number[] = []
    for (const right of unreached) {
      if (effort.cellsLeft <= 0) return false
      if (!isPair(current, right)) {
        stillUnreached.push(right)
        continue
      }
      reachedFrom.set(right, current)
      const owner = pairs.ofRight.get(right)
      if (owner === undefined) {
        moveAlong(right, reachedFrom, pairs)
        return true
      }
      queue.push(owner)
    }
    unreached = stillUnreached
  }
  return false
}

/** Each item on the way back takes what was reached from it; the first one had no partner yet. */
function moveAlong(free: number, reachedFrom: ReadonlyMap<number, number>, pairs: Pairs): void {
  for (let right: number | undefined = free; right !== undefined;) {
    const left = reachedFrom.get(right)
    if (left === undefined) return
    const given = pairs.ofLeft.get(left)
    pairs.ofLeft.set(left, right)
    pairs.ofRight.set(right, left)
    right = given
  }
}
