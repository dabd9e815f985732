import { expect, it } from 'vitest'

import { drawQuestions } from './draw-questions.ts'

const COUNTS = [
  { split: 'train', questionCount: 7 },
  { split: 'test', questionCount: 3 },
] as const

const texts = (episodeCount: number, seed: number) =>
  drawQuestions(COUNTS, episodeCount, seed).map(({ split, index }) => `${split} ${index}`)

it('draws every question once before any is drawn again', () => {
  expect(new Set(texts(10, 1)).size).toBe(10)
  expect(new Set(texts(20, 1).slice(10)).size).toBe(10)
})

it('draws the same for the same seed, and another order for another', () => {
  expect(texts(10, 1)).toEqual(texts(10, 1))
  expect(texts(10, 2)).not.toEqual(texts(10, 1))
})

it('draws fewer as the beginning of more', () => {
  expect(texts(10, 1).slice(0, 4)).toEqual(texts(4, 1))
})

it('draws nothing where there is nothing', () => {
  expect(drawQuestions([], 5, 1)).toEqual([])
})
