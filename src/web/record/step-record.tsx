/** All steps with what they earned: as a chart, and as a ledger. */

import { plain, signed } from '../number-text.ts'
import { runningTotals } from './played-step.ts'
import type { PlayedStep } from './played-step.ts'
import { RewardChart } from './reward-chart.tsx'
import { TermList } from './reward-text.tsx'

type StepRecordProps = {
  readonly steps: readonly PlayedStep[]
  readonly stepBudget: number
  readonly headingId: string
}

export function StepRecord({ steps, stepBudget, headingId }: StepRecordProps) {
  const totals = runningTotals(steps)
  return (
    <section class="panel record" aria-labelledby={headingId}>
      <h2 id={headingId}>
        Reward <span class="count">{plain(totals.at(-1) ?? 0)}</span>
      </h2>
      <div class="record-body">
        <RewardChart steps={steps} stepBudget={stepBudget} />
        <div class="ledger-box">
          <table class="ledger">
            <caption class="for-ears">Steps and their rewards</caption>
            <thead>
              <tr>
                <th scope="col" class="number">
                  <abbr title="step">#</abbr>
                </th>
                <th scope="col">Action</th>
                <th scope="col" class="figure">
                  Reward
                </th>
                <th scope="col" class="figure">
                  Total
                </th>
                <th scope="col">Terms</th>
              </tr>
            </thead>
            <tbody>
              {steps.map((step, index) => (
                <LedgerRow key={index} number={index + 1} step={step} total={totals[index] ?? 0} />
              ))}
            </tbody>
          </table>
          {steps.length === 0 && <p class="hint">No steps yet.</p>}
        </div>
      </div>
    </section>
  )
}

function LedgerRow({ number, step, total }: { number: number; step: PlayedStep; total: number }) {
  const { action, reply } = step
  return (
    <tr class={reply !== null && reply.error !== '' ? 'failed' : undefined}>
      <th scope="row" class="number">
        {number}
      </th>
      <td class="action">
        <b>{action.action_type}</b> <bdi>{shortened(action.argument)}</bdi>
      </td>
      <td class="figure">{reply === null ? '?' : signed(reply.reward)}</td>
      <td class="figure">{plain(total)}</td>
      <td>{reply === null ? 'the reply was lost' : <TermList terms={reply.reward_terms} />}</td>
    </tr>
  )
}

/** As much as an agent's `action_history` keeps of it. */
const ARGUMENT_CHARS_MAX = 200

function shortened(argument: string): string {
  const chars = Array.from(argument)
  if (chars.length <= ARGUMENT_CHARS_MAX) return argument
  return `${chars.slice(0, ARGUMENT_CHARS_MAX).join('')}…`
}
