/** All steps with what they earned: as a chart, and as a ledger. */

import { plain } from '../number-text.ts'
import { Ledger } from './ledger.tsx'
import { totalOf } from './played-step.ts'
import type { PlayedStep } from './played-step.ts'
import { RewardChart } from './reward-chart.tsx'

type StepRecordProps = {
  readonly steps: readonly PlayedStep[]
  readonly stepBudget: number
  readonly headingId: string
  /** The id of whose record it is, where a page has several. */
  readonly ownerId?: string
}

export function StepRecord({ steps, stepBudget, headingId, ownerId = '' }: StepRecordProps) {
  return (
    <section class="panel record" aria-labelledby={`${ownerId} ${headingId}`.trim()}>
      <h2 id={headingId}>
        Reward <span class="count">{plain(totalOf(steps))}</span>
      </h2>
      <div class="record-body">
        <RewardChart steps={steps} stepBudget={stepBudget} />
        {steps.length === 0 ? <p class="hint">No steps yet.</p> : <Ledger steps={steps} />}
      </div>
    </section>
  )
}
