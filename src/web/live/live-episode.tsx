/** One running episode, step by step as it is played. */

import { useState } from 'preact/hooks'

import { ShownOpeningSchema, ShownStepSchema } from '../../protocol/spectate.ts'
import type { ShownOpening, ShownStep } from '../../protocol/spectate.ts'
import { counted } from '../number-text.ts'
import { OUTCOMES } from '../record/outcome-texts.ts'
import { toPlayedStep } from '../record/played-step.ts'
import { StepRecord } from '../record/step-record.tsx'
import { StepResult } from '../record/step-result.tsx'
import { parsed, useEventStream } from './event-stream.ts'

export function LiveEpisode({ number }: { number: number }) {
  const [episode, setEpisode] = useState<ShownOpening>()
  const state = useEventStream(`spectate/${number}`, {
    opening: parsed(ShownOpeningSchema, setEpisode),
    step: parsed(ShownStepSchema, (step) =>
      setEpisode((now) => now && { ...now, steps: [...now.steps, step] }),
    ),
  })
  if (episode === undefined) {
    return (
      <p class="hint" role="status">
        {state === 'refused' ? `Episode ${number} is not shown now.` : 'Opening the episode…'}
      </p>
    )
  }
  const { opening, steps_left_out: leftOut } = episode
  const steps = episode.steps.map(playedStepOf)
  const last = episode.steps.at(-1)?.reply ?? opening
  const { step_count, budget_remaining } = last.observation
  const step = steps.at(-1)
  return (
    <section class="run" aria-labelledby="live-question">
      <h2 id="live-question" dir="auto">
        {opening.observation.question}
      </h2>
      <p class="hint" role="status">
        {last.metadata.outcome === null
          ? `${budget_remaining} of ${counted(step_count + budget_remaining, 'step')} left`
          : OUTCOMES[last.metadata.outcome]}
        {leftOut > 0 && `; the first ${counted(leftOut, 'step')} are not kept`}
        {state === 'ended' && last.metadata.outcome === null && '. Its player has left it.'}
        {state === 'refused' && '. This episode is not shown any more.'}
      </p>
      <div class="panel shown-step" tabIndex={0} role="region" aria-label="The latest step">
        {step === undefined ? (
          <p class="hint">The first step will stand here.</p>
        ) : (
          <StepResult step={step} number={step_count} hasSql onAnswer={undefined} />
        )}
      </div>
      <StepRecord
        steps={steps}
        stepBudget={step_count + budget_remaining}
        headingId="live-reward"
      />
    </section>
  )
}

function playedStepOf({ action_type, argument, reply }: ShownStep) {
  return toPlayedStep({ action_type, argument: argument ?? 'not shown to spectators' }, reply)
}
