import { expect, it } from 'vitest'

import { createWorkSlices } from './work-slices.ts'

/** A clock that work moves, and an event loop whose turns are taken by hand. */
function handLoop() {
  const turns: (() => void)[] = []
  const clock = { nowMs: 0 }
  const slices = createWorkSlices(
    () => clock.nowMs,
    (work) => turns.push(work),
  )
  return { clock, slices, turnsLeft: () => turns.length, turn: () => turns.shift()?.() }
}

it('does nothing at once, and then all in the order in which it was added', () => {
  const { slices, turn, turnsLeft } = handLoop()
  const done: number[] = []
  for (const number of [1, 2, 3]) slices.add(() => done.push(number))
  expect([done, turnsLeft()]).toEqual([[], 1])
  turn()
  expect([done, turnsLeft()]).toEqual([[1, 2, 3], 0])
})

it('lets others have a turn after 5 ms of work, and then goes on', () => {
  const loop = handLoop()
  const done: number[] = []
  for (let number = 1; number <= 7; number += 1) {
    loop.slices.add(() => {
      done.push(number)
      loop.clock.nowMs += 2
    })
  }
  loop.turn()
  expect(done).toEqual([1, 2, 3])
  loop.turn()
  expect(done).toEqual([1, 2, 3, 4, 5, 6])
  loop.turn()
  expect(done).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(loop.turnsLeft()).toBe(0)
})

it('takes what is added by work, and what is added after a rest', () => {
  const { slices, turn, turnsLeft } = handLoop()
  const done: string[] = []
  slices.add(() => slices.add(() => done.push('by work')))
  turn()
  expect([done, turnsLeft()]).toEqual([['by work'], 0])
  slices.add(() => done.push('after a rest'))
  turn()
  expect(done).toEqual(['by work', 'after a rest'])
})
