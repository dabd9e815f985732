import { describe, expect, it } from 'vitest'

import { layOutChart } from './chart-geometry.ts'
import type { ChartStep } from './chart-geometry.ts'

const SIZE = { width: 150, height: 60 }

const look: ChartStep = {
  reward: 0.01,
  terms: { execution: 0.02, novelty: 0.01, step_cost: -0.02 },
}

describe('the reward chart', () => {
  it('stacks earnings above zero and costs below', () => {
    const { bars, zeroY } = layOutChart([look], 15, SIZE)
    expect(bars.map(({ term }) => term)).toEqual(['execution', 'novelty', 'step_cost'])
    const [execution, novelty, cost] = bars
    expect((execution?.y ?? 0) + (execution?.height ?? 0)).toBeCloseTo(zeroY)
    expect((novelty?.y ?? 0) + (novelty?.height ?? 0)).toBeCloseTo(execution?.y ?? 0)
    expect(cost?.y).toBeCloseTo(zeroY)
  })

  it('keeps a column for every step of the budget, so that bars stay where they are', () => {
    const one = layOutChart([look], 15, SIZE)
    const two = layOutChart([look, look], 15, SIZE)
    expect(two.bars.slice(0, 3)).toEqual(one.bars)
  })

  it('draws the total before the answer as a line', () => {
    const answer: ChartStep = { reward: 1, terms: { answer: 1 } }
    const { totals, bars } = layOutChart([look, look, answer], 15, SIZE)
    expect(totals.map(({ value }) => Number(value.toFixed(3)))).toEqual([0.01, 0.02, 0.02])
    expect(bars.every(({ term }) => term !== 'answer')).toBe(true)
  })

  it('stays inside its box, whatever was earned', () => {
    const steps = Array.from({ length: 40 }, () => ({
      reward: -0.05,
      terms: { repetition: -0.05 },
    }))
    const { bars, totals, ticks } = layOutChart(steps, 15, SIZE)
    const ys = [...bars.flatMap(({ y, height }) => [y, y + height]), ...totals.map(({ y }) => y)]
    for (const y of [...ys, ...ticks.map((tick) => tick.y)]) {
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(SIZE.height + 1e-9)
    }
    expect(Math.max(...bars.map(({ x, width }) => x + width))).toBeLessThanOrEqual(SIZE.width)
  })

  it('has nothing but its lines before the first step', () => {
    expect(layOutChart([], 15, SIZE)).toMatchObject({ bars: [], totals: [] })
  })
})
