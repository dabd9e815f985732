/** What the latest step showed: a table, a text, or an error. */

import { parseResult, toAnswer } from '../observation/result-text.ts'
import { ResultTable } from '../observation/result-table.tsx'
import type { PlayedStep } from '../record/played-step.ts'
import { RewardText } from '../record/reward-text.tsx'

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

type StepResultProps = {
  readonly step: PlayedStep
  /** From 1. */
  readonly number: number
  readonly onAnswer: ((answer: string) => void) | undefined
}

function StepResult({ step: { action, reply }, number, onAnswer }: StepResultProps) {
  const caption = `Step ${number}: ${action.action_type}`
  if (reply === null) {
    return <p>{caption} counted, but its reply was lost with the connection.</p>
  }
  const isData = action.action_type === 'QUERY' || action.action_type === 'SAMPLE'
  const result = isData ? parseResult(reply.result) : undefined
  return (
    <>
      <p class="result-head">
        <b>{caption}</b>
        {action.action_type !== 'QUERY' && <bdi class="argument">{action.argument}</bdi>}
        <RewardText reward={reply.reward} terms={reply.reward_terms} />
      </p>
      {reply.error !== '' && (
        <p class="error" dir="auto">
          {reply.error}
        </p>
      )}
      {result?.kind === 'table' && <ResultTable result={result} caption={caption} />}
      {reply.result !== '' && result?.kind !== 'table' && (
        <pre class="result-text" tabIndex={0} dir="auto" aria-label={caption}>
          {reply.result}
        </pre>
      )}
      {action.action_type === 'QUERY' && result !== undefined && reply.result !== '' && (
        <UseAsAnswer
          isWhole={reply.query?.truncated === false}
          onUse={onAnswer && (() => onAnswer(toAnswer(result)))}
        />
      )}
    </>
  )
}

function UseAsAnswer({ isWhole, onUse }: { isWhole: boolean; onUse: (() => void) | undefined }) {
  if (onUse === undefined) return null
  return (
    <p class="row">
      <button type="button" onClick={onUse}>
        Use this result as the answer
      </button>
      {!isWhole && (
        <span class="hint">Not all of its rows are shown, so not all would be in it.</span>
      )}
    </p>
  )
}
