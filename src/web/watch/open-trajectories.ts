/** A file of trajectories as recordings: the episodes of each question side by side. */

import * as v from 'valibot'

import {
  TRAJECTORY_FORMAT,
  TrajectorySchema,
  exchangesOf,
} from '../../evaluation/trajectory/trajectory.ts'
import type { Trajectory } from '../../evaluation/trajectory/trajectory.ts'
import { toPlayedStep } from '../record/played-step.ts'
import type { RecordedRun, Recording } from '../record/recording.ts'

/** Beside each other; the file may have more of a question. */
const RUNS_MAX = 4

/**
 * @param text - the whole of a file as docs/trajectories.md has it. Its hashes are not checked: that is
 * for `npm run replay`.
 * @throws {RangeError} that names the first line that is none, and what is wrong with it
 */
export function openTrajectories(text: string): Recording[] {
  const lines = text.split('\n')
  const byQuestion = new Map<string, Recording>()
  for (const [index, line] of lines.entries()) {
    if (line === '' && index === lines.length - 1) continue
    addLine(byQuestion, line, index + 1)
  }
  if (byQuestion.size === 0) throw new RangeError('The file is empty.')
  return [...byQuestion.values()]
}

function addLine(byQuestion: Map<string, Recording>, line: string, number: number): void {
  const trajectory = parseLine(line, number)
  const { observation, metadata } = trajectory.opening.reply
  const id = trajectory.question_id ?? observation.question
  const run = toRun(trajectory, number)
  const known = byQuestion.get(id)
  if (known === undefined) {
    byQuestion.set(id, {
      question: observation.question,
      question_id: id,
      db_id: trajectory.db_id ?? '',
      difficulty: metadata.difficulty ?? '',
      step_budget: observation.budget_remaining,
      runs: [run],
    })
  } else if (known.runs.length < RUNS_MAX) known.runs.push(run)
}

function parseLine(line: string, number: number): Trajectory {
  let input: unknown
  try {
    input = JSON.parse(line)
  } catch {
    throw new RangeError(`Line ${number} is not JSON.`)
  }
  const format = v.safeParse(v.object({ format: v.string() }), input)
  if (format.success && format.output.format !== TRAJECTORY_FORMAT) {
    throw new RangeError(
      `Line ${number} is of format ${format.output.format}; this page reads ${TRAJECTORY_FORMAT}.`,
    )
  }
  const result = v.safeParse(TrajectorySchema, input, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const place = v.getDotPath(issue) ?? 'the whole'
  throw new RangeError(`Line ${number} is no trajectory: ${place}: ${issue.message}.`)
}

function toRun(trajectory: Trajectory, number: number): RecordedRun {
  const [, ...exchanges] = exchangesOf(trajectory)
  return {
    player: `in line ${number}`,
    outcome: trajectory.outcome,
    steps: exchanges.flatMap(({ reply }, index) => {
      const action = trajectory.steps[index]?.action
      return action === undefined ? [] : [toPlayedStep(action, reply)]
    }),
  }
}
