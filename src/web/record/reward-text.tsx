/** A reward with its terms, as text. */

import { REWARD_TERMS } from '../../reward/terms.ts'
import { signed } from '../number-text.ts'
import type { PlayedTerms } from './played-step.ts'

export function RewardText({ reward, terms }: { reward: number; terms: PlayedTerms }) {
  const tone = reward > 0 ? 'gain' : reward < 0 ? 'loss' : 'even'
  return (
    <span class="reward">
      <b class={tone}>{signed(reward)}</b> <TermList terms={terms} />
    </span>
  )
}

export function TermList({ terms }: { terms: PlayedTerms }) {
  return (
    <span class="terms">
      {REWARD_TERMS.flatMap((term) => {
        const value = terms[term]
        if (value === undefined) return []
        return [
          <span key={term} class="term">
            <i class={`swatch ${term}`} aria-hidden="true" />
            {term} {signed(value)}
          </span>,
        ]
      })}
    </span>
  )
}
