/** Where the bars and the line of the reward chart go. */

import { REWARD_TERMS } from '../../reward/terms.ts'
import type { RewardTerm } from '../../reward/terms.ts'
import type { PlayedTerms } from './played-step.ts'

export type ChartStep = {
  /** Null where the reply was lost. */
  readonly reward: number | null
  readonly terms: PlayedTerms
}

export type ChartSize = { readonly width: number; readonly height: number }

type Bar = {
  readonly step: number
  readonly term: RewardTerm
  readonly value: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export type Chart = {
  readonly bars: readonly Bar[]
  /** The running total after each step, as points of a line. */
  readonly totals: readonly { readonly x: number; readonly y: number; readonly value: number }[]
  readonly zeroY: number
  /** Lines across, with their values. */
  readonly ticks: readonly { readonly y: number; readonly value: number }[]
}

/** A step earns at most so much before the answer; a smaller range would blow up trifles. */
const RANGE_MIN = { low: -0.1, high: 0.2 }

/**
 * Terms stand on each other from zero, earnings up and costs down; `answer` is left out, since
 * beside its 1 nothing else could be seen.
 *
 * @param stepCountMax - columns that have room: the step budget, so that bars do not move
 */
export function layOutChart(
  steps: readonly ChartStep[],
  stepCountMax: number,
  { width, height }: ChartSize,
): Chart {
  const totals = runningTotals(steps)
  const stacks = steps.map(({ terms }) => stackOf(terms))
  const ends = [
    ...stacks.flatMap((stack) => stack.flatMap(({ from, to }) => [from, to])),
    ...totals,
  ]
  const low = Math.min(RANGE_MIN.low, ...ends)
  const high = Math.max(RANGE_MIN.high, ...ends)
  const toY = (value: number): number => ((high - value) / (high - low)) * height
  const column = width / Math.max(stepCountMax, steps.length, 1)
  const barWidth = Math.max(1, column * 0.62)
  const bars = stacks.flatMap((stack, step) =>
    stack.map(({ term, value, from, to }) => ({
      step,
      term,
      value,
      x: step * column + (column - barWidth) / 2,
      y: toY(Math.max(from, to)),
      width: barWidth,
      height: Math.abs(toY(from) - toY(to)),
    })),
  )
  return {
    bars,
    totals: totals.map((value, step) => ({ x: (step + 0.5) * column, y: toY(value), value })),
    zeroY: toY(0),
    ticks: ticksBetween(low, high).map((value) => ({ y: toY(value), value })),
  }
}

/** Exploration only: what the total was before the answer is what the line shows. */
function runningTotals(steps: readonly ChartStep[]): number[] {
  let total = 0
  return steps.map(({ reward, terms }) => (total += (reward ?? 0) - (terms.answer ?? 0)))
}

type Piece = {
  readonly term: RewardTerm
  readonly value: number
  readonly from: number
  readonly to: number
}

function stackOf(terms: PlayedTerms): Piece[] {
  let up = 0
  let down = 0
  return REWARD_TERMS.flatMap((term) => {
    const value = terms[term] ?? 0
    if (term === 'answer' || value === 0) return []
    const from = value > 0 ? up : down
    const to = from + value
    if (value > 0) up = to
    else down = to
    return [{ term, value, from, to }]
  })
}

function ticksBetween(low: number, high: number): number[] {
  const step = high - low > 1 ? 0.5 : high - low > 0.5 ? 0.2 : 0.1
  const first = Math.ceil(low / step)
  const count = Math.floor(high / step) - first + 1
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toFixed(2)))
}
