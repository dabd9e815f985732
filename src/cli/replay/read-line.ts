/** A line of a file of trajectories: what it holds, or in what words it is refused. */

import { readTrajectory } from '../../evaluation/trajectory/read-trajectory.ts'
import type { TrajectoryReading } from '../../evaluation/trajectory/read-trajectory.ts'
import { TRAJECTORY_FORMAT } from '../../evaluation/trajectory/trajectory.ts'
import type { FileLine } from './file-lines.ts'

export function readLine(line: FileLine): TrajectoryReading {
  if (line.kind === 'unreadable') return { kind: 'no_trajectory', reason: line.reason }
  const reading = readTrajectory(line.text)
  if (reading.kind !== 'no_trajectory') return reading
  const reason = line.isEnded
    ? `is no trajectory: ${reading.reason}`
    : `is cut off: the file ends in the middle of it (${reading.reason})`
  return { kind: 'no_trajectory', reason }
}

/** Of a whole line that cannot be used. */
export function unusableText(
  reading: Extract<TrajectoryReading, { kind: 'other_format' | 'changed' }>,
): string {
  switch (reading.kind) {
    case 'other_format':
      return `has the format ${reading.format}; this version reads ${TRAJECTORY_FORMAT}`
    case 'changed':
      return `was changed after it was recorded: ${reading.place} does not fit the hashes`
  }
}
