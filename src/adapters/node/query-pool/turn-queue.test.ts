import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { createTurnQueue } from './turn-queue.ts'
import type { TurnQueue } from './turn-queue.ts'

function takeAll<Item>(queue: TurnQueue<Item>): Item[] {
  const items: Item[] = []
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) items.push(item)
  return items
}

it('lets one who has a single item go before the second of one who has a hundred', () => {
  const queue = createTurnQueue<string>()
  const [many, one] = [{}, {}]
  for (let index = 1; index <= 100; index += 1) queue.push(many, `many ${index}`)
  queue.push(one, 'one')
  expect([queue.shift(), queue.shift(), queue.shift()]).toEqual(['many 1', 'one', 'many 2'])
})

it('goes round, and who comes later comes in behind those who wait', () => {
  const queue = createTurnQueue<string>()
  const [a, b, c] = [{}, {}, {}]
  for (const item of ['a1', 'a2', 'a3']) queue.push(a, item)
  for (const item of ['b1', 'b2']) queue.push(b, item)
  expect(queue.shift()).toBe('a1')
  queue.push(c, 'c1')
  expect(takeAll(queue)).toEqual(['b1', 'a2', 'c1', 'b2', 'a3'])
})

it('gives everything back once, each turn in its order, and never one turn twice while others wait', () => {
  const pushes = fc.array(fc.integer({ min: 0, max: 4 }))
  fc.assert(
    fc.property(pushes, (turns) => {
      const keys = [{}, {}, {}, {}, {}]
      const queue = createTurnQueue<readonly [turn: number, index: number]>()
      for (const [index, turn] of turns.entries()) queue.push(keys[turn] ?? {}, [turn, index])
      expect(queue.size).toBe(turns.length)
      const taken = takeAll(queue)
      expect(queue.size).toBe(0)
      expect(taken.toSorted(([, a], [, b]) => a - b)).toEqual(
        turns.map((turn, index) => [turn, index]),
      )
      for (const position of taken.keys()) {
        const waiting = new Set(taken.slice(position).map(([other]) => other))
        const round = taken.slice(position, position + waiting.size).map(([other]) => other)
        expect(new Set(round)).toEqual(waiting)
      }
      for (const key of keys.keys()) {
        const indexes = taken.filter(([turn]) => turn === key).map(([, index]) => index)
        expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
      }
    }),
  )
})

it('takes out what of one turn waits, and the others go round as before', () => {
  const queue = createTurnQueue<string>()
  const [a, b, c] = [{}, {}, {}]
  for (const item of ['a1', 'a2', 'a3']) queue.push(a, item)
  for (const item of ['b1', 'b2']) queue.push(b, item)
  expect(queue.shift()).toBe('a1')
  expect([queue.takeAll(b), queue.takeAll(c), queue.size]).toEqual([['b1', 'b2'], [], 2])
  queue.push(c, 'c1')
  queue.push(b, 'b3')
  queue.push(b, 'b4')
  expect(takeAll(queue)).toEqual(['a2', 'c1', 'b3', 'a3', 'b4'])
  expect(queue.size).toBe(0)
})

it('is empty after all was taken, and can be used again', () => {
  const queue = createTurnQueue<number>()
  const turn = {}
  for (let round = 0; round < 3; round += 1) {
    queue.push(turn, 1)
    queue.push(turn, 2)
    expect(takeAll(queue)).toEqual([1, 2])
    expect(queue.shift()).toBeUndefined()
    expect(queue.size).toBe(0)
  }
})
