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
}

export function StepRecord({ steps, stepBudget, headingId }: StepRecordProps) {
  return (
    <section class="panel record" aria-labelledby={headingId}>
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
