/** One player's run as far as it has been played. */

import { plain } from '../number-text.ts'
import { totalOf } from '../record/played-step.ts'
import type { RecordedRun } from '../record/recording.ts'
import { StepRecord } from '../record/step-record.tsx'
import { StepResult } from '../record/step-result.tsx'
import { OUTCOMES } from '../record/outcome-texts.ts'

type RunViewProps = {
  readonly run: RecordedRun
  /** Steps that are shown. */
  readonly shown: number
  readonly stepBudget: number
}

export function RunView({ run: { player, outcome, steps }, shown, stepBudget }: RunViewProps) {
  const played = steps.slice(0, shown)
  const step = played.at(-1)
  const isOver = shown === steps.length && outcome !== null
  const id = `run-${player.replaceAll(' ', '-')}`
  return (
    <section class="run" aria-labelledby={id}>
      <h2 id={id}>
        <span class="player" id={`${id}-player`}>
          Played {player}
        </span>
        <span class={`ending ${isOver ? outcome : ''}`}>
          {isOver && `${OUTCOMES[outcome]}, ${plain(totalOf(steps))} earned`}
          {!isOver && (shown === 0 ? 'not begun' : 'under way')}
        </span>
      </h2>
      <div class="panel shown-step" tabIndex={0} role="region" aria-label={`The step, ${player}`}>
        {step === undefined ? (
          <p class="hint">The first step will stand here.</p>
        ) : (
          <StepResult step={step} number={shown} hasSql onAnswer={undefined} />
        )}
      </div>
      <StepRecord
        steps={played}
        stepBudget={stepBudget}
        headingId={`${id}-reward`}
        ownerId={`${id}-player`}
      />
    </section>
  )
}
