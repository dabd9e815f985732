/** Which question's episodes are watched: of those that are shipped, or of a file that was opened. */

import { counted } from '../number-text.ts'
import { OUTCOMES } from '../record/outcome-texts.ts'
import type { Recording } from '../record/recording.ts'

export type OpenedFile = { readonly name: string; readonly recordings: readonly Recording[] }

type ChoiceProps = {
  readonly recordings: readonly Recording[]
  readonly chosen: number
  readonly onChosen: (index: number) => void
}

/** They are few. */
export function ShippedChoice({ recordings, chosen, onChosen }: ChoiceProps) {
  if (recordings.length === 0) return null
  return (
    <fieldset class="choice">
      <legend>Question</legend>
      {recordings.map(({ question, question_id, db_id, difficulty }, index) => (
        <label key={question_id}>
          <input
            type="radio"
            name="recording"
            checked={index === chosen}
            onChange={() => onChosen(index)}
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
  )
}

type OpenedProps = Omit<ChoiceProps, 'recordings'> & {
  readonly file: OpenedFile
  readonly onClosed: () => void
}

/** They may be thousands. */
export function OpenedChoice({ file, chosen, onChosen, onClosed }: OpenedProps) {
  const { name, recordings } = file
  const recording = recordings[chosen]
  return (
    <section class="choice" aria-label="Opened file">
      <p role="status">
        <bdi>{name}</bdi>: {counted(recordings.length, 'question')}{' '}
        <button type="button" onClick={onClosed}>
          Close the file
        </button>
      </p>
      <label>
        <span>Question</span>
        <select
          value={String(chosen)}
          onChange={({ currentTarget }) => onChosen(Number(currentTarget.value))}
        >
          {recordings.map((one, index) => (
            <option key={one.question_id} value={String(index)}>
              {one.question_id}: {one.runs.map(endingOf).join(', ')}
            </option>
          ))}
        </select>
      </label>
      {recording !== undefined && (
        <p>
          <bdi>{recording.question}</bdi>{' '}
          <small>
            {recording.db_id}, {recording.difficulty}
          </small>
        </p>
      )}
    </section>
  )
}

function endingOf({ outcome }: Recording['runs'][number]): string {
  return outcome === null ? 'left' : OUTCOMES[outcome].toLowerCase()
}
