/** One recording with its controls: both runs go on step by step. */

import { useEffect, useState } from 'preact/hooks'

import { counted } from '../number-text.ts'
import type { Recording } from '../record/recording.ts'
import { BEGINNING, SPEEDS, nextPlayback } from './playback.ts'
import type { PlaybackEvent, Speed } from './playback.ts'
import { RunView } from './run-view.tsx'

export function RecordingPlayer({ recording }: { recording: Recording }) {
  const [playback, setPlayback] = useState(BEGINNING)
  const [speed, setSpeed] = useState<Speed>('normal')
  const length = Math.max(...recording.runs.map(({ steps }) => steps.length))
  const { shown, isPlaying } = playback
  const follow = (event: PlaybackEvent) => setPlayback((now) => nextPlayback(now, event, length))

  useEffect(() => {
    if (!isPlaying) return
    const timer = setInterval(() => follow('tick'), SPEEDS[speed])
    return () => clearInterval(timer)
  }, [isPlaying, speed])

  return (
    <>
      <section class="controls" aria-label="Playback">
        <button
          type="button"
          class="primary play-button"
          onClick={() => follow(isPlaying ? 'pause' : 'play')}
        >
          {isPlaying ? 'Pause' : shown >= length ? 'Play again' : 'Play'}
        </button>
        <button type="button" aria-disabled={shown === 0} onClick={() => follow('back')}>
          Step back
        </button>
        <button
          type="button"
          aria-disabled={shown >= length}
          onClick={() => shown < length && follow('step')}
        >
          Step
        </button>
        <button type="button" aria-disabled={shown === 0} onClick={() => follow('restart')}>
          Restart
        </button>
        <label class="speed">
          <span>Speed</span>
          <select
            value={speed}
            onChange={({ currentTarget }) => setSpeed(currentTarget.value as Speed)}
          >
            {Object.keys(SPEEDS).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <span role="status" class="hint">
          {shown === 0 ? counted(length, 'step') : `step ${shown} of ${length}`}
        </span>
      </section>
      <div class="runs">
        {recording.runs.map((run) => (
          <RunView
            key={run.player}
            run={run}
            shown={Math.min(shown, run.steps.length)}
            stepBudget={recording.step_budget}
          />
        ))}
      </div>
    </>
  )
}
