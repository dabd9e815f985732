/** What a replay found, in words that are safe for a terminal. */

import type { ReplayOutcome } from '../../evaluation/trajectory/replay-trajectory.ts'
import type { RecordedExchange } from '../../evaluation/trajectory/trajectory.ts'
import { toSafeText } from '../safe-text.ts'
import type { FileReplay } from './replay-file.ts'

const VALUE_CHARS_MAX = 200

/** Of a remark that names what stands in a file or came from a server. */
const REMARK_CHARS_MAX = 400

/** Of the text before the first difference, so that it is seen where it stands. */
const CONTEXT_CHARS = 40

/** Further ones are counted. */
const DIFFERENCES_SHOWN_MAX = 20

/** @returns undefined when nothing is different */
export function differenceText(
  outcome: ReplayOutcome,
  exchanges: readonly RecordedExchange[],
): string | undefined {
  switch (outcome.kind) {
    case 'same':
      return undefined
    case 'not_played':
      return `could not be played at ${placeText(outcome.step, exchanges)}: ${toRemark(outcome.reason)}`
    case 'different': {
      const { recorded, replayed } = outcome
      const start = Math.max(0, firstDifferenceAt(recorded, replayed) - CONTEXT_CHARS)
      return [
        `differs at ${placeText(outcome.step, exchanges)}, ${toRemark(outcome.field)}`,
        `    recorded ${cut(recorded, start, VALUE_CHARS_MAX)}`,
        `    replayed ${cut(replayed, start, VALUE_CHARS_MAX)}`,
      ].join('\n')
    }
  }
}

/** The whole report on a file. */
export function fileText(file: string, { lineCount, differences, damage }: FileReplay): string {
  const sameCount = lineCount - differences.length
  const shown = differences.slice(0, DIFFERENCES_SHOWN_MAX)
  const hiddenCount = differences.length - shown.length
  return toSafeText(
    [
      `${file}: ${sameCount} of ${lineCount} episodes are the same`,
      ...shown.map(({ line, text }) => `  line ${line} ${text}`),
      ...(hiddenCount > 0 ? [`  and ${hiddenCount} more are different`] : []),
      ...(damage === undefined ? [] : [`  ${toRemark(damage)}`]),
    ].join('\n'),
  )
}

/** On one line, so that no file can write lines of its own into a report. */
export function toRemark(text: string): string {
  return cut(text.replaceAll('\n', ' '), 0, REMARK_CHARS_MAX)
}

function placeText(step: number, exchanges: readonly RecordedExchange[]): string {
  return step === 0 ? 'the reset' : `step ${step} of ${exchanges.length - 1}`
}

function firstDifferenceAt(one: string, other: string): number {
  let index = 0
  while (index < one.length && one[index] === other[index]) index += 1
  return index
}

function cut(text: string, start: number, charsMax: number): string {
  const part = text.slice(start, start + charsMax)
  return `${start > 0 ? '…' : ''}${part}${start + part.length < text.length ? '…' : ''}`
}
