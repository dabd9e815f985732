/** Whether everything on one side can be paired with something on the other, nothing used twice. */

/**
 * @param size - how many items each side has
 * @param isPair - whether an item of the left side may be paired with one of the right; both are
 *   named by their index
 */
export function hasPerfectMatching(
  size: number,
  isPair: (left: number, right: number) => boolean,
): boolean {
  const pairs: Pairs = { ofLeft: new Map(), ofRight: new Map() }
  const items = Array.from({ length: size }, (_, index) => index)
  return items.every((left) => pairUp(left, items, isPair, pairs))
}

type Pairs = {
  /** The partner of each left item that has one. */
  readonly ofLeft: Map<number, number>
  readonly ofRight: Map<number, number>
}

/**
 * Pairs `left`, and moves others to another partner where that makes room: a search in breadth for
 * a free partner. Where there is none, no matching holds `left` and all that were paired before it.
 */
function pairUp(
  left: number,
  rightItems: readonly number[],
  isPair: (left: number, right: number) => boolean,
  pairs: Pairs,
): boolean {
  const reachedFrom = new Map<number, number>()
  let unreached = rightItems
  const queue = [left]
  // The queue grows while it is walked.
  for (const current of queue) {
    const stillUnreached: number[] = []
    for (const right of unreached) {
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
