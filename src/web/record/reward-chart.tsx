/** Each step's terms as bars on and below zero, and the running total as a line. */

import { REWARD_TERMS } from '../../reward/terms.ts'
import { plain, signed } from '../number-text.ts'
import { layOutChart } from './chart-geometry.ts'
import { totalOf } from './played-step.ts'
import type { PlayedStep } from './played-step.ts'

const SIZE = { width: 300, height: 96 }
const LEFT = 28
const RIGHT = 6
const TOP = 8
const BOTTOM = 16

type RewardChartProps = { readonly steps: readonly PlayedStep[]; readonly stepBudget: number }

export function RewardChart({ steps, stepBudget }: RewardChartProps) {
  const shown = steps.map(({ reply }) => ({
    reward: reply?.reward ?? null,
    terms: reply?.reward_terms ?? {},
  }))
  const { bars, totals, ticks, zeroY } = layOutChart(shown, stepBudget, SIZE)
  const last = totals.at(-1)
  const answer = shown.at(-1)?.terms.answer
  const width = LEFT + SIZE.width + RIGHT
  const height = TOP + SIZE.height + BOTTOM
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={summary(steps)}>
        <g transform={`translate(${LEFT} ${TOP})`}>
          {ticks.map(({ y, value }) => (
            <g key={value}>
              <line class={value === 0 ? 'axis' : 'grid'} x1={0} x2={SIZE.width} y1={y} y2={y} />
              <text class="tick" x={-4} y={y + 3} text-anchor="end">
                {value.toFixed(1).replace('-', '−')}
              </text>
            </g>
          ))}
          {bars.map(({ step, term, value, ...box }) => (
            <rect key={`${step} ${term}`} class={`term-bar ${term}`} {...box}>
              <title>{`Step ${step + 1}: ${term} ${signed(value)}`}</title>
            </rect>
          ))}
          {totals.length > 0 && (
            <polyline
              class="total"
              points={[`0,${zeroY}`, ...totals.map(({ x, y }) => `${x},${y}`)].join(' ')}
            />
          )}
          {last !== undefined && answer !== undefined && (
            <g class="answer-mark">
              <line x1={last.x} x2={last.x} y1={0} y2={SIZE.height} />
              <text
                x={last.x + (last.x > SIZE.width / 2 ? -4 : 4)}
                y={8}
                text-anchor={last.x > SIZE.width / 2 ? 'end' : 'start'}
              >
                {`answer ${signed(answer)}`}
              </text>
            </g>
          )}
          {last !== undefined && <circle class="total-end" cx={last.x} cy={last.y} r={2.6} />}
        </g>
        <text class="tick" x={LEFT} y={height - 4}>
          step 1
        </text>
        <text class="tick" x={LEFT + SIZE.width} y={height - 4} text-anchor="end">
          step {stepBudget}
        </text>
      </svg>
      <figcaption>
        <span class="legend">
          <i class="line" aria-hidden="true" />
          total{answer === undefined ? '' : ' before the answer'}
        </span>
        {REWARD_TERMS.filter((term) => term !== 'answer').map((term) => (
          <span key={term} class="legend">
            <i class={`swatch ${term}`} aria-hidden="true" />
            {term}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

function summary(steps: readonly PlayedStep[]): string {
  if (steps.length === 0) return 'Chart of rewards, empty'
  return `Chart of rewards over ${steps.length} steps, ${plain(totalOf(steps))} in total; the table has each`
}
