/** How the episode ended. */

import type { RefObject } from 'preact'

import { resetExample } from '../learn/examples.ts'
import { counted, plain } from '../number-text.ts'
import { OUTCOMES } from '../record/outcome-texts.ts'
import { totalOf } from '../record/played-step.ts'
import { TermList } from '../record/reward-text.tsx'
import { serverUrl } from '../server.ts'
import type { SavedEpisode } from './saved-episode.ts'
import { answerIn, endOf } from './verdict-text.ts'

type VerdictViewProps = {
  readonly episode: SavedEpisode
  /** Takes the focus when the episode ends. */
  readonly place: RefObject<HTMLElement | null>
  readonly onNew: () => void
  readonly onAgain: () => void
}

export function VerdictView({ episode, place, onNew, onAgain }: VerdictViewProps) {
  const { outcome, steps } = episode
  const last = steps.at(-1)
  const isRewardKnown =
    steps.length === episode.stepCount && steps.every(({ reply }) => reply !== null)
  const answer = answerIn(steps)
  return (
    <section
      ref={place}
      class={`panel verdict ${outcome ?? ''}`}
      tabIndex={-1}
      aria-labelledby="verdict-title"
    >
      <h2 id="verdict-title">{outcome === null ? 'The episode is over' : OUTCOMES[outcome]}</h2>
      {answer !== undefined && (
        <p class="given">
          Your answer: <bdi>{answer.action.argument}</bdi>
        </p>
      )}
      <p dir="auto">{endOf(episode)}</p>
      <p>
        The episode earned <b>{plain(totalOf(steps))}</b> in {counted(episode.stepCount, 'step')}
        {isRewardKnown ? '.' : ', as far as the replies arrived.'}
        {last?.reply != null && (
          <>
            {' '}
            Its last step: <TermList terms={last.reply.reward_terms} />
          </>
        )}
      </p>
      <details>
        <summary>This episode from Python</summary>
        <pre tabIndex={0} role="region" aria-label="This episode from Python">
          <code>{resetExample(serverUrl(), episode.resetData)}</code>
        </pre>
      </details>
      <div class="row">
        <button type="button" class="primary" onClick={onNew}>
          New episode
        </button>
        <button type="button" onClick={onAgain}>
          This question again
        </button>
      </div>
    </section>
  )
}
