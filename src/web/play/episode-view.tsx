/** One episode: the question, the ways to act, what came of it, and how it ended. */

import type { RefObject } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'

import type { WireChoices } from '../../protocol/choices.ts'
import { parseSchemaInfo } from '../../client/schema-info.ts'
import { counted } from '../number-text.ts'
import type { PlayedAction } from '../record/played-step.ts'
import { StepRecord } from '../record/step-record.tsx'
import { AnswerForm } from './answer-form.tsx'
import { LinkNotice } from './link-notice.tsx'
import type { Drafts, PageMemory } from './page-memory.ts'
import type { PlaySession, PlayState } from './play-session.ts'
import { QueryForm } from './query-form.tsx'
import { ResultView } from './result-view.tsx'
import type { SavedEpisode } from './saved-episode.ts'
import { SchemaPanel } from './schema-panel.tsx'
import { useEpisodeKeys } from './use-episode-keys.ts'
import { VerdictView } from './verdict-view.tsx'

type EpisodeViewProps = {
  readonly episode: SavedEpisode
  readonly state: PlayState
  readonly session: PlaySession
  readonly memory: PageMemory
  readonly choices: WireChoices
  /** Takes the focus when an episode begins. */
  readonly title: RefObject<HTMLHeadingElement | null>
  readonly onNew: () => void
  readonly onAgain: () => void
}

export function EpisodeView(props: EpisodeViewProps) {
  const { episode, state, session, memory, choices, title, onNew, onAgain } = props
  const [drafts, setDrafts] = useState(memory.loadDrafts)
  const draft = (part: Partial<Drafts>) => {
    const next = { ...drafts, ...part }
    memory.saveDrafts(next)
    setDrafts(next)
  }
  const tables = useMemo(() => parseSchemaInfo(episode.schemaInfo), [episode.schemaInfo])
  const verdict = useRef<HTMLElement>(null)
  const wasDone = useRef(episode.isDone)
  // Not while a step is on its way: for most steps that is a moment, in which nothing has to flicker.
  const canAct = state.link.kind === 'ready' && !episode.isDone
  const act = (action: PlayedAction) => void session.act(action)
  const retry = () => {
    session.retry()
    // The button goes with its notice.
    title.current?.focus()
  }
  useEpisodeKeys()

  useEffect(() => {
    // The boxes that may have had the focus are gone.
    if (episode.isDone && !wasDone.current) verdict.current?.focus()
    wasDone.current = episode.isDone
  }, [episode.isDone])

  const answerWith = (answer: string) => {
    draft({ answer })
    document.querySelector<HTMLElement>('#answer')?.focus()
  }

  return (
    <div class="episode">
      <section class="question" aria-labelledby="question">
        <h1 id="question" ref={title} tabIndex={-1} dir="auto">
          {episode.question}
        </h1>
        <p class="facts">
          <Facts episode={episode} />
          <button type="button" class="quiet" onClick={onNew}>
            New episode
          </button>
        </p>
        <Budget left={episode.stepsLeft} total={episode.stepsLeft + episode.stepCount} />
        <LinkNotice state={state} onRetry={retry} onNew={onNew} />
      </section>
      <div class="work">
        {episode.isDone ? (
          <VerdictView episode={episode} place={verdict} onNew={onNew} onAgain={onAgain} />
        ) : (
          <QueryForm
            sql={drafts.sql}
            tables={tables}
            canAct={canAct}
            isBusy={state.isBusy}
            onChange={(sql) => draft({ sql })}
            onRun={(argument) => act({ action_type: 'QUERY', argument })}
          />
        )}
        <ResultView steps={episode.steps} onAnswer={episode.isDone ? undefined : answerWith} />
        {!episode.isDone && (
          <AnswerForm
            answer={drafts.answer}
            canAct={canAct}
            onChange={(answer) => draft({ answer })}
            onAnswer={(argument) => act({ action_type: 'ANSWER', argument })}
          />
        )}
      </div>
      <SchemaPanel
        tables={tables}
        sampleRows={choices.sample_rows}
        canAct={canAct}
        isDone={episode.isDone}
        onAct={act}
      />
      <StepRecord
        steps={episode.steps}
        stepBudget={episode.stepCount + episode.stepsLeft}
        headingId="record"
      />
    </div>
  )
}

function Facts({ episode }: { episode: SavedEpisode }) {
  const { db_id, difficulty, split, resetData, question_id } = episode
  return (
    <>
      <span>
        Database <b>{db_id}</b>
      </span>
      <span>{difficulty}</span>
      <span>{split}</span>
      <span title={question_id ?? undefined}>seed {resetData.seed}</span>
    </>
  )
}

function Budget({ left, total }: { left: number; total: number }) {
  return (
    <div class="budget" data-low={left <= 3}>
      <span id="budget">{`${left} of ${counted(total, 'step')} left`}</span>
      <div
        class="bar"
        role="meter"
        aria-labelledby="budget"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={left}
      >
        <div style={{ width: `${(100 * left) / Math.max(total, 1)}%` }} />
      </div>
    </div>
  )
}
