/** Puts what is done by several at a time back into its order, so that files do not depend on speed. */

export type Order<T> = {
  /** Gives the item on, and those that waited for it, as soon as all before it were given. */
  add(key: number, item: T): void
  /** Gives what is left: what stands behind something that will not come. */
  end(): void
}

/** @param keys - in the order in which their items are to be given to `onItem` */
export function createOrder<T>(keys: readonly number[], onItem: (item: T) => void): Order<T> {
  const waiting = new Map<number, T>()
  let givenCount = 0

  function giveNext(): boolean {
    const key = keys[givenCount]
    if (key === undefined) return false
    const item = waiting.get(key)
    if (item === undefined) return false
    waiting.delete(key)
    givenCount += 1
    onItem(item)
    return true
  }

  return {
    add(key, item) {
      waiting.set(key, item)
      while (giveNext());
    },
    end() {
      for (; givenCount < keys.length; givenCount += 1) while (giveNext());
    },
  }
}
