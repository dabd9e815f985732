/** What the latest step showed. */

import type { PlayedStep } from '../record/played-step.ts'
import { StepResult } from '../record/step-result.tsx'

type ResultViewProps = {
  readonly steps: readonly PlayedStep[]
  /** Absent where no answer can be given any more. */
  readonly onAnswer: ((answer: string) => void) | undefined
}

export function ResultView({ steps, onAnswer }: ResultViewProps) {
  // What came of an answer stands in the verdict.
  const index = steps.findLastIndex(({ action }) => action.action_type !== 'ANSWER')
  const step = steps[index]
  return (
    <section class="panel result" id="result" tabIndex={-1} aria-labelledby="result-title">
      <h2 id="result-title">Result</h2>
      {step === undefined ? (
        <p class="hint">What your steps show will stand here.</p>
      ) : (
        <StepResult step={step} number={index + 1} onAnswer={onAnswer} />
      )}
    </section>
  )
}
