/** A recorded episode as a reader follows it: shortened, and every cut is marked. */

import type { WireAction } from '../../src/protocol/action.ts'
import { readTrajectory } from '../../src/evaluation/trajectory/read-trajectory.ts'

/** Lines of one action or one result that are shown. */
const LINES_MAX = 5

/** Of such a line, in characters. */
const WIDTH_MAX = 88

/** DESCRIBEs in a row that are shown. */
const SAME_MAX = 2

const CUT = '[…]'

/**
 * @param line - of a file of trajectories
 * @returns a code block
 * @throws {Error} when the line is no trajectory, or one that was changed
 */
export function toTranscript(line: string): string {
  const reading = readTrajectory(line)
  if (reading.kind !== 'trajectory') throw new Error(`Expected a trajectory, got ${reading.kind}`)
  const { trajectory, exchanges } = reading
  const opening = trajectory.opening.reply.observation
  const steps = trajectory.steps.map(({ action }, index) => {
    const { observation, reward } = exchanges[index + 1]?.reply ?? trajectory.opening.reply
    const shown = observation.error === '' ? observation.result : observation.error
    return { action, shown, reward: reward ?? 0 }
  })
  const end = `${trajectory.outcome ?? 'left'} after ${steps.length} steps; total reward ${rewardText(trajectory.reward_total)}`
  return [
    '```text',
    ...wrapped(opening.question),
    ...wrapped(opening.schema_info),
    ...stepsLines(steps),
    '',
    end,
    '```',
  ].join('\n')
}

type Step = {
  readonly action: WireAction
  readonly shown: string
  readonly reward: number
}

function stepsLines(steps: readonly Step[]): string[] {
  const lines: string[] = []
  for (const [index, step] of steps.entries()) {
    const place = placeInRun(steps, index)
    if (place < SAME_MAX) lines.push('', ...stepLines(step))
    // The last of the run speaks for all that were left out.
    else if (placeInRun(steps, index + 1) < 0) lines.push('', ...leftOutLines(steps, index))
  }
  return lines
}

function stepLines({ action, shown, reward }: Step): string[] {
  const said = shortened(`${action.action_type} ${action.argument}`)
  return [`> ${said.join('\n  ')}`, ...shortened(shown), `  reward ${rewardText(reward)}`]
}

/** @returns how many DESCRIBEs stand right before the step, or -1 where it is none itself */
function placeInRun(steps: readonly Step[], index: number): number {
  if (steps[index]?.action.action_type !== 'DESCRIBE') return -1
  return 1 + placeInRun(steps, index - 1)
}

function leftOutLines(steps: readonly Step[], last: number): string[] {
  const count = placeInRun(steps, last) - SAME_MAX + 1
  const run = steps.slice(last - count + 1, last + 1)
  const tables = run.map(({ action }) => action.argument).join(', ')
  const sum = run.reduce((total, { reward }) => total + reward, 0)
  return [`${CUT} ${count} more DESCRIBE: ${tables}`, `  rewards ${rewardText(sum)} in sum`]
}

function shortened(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => (line.length > WIDTH_MAX ? `${line.slice(0, WIDTH_MAX - 4)} ${CUT}` : line))
  if (lines.length <= LINES_MAX) return lines
  const leftOut = lines.length - LINES_MAX + 1
  return [...lines.slice(0, LINES_MAX - 1), `${CUT} ${leftOut} more lines`]
}

/** What a step pays are hundredths and their halves; the doubles have noise far behind them. */
function rewardText(reward: number): string {
  return String(Number(reward.toFixed(4)))
}

function wrapped(text: string): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + 1 + word.length > WIDTH_MAX) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines
}
