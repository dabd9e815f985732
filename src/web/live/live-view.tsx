/** Live: the episodes that are being played on this server, by whomever. */

import { useState } from 'preact/hooks'
import * as v from 'valibot'

import { ShownSummarySchema } from '../../protocol/spectate.ts'
import type { ShownSummary } from '../../protocol/spectate.ts'
import { plain } from '../number-text.ts'
import { OUTCOMES } from '../record/outcome-texts.ts'
import { parsed, useEventStream } from './event-stream.ts'
import { LiveEpisode } from './live-episode.tsx'

export function LiveView() {
  const [episodes, setEpisodes] = useState<readonly ShownSummary[]>([])
  const [chosen, setChosen] = useState<number>()
  const state = useEventStream(
    'spectate',
    { episodes: parsed(v.array(ShownSummarySchema), setEpisodes) },
    true,
  )
  return (
    <div class="live">
      <div class="prose">
        <h1>Watch episodes as they are played</h1>
        <p>
          Agents and people who play on this server are shown here, the latest first. You see what
          they see, and can change nothing. A right answer is not told.
        </p>
        {(state === 'lost' || state === 'refused') && (
          <p class="notice problem" role="status">
            {state === 'lost'
              ? 'The connection to the server was lost. Trying again…'
              : 'The server shows no episodes now: too many may be watching. Trying again…'}
          </p>
        )}
      </div>
      <div class="live-places">
        <EpisodeList episodes={episodes} chosen={chosen} onChoose={setChosen} />
        {chosen === undefined ? (
          <p class="hint">Choose an episode to see its steps.</p>
        ) : (
          <LiveEpisode key={chosen} number={chosen} />
        )}
      </div>
    </div>
  )
}

type EpisodeListProps = {
  readonly episodes: readonly ShownSummary[]
  readonly chosen: number | undefined
  readonly onChoose: (number: number) => void
}

function EpisodeList({ episodes, chosen, onChoose }: EpisodeListProps) {
  if (episodes.length === 0) return <p class="hint">Nobody plays at this moment.</p>
  return (
    <ol class="live-list" aria-label="Episodes" reversed>
      {episodes.map(({ number, question, db_id, step_count, reward_total, done, outcome }) => (
        <li key={number}>
          <button type="button" aria-pressed={number === chosen} onClick={() => onChoose(number)}>
            <bdi class="live-asked">{question}</bdi>
            <small>
              {db_id}, step {step_count}, {plain(reward_total)} earned,{' '}
              {outcome === null ? (done ? 'left' : 'under way') : OUTCOMES[outcome]}
            </small>
          </button>
        </li>
      ))}
    </ol>
  )
}
