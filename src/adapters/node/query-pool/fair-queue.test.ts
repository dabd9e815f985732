import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { WEIGHTS, createFairQueue, roomOf } from './fair-queue.ts'
import type { FairQueue } from './fair-queue.ts'

/** Light ones first, as long as there are some. */
function takeAll<Item>(queue: FairQueue<Item>): Item[] {
  return WEIGHTS.flatMap((weight) => {
    const items: Item[] = []
    for (let item = queue.shift(weight); item !== undefined; item = queue.shift(weight)) {
      items.push(item)
    }
    return items
  })
}

describe('a fair queue', () => {
  it('counts a turn as light that was never weighed', () => {
    const queue = createFairQueue<string>(2)
    queue.push({}, 'first')
    expect(queue.counts).toEqual({ light: 1, heavy: 0 })
    expect([queue.shift('heavy'), queue.shift('light')]).toEqual([undefined, 'first'])
  })

  it('keeps heavy turns apart, and each weight goes round', () => {
    const queue = createFairQueue<string>(2)
    const [a, b, c, d] = [{}, {}, {}, {}]
    queue.weigh(a, 'heavy')
    queue.weigh(b, 'heavy')
    for (const item of ['a1', 'a2']) queue.push(a, item)
    queue.push(b, 'b1')
    for (const item of ['c1', 'c2']) queue.push(c, item)
    queue.push(d, 'd1')
    expect(queue.counts).toEqual({ light: 3, heavy: 3 })
    expect(takeAll(queue)).toEqual(['c1', 'd1', 'c2', 'a1', 'b1', 'a2'])
  })

  it('goes by the latest query of a turn, for what waits already too', () => {
    const queue = createFairQueue<string>(2)
    const turn = {}
    for (const item of ['1', '2']) queue.push(turn, item)
    queue.weigh(turn, 'heavy')
    expect(queue.counts).toEqual({ light: 0, heavy: 2 })
    queue.weigh(turn, 'light')
    expect(queue.counts).toEqual({ light: 2, heavy: 0 })
    expect(takeAll(queue)).toEqual(['1', '2'])
  })

  it('lets those go first that waited before, among their own weight', () => {
    const queue = createFairQueue<string>(2)
    const [light, heavy] = [{}, {}]
    queue.weigh(heavy, 'heavy')
    for (const turn of [light, heavy]) queue.push(turn, turn === light ? 'light' : 'heavy')
    for (const turn of [light, heavy]) {
      queue.pushAgain(turn, turn === light ? 'light again' : 'heavy again')
    }
    expect(takeAll(queue)).toEqual(['light again', 'light', 'heavy again', 'heavy'])
  })

  it('has light turns only where there is one process', () => {
    const queue = createFairQueue<string>(1)
    const [a, b] = [{}, {}]
    queue.weigh(a, 'heavy')
    for (const item of ['a1', 'a2']) queue.push(a, item)
    queue.push(b, 'b1')
    expect(takeAll(queue)).toEqual(['a1', 'b1', 'a2'])
  })

  it('gives everything back once, each turn in its order, however turns are weighed', () => {
    const doing = fc.record({
      turn: fc.integer({ min: 0, max: 3 }),
      what: fc.constantFrom('push', 'light', 'heavy'),
    })
    fc.assert(
      fc.property(fc.array(doing), (doings) => {
        const turns = [{}, {}, {}, {}]
        const queue = createFairQueue<number>(2)
        const pushed = new Map<object, number[]>(turns.map((turn) => [turn, []]))
        for (const [index, { turn, what }] of doings.entries()) {
          const key = turns[turn] ?? {}
          if (what !== 'push') queue.weigh(key, what)
          else {
            queue.push(key, index)
            pushed.get(key)?.push(index)
          }
        }
        const taken = takeAll(queue)
        expect(taken.length).toBe(pushed.values().reduce((sum, { length }) => sum + length, 0))
        for (const indexes of pushed.values()) {
          expect(taken.filter((index) => indexes.includes(index))).toEqual(indexes)
        }
        expect(queue.counts).toEqual({ light: 0, heavy: 0 })
      }),
    )
  })
})

describe('the room', () => {
  const none = { light: 0, heavy: 0 }

  it.each([
    ['all for light ones while no other waits', 5, none, none, { light: 5, heavy: 4 }],
    [
      'one is never a heavy turn’s',
      5,
      { light: 0, heavy: 9 },
      { light: 0, heavy: 4 },
      { light: 1, heavy: 0 },
    ],
    [
      'one is kept for heavy ones that wait and have none',
      5,
      { light: 9, heavy: 1 },
      { light: 4, heavy: 0 },
      { light: 0, heavy: 1 },
    ],
    [
      'who has one waits for what is free',
      5,
      { light: 9, heavy: 9 },
      { light: 4, heavy: 1 },
      { light: 0, heavy: 0 },
    ],
    [
      'light ones that turned out heavy may hold them all',
      2,
      { light: 1, heavy: 1 },
      { light: 0, heavy: 2 },
      { light: 0, heavy: 0 },
    ],
    ['one process is for whoever comes', 1, none, none, { light: 1, heavy: 0 }],
  ])('%s', (_title, processes, waiting, busy, room) => {
    expect(roomOf(processes, waiting, busy)).toEqual(room)
  })

  it('leaves neither weight without a process for ever', () => {
    const counts = fc.record({ light: fc.nat({ max: 9 }), heavy: fc.nat({ max: 9 }) })
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), counts, (processes, waiting) => {
        // Whoever may goes, light ones first, and nobody is ever done.
        const busy = { light: 0, heavy: 0 }
        const left = { ...waiting }
        for (const weight of WEIGHTS) {
          while (left[weight] > 0 && roomOf(processes, left, busy)[weight] > 0) {
            busy[weight] += 1
            left[weight] -= 1
          }
        }
        for (const weight of WEIGHTS) {
          if (waiting[weight] > 0) expect(busy[weight]).toBeGreaterThan(0)
        }
        expect(busy.light + busy.heavy).toBeLessThanOrEqual(processes)
        expect(busy.heavy).toBeLessThan(processes)
      }),
    )
  })
})
