/** Watch: recorded episodes, two players on the same question side by side. */

import { useEffect, useState } from 'preact/hooks'

import type { Recording } from '../record/recording.ts'
import { loadRecordings } from './load-recordings.ts'
import { OpenedChoice, ShippedChoice } from './recording-choice.tsx'
import type { OpenedFile } from './recording-choice.tsx'
import { RecordingPlayer } from './recording-player.tsx'
import { TrajectoryFile } from './trajectory-file.tsx'

export function WatchView() {
  const { recordings: shipped, hasFailed, load } = useRecordings()
  const [opened, setOpened] = useState<OpenedFile>()
  const [chosen, setChosen] = useState(0)
  const recordings = opened?.recordings ?? shipped
  const recording = recordings[chosen]
  function show(file: OpenedFile | undefined): void {
    setOpened(file)
    setChosen(0)
  }
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
      <TrajectoryFile onOpened={(name, read) => show({ name, recordings: read })} />
      {opened === undefined ? (
        <ShippedChoice recordings={shipped} chosen={chosen} onChosen={setChosen} />
      ) : (
        <OpenedChoice
          file={opened}
          chosen={chosen}
          onChosen={setChosen}
          onClosed={() => show(undefined)}
        />
      )}
      {recording !== undefined && (
        <RecordingPlayer
          key={`${opened?.name ?? ''} ${recording.question_id}`}
          recording={recording}
        />
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
