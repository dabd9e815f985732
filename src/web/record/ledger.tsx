/** The steps as a table: action, reward, running total, terms. */

import { plain, signed } from '../number-text.ts'
import { runningTotals } from './played-step.ts'
import type { PlayedStep } from './played-step.ts'
import { TermList } from './reward-text.tsx'

/** As much of an argument as an agent's `action_history` keeps. */
const ARGUMENT_CHARS_MAX = 200

export function Ledger({ steps }: { steps: readonly PlayedStep[] }) {
  const totals = runningTotals(steps)
  return (
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
            <Row key={index} number={index + 1} step={step} total={totals[index] ?? 0} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ number, step, total }: { number: number; step: PlayedStep; total: number }) {
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

function shortened(argument: string): string {
  const chars = Array.from(argument)
  if (chars.length <= ARGUMENT_CHARS_MAX) return argument
  return `${chars.slice(0, ARGUMENT_CHARS_MAX).join('')}…`
}
