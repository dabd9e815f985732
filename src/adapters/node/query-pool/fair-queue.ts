/**
 * What waits for a process, and who may have one. Whose latest query was heavy lets the others go
 * first, and leaves them a process: docs/decisions/0034-heavy-turns.md.
 */

import { createTurnQueue } from './turn-queue.ts'

/** A turn is heavy when its latest query was. In the order in which they go. */
export const WEIGHTS = ['light', 'heavy'] as const
export type Weight = (typeof WEIGHTS)[number]

export type FairQueue<Item> = {
  /** @param turn - whose item it is; those of one weight take turns */
  push(turn: object, item: Item): void
  /** For an item that has waited already: it goes before those that have not. */
  pushAgain(turn: object, item: Item): void
  /** Says how a turn's latest query was; what of that turn waits has this weight from now on. */
  weigh(turn: object, weight: Weight): void
  /** @returns undefined when nothing of this weight waits */
  shift(weight: Weight): Item | undefined
  readonly counts: Readonly<Record<Weight, number>>
}

/** @param processes - where there is one only, every turn is light, and stays so */
export function createFairQueue<Item>(processes: number): FairQueue<Item> {
  const first = { light: createTurnQueue<Item>(), heavy: createTurnQueue<Item>() }
  const others = { light: createTurnQueue<Item>(), heavy: createTurnQueue<Item>() }
  const heavyTurns = new WeakSet<object>()
  const weightOf = (turn: object): Weight => (heavyTurns.has(turn) ? 'heavy' : 'light')
  return {
    push: (turn, item) => others[weightOf(turn)].push(turn, item),
    pushAgain: (turn, item) => first[weightOf(turn)].push(turn, item),
    weigh(turn, weight) {
      const before = weightOf(turn)
      if (before === weight || processes === 1) return
      if (weight === 'heavy') heavyTurns.add(turn)
      else heavyTurns.delete(turn)
      for (const queues of [first, others]) {
        for (const item of queues[before].takeAll(turn)) queues[weight].push(turn, item)
      }
    },
    shift: (weight) => first[weight].shift() ?? others[weight].shift(),
    get counts() {
      return {
        light: first.light.size + others.light.size,
        heavy: first.heavy.size + others.heavy.size,
      }
    },
  }
}

/**
 * How many more processes each weight may have now. One process is never a heavy turn's, and while
 * heavy ones wait and have none, one is kept for them: else those who go first could take all for ever.
 *
 * @param processes - that may be busy at one time
 * @param waiting - queries
 * @param busy - processes
 */
export function roomOf(
  processes: number,
  waiting: Readonly<Record<Weight, number>>,
  busy: Readonly<Record<Weight, number>>,
): Record<Weight, number> {
  const free = processes - busy.light - busy.heavy
  const isHeavyDue = waiting.heavy > 0 && busy.heavy === 0
  return {
    light: Math.max(0, isHeavyDue ? free - 1 : free),
    heavy: Math.max(0, Math.min(free, processes - 1 - busy.heavy)),
  }
}
