/** How many of the known ways to fool a grader work here, as Markdown. */

import { markdownTable } from '../report-table.ts'
import type { PlayedFailure } from './played-failures.ts'

export function formatFailures(played: readonly PlayedFailure[]): string {
  const groups = [...Map.groupBy(played, ({ id }) => id)]
  return [
    '### Known failures',
    markdownTable(
      ['id', 'wrong', 'passed', 'right', 'refused'],
      [...groups, ['all', played] as const].map(([id, episodes]) => failureRow(id, episodes)),
    ),
  ].join('\n\n')
}

function failureRow(id: string, episodes: readonly PlayedFailure[]): string[] {
  const wrong = episodes.filter(({ isRight }) => !isRight)
  const right = episodes.filter(({ isRight }) => isRight)
  const passed = wrong.filter(({ isSolved }) => isSolved)
  const refused = right.filter(({ isSolved }) => !isSolved)
  return [id, ...[wrong, passed, right, refused].map(({ length }) => String(length))]
}

/** What falls short, a line each. */
export function failureShortcomings(played: readonly PlayedFailure[]): string[] {
  return played
    .filter(({ isRight, isSolved }) => isRight !== isSolved)
    .map(({ id, grading, isSolved }) => `${id} is ${isSolved ? 'solved' : 'refused'} by ${grading}`)
}
