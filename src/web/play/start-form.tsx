/** The choice of an episode: any, or by data set, split, database, difficulty and seed. */

import { useEffect, useId, useRef, useState } from 'preact/hooks'

import type { WireChoices } from '../../protocol/choices.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'
import { DIFFICULTIES, SPLITS } from '../../questions/question.ts'
import { counted } from '../number-text.ts'
import { ANY, countQuestions, optionsOf, toResetData } from './start-choice.ts'
import type { StartChoice } from './start-choice.ts'

type StartFormProps = {
  readonly choices: WireChoices
  readonly isBusy: boolean
  readonly onStart: (resetData: WireResetData) => void
  readonly onBack: (() => void) | undefined
}

export function StartForm({ choices, isBusy, onStart, onBack }: StartFormProps) {
  const [choice, setChoice] = useState<StartChoice>({
    dataset: choices.default_dataset,
    split: ANY,
    database: ANY,
    difficulty: ANY,
    seed: '',
  })
  const left = countQuestions(choices.groups, choice)
  const title = useRef<HTMLHeadingElement>(null)
  const comesFromEpisode = onBack !== undefined
  useEffect(() => {
    // The button that led here is gone.
    if (comesFromEpisode) title.current?.focus()
  }, [comesFromEpisode])
  const change = (part: Partial<StartChoice>) => setChoice({ ...choice, ...part })
  const select = (
    label: string,
    field: 'split' | 'database' | 'difficulty',
    values: readonly string[],
  ) => (
    <Select
      label={label}
      value={choice[field]}
      options={[
        { value: ANY, text: 'any', count: undefined },
        ...optionsOf(choices.groups, choice, field, values),
      ]}
      onChange={(value) => change({ [field]: value })}
    />
  )
  const databases = choices.groups.flatMap(({ dataset, db_id }) =>
    dataset === choice.dataset ? [db_id] : [],
  )
  return (
    <section class="start">
      <div class="prose">
        <h1 ref={title} tabIndex={-1}>
          Find the answer in a database you have not seen
        </h1>
        <p>
          You get a question and the names of the tables. Look around with <code>DESCRIBE</code>,{' '}
          <code>SAMPLE</code> and <code>QUERY</code>, then <code>ANSWER</code>. Every step is paid
          or charged a little, and a right answer earns 1: this is the very episode that a language
          model plays when it is trained here.
        </p>
      </div>
      <form
        class="start-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy && left > 0) onStart(toResetData(choice, randomSeed))
        }}
      >
        <fieldset>
          <legend>Which question</legend>
          {choices.datasets.length > 1 && (
            <Select
              label="Data set"
              value={choice.dataset}
              options={choices.datasets.map(({ name }) => ({
                value: name,
                text: name,
                count: countQuestions(choices.groups, { dataset: name }),
              }))}
              onChange={(dataset) =>
                change({ dataset, split: ANY, database: ANY, difficulty: ANY })
              }
            />
          )}
          {select('Database', 'database', [...new Set(databases)])}
          {select('Difficulty', 'difficulty', DIFFICULTIES)}
          {select('Split', 'split', SPLITS)}
          <div class="field">
            <label for="seed">Seed</label>
            <input
              id="seed"
              inputMode="numeric"
              pattern="[0-9]{1,15}"
              placeholder="any"
              autoComplete="off"
              value={choice.seed}
              onInput={({ currentTarget }) => change({ seed: currentTarget.value.trim() })}
              aria-describedby="seed-help"
            />
          </div>
        </fieldset>
        <p class="hint" id="seed-help">
          The same seed and choice give the same question, here and in training.
        </p>
        <div class="row">
          <button class="primary" aria-disabled={isBusy || left === 0}>
            {isBusy ? 'Starting…' : 'Start'}
          </button>
          {onBack !== undefined && (
            <button type="button" onClick={onBack}>
              Back to the episode
            </button>
          )}
          <a class="button" href="#watch">
            See two players first
          </a>
          <span class="hint">
            {left === 0
              ? 'No question fits this choice'
              : `drawn from ${counted(left, 'question')}`}
          </span>
        </div>
      </form>
      <ol class="course" aria-label="How an episode goes">
        {COURSE.map(({ what, text }) => (
          <li key={what}>
            <b>{what}</b> {text}
          </li>
        ))}
      </ol>
    </section>
  )
}

const COURSE = [
  {
    what: 'Look.',
    text: 'DESCRIBE shows the columns and keys of a table, SAMPLE its first rows. What is new pays a little.',
  },
  {
    what: 'Query.',
    text: 'SQL that comes nearer to the answer is paid as it does, here and on hidden data.',
  },
  {
    what: 'Answer.',
    text: 'A value, a list or a table, compared with the right one value by value. It ends the episode.',
  },
] as const

type SelectProps = {
  readonly label: string
  readonly value: string
  readonly options: readonly { value: string; text: string; count: number | undefined }[]
  readonly onChange: (value: string) => void
}

function Select({ label, value, options, onChange }: SelectProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map((option) => (
          <option
            key={option.value}
            value={option.value}
            disabled={option.count === 0 && option.value !== value}
          >
            {option.count === undefined ? option.text : `${option.text} (${option.count})`}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Small enough to be read out and typed in. */
function randomSeed(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1))
  return value % 1_000_000
}
