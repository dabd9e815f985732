/** What one step showed: a table, a text, or an error, with what it earned. */

import { parseResultText, toAnswerText } from '../../client/result-text.ts'
import { ResultTable } from '../observation/result-table.tsx'
import type { PlayedStep } from './played-step.ts'
import { RewardText } from './reward-text.tsx'

type StepResultProps = {
  readonly step: PlayedStep
  /** From 1. */
  readonly number: number
  /** Whether to show the SQL of a query: where no field beside it has it. */
  readonly hasSql?: boolean
  /** Absent where no answer can be given any more. */
  readonly onAnswer: ((answer: string) => void) | undefined
}

export function StepResult({ step, number, hasSql = false, onAnswer }: StepResultProps) {
  const { action, reply } = step
  const caption = `Step ${number}: ${action.action_type}`
  if (reply === null) {
    return <p>{caption} counted, but its reply was lost with the connection.</p>
  }
  const isQuery = action.action_type === 'QUERY'
  const isData = isQuery || action.action_type === 'SAMPLE'
  const table = isData ? parseResultText(reply.result) : undefined
  return (
    <>
      <p class="result-head">
        <b>{caption}</b>
        {(!isQuery || hasSql) && <bdi class="argument">{action.argument}</bdi>}
        <RewardText reward={reply.reward} terms={reply.reward_terms} />
      </p>
      {reply.error !== '' && (
        <p class="error" dir="auto">
          {reply.error}
        </p>
      )}
      {table !== undefined && <ResultTable result={table} caption={caption} />}
      {reply.result !== '' && table === undefined && (
        <pre class="result-text" tabIndex={0} dir="auto" role="region" aria-label={caption}>
          {reply.result}
        </pre>
      )}
      {isQuery && reply.result !== '' && onAnswer !== undefined && (
        <p class="row">
          <button type="button" onClick={() => onAnswer(toAnswerText(reply.result))}>
            Use this result as the answer
          </button>
          {reply.query?.truncated === true && (
            <span class="hint">Only the rows that are shown will be in it.</span>
          )}
        </p>
      )}
    </>
  )
}
