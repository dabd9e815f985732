/** A queue in which those who wait take turns: one item each, however many somebody has. */

export type TurnQueue<Item> = {
  /** @param turn - whose item it is; the items of one turn stay in order */
  push(turn: object, item: Item): void
  /** @returns undefined when nothing waits */
  shift(): Item | undefined
  /** Takes out what of one turn waits. */
  takeAll(turn: object): Item[]
  readonly size: number
}

/** Every step is O(1) for each item, and who has nothing waiting is forgotten. */
export function createTurnQueue<Item>(): TurnQueue<Item> {
  const turns = new Map<object, Waiting<Item>>()
  const ring = createChain<Waiting<Item>>()
  let size = 0
  return {
    push(turn, item) {
      let waiting = turns.get(turn)
      if (waiting === undefined) {
        waiting = { turn, items: createChain() }
        turns.set(turn, waiting)
        ring.push(waiting)
      }
      waiting.items.push(item)
      size += 1
    },
    shift() {
      let waiting = ring.shift()
      // All of it was taken out.
      while (waiting?.items.isEmpty() === true) waiting = ring.shift()
      if (waiting === undefined) return undefined
      const item = waiting.items.shift()
      if (waiting.items.isEmpty()) turns.delete(waiting.turn)
      else ring.push(waiting)
      size -= 1
      return item
    },
    takeAll(turn) {
      const items = turns.get(turn)?.items
      const taken: Item[] = []
      for (let item = items?.shift(); item !== undefined; item = items?.shift()) taken.push(item)
      turns.delete(turn)
      size -= taken.length
      return taken
    },
    get size() {
      return size
    },
  }
}

type Waiting<Item> = { readonly turn: object; readonly items: Chain<Item> }

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
