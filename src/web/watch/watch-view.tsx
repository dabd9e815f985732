/** Watch: recorded episodes, two players on the same question side by side. */

import { useEffect, useState } from 'preact/hooks'

import type { Recording } from '../record/recording.ts'
import { loadRecordings } from './load-recordings.ts'
import { RecordingPlayer } from './recording-player.tsx'

export function WatchView() {
  const { recordings, hasFailed, load } = useRecordings()
  const [chosen, setChosen] = useState(0)
  const recording = recordings[chosen]
  return (
    <div class="watch">
      <div class="prose">
        <h1>Watch two players on the same question</h1>
        <p>
          One looks before it answers, the other acts at random. Both were recorded on this
          environment, on questions to train on; what you see is what the server sent them.
        </p>
      </div>
      {hasFailed && (
        <div class="notice problem" role="alert">
          <p>The recordings could not be loaded.</p>
          <button type="button" onClick={load}>
            Try again
          </button>
        </div>
      )}
      {recordings.length > 0 && (
        <fieldset class="choice">
          <legend>Question</legend>
          {recordings.map(({ question, question_id, db_id, difficulty }, index) => (
            <label key={question_id}>
              <input
                type="radio"
                name="recording"
                checked={index === chosen}
                onChange={() => setChosen(index)}
              />
              <span>
                <bdi>{question}</bdi>{' '}
                <small>
                  {db_id}, {difficulty}
                </small>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {recording !== undefined && (
        <RecordingPlayer key={recording.question_id} recording={recording} />
      )}
    </div>
  )
}

function useRecordings() {
  const [recordings, setRecordings] = useState<readonly Recording[]>([])
  const [hasFailed, setHasFailed] = useState(false)
  function load(): void {
    setHasFailed(false)
    loadRecordings().then(setRecordings, () => setHasFailed(true))
  }
  useEffect(load, [])
  return { recordings, hasFailed, load }
}
