/** A queue in which those who wait take turns: one item each, however many somebody has. */

export type TurnQueue<Item> = {
  /** @param turn - whose item it is; the items of one turn stay in order */
  push(turn: object, item: Item): void
  /** @returns undefined when nothing waits */
  shift(): Item | undefined
  readonly size: number
}

/** Every step is O(1), and who has nothing waiting is forgotten. */
export function createTurnQueue<Item>(): TurnQueue<Item> {
  const turns = new Map<object, Chain<Item>>()
  const ring = createChain<object>()
  let size = 0
  return {
    push(turn, item) {
      let items = turns.get(turn)
      if (items === undefined) {
        items = createChain()
        turns.set(turn, items)
        ring.push(turn)
      }
      items.push(item)
      size += 1
    },
    shift() {
      const turn = ring.shift()
      if (turn === undefined) return undefined
      const items = turns.get(turn)
      const item = items?.shift()
      if (items?.isEmpty() === false) ring.push(turn)
      else turns.delete(turn)
      size -= 1
      return item
    },
    get size() {
      return size
    },
  }
}

/** First in, first out. An array would move all that is left each time one is taken. */
type Chain<Item> = {
  push(item: Item): void
  shift(): Item | undefined
  isEmpty(): boolean
}

type Link<Item> = { readonly item: Item; next: Link<Item> | undefined }

function createChain<Item>(): Chain<Item> {
  let first: Link<Item> | undefined
  let last: Link<Item> | undefined
  return {
    push(item) {
      const link: Link<Item> = { item, next: undefined }
      if (first === undefined || last === undefined) first = link
      else last.next = link
      last = link
    },
    shift() {
      const link = first
      first = link?.next
      return link?.item
    },
    isEmpty: () => first === undefined,
  }
}
