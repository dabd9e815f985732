/** Replays a file of trajectories, several lines at a time. */

import type { EnvironmentFacts } from '../../evaluation/trajectory/environment-facts.ts'
import type { TrajectoryReading } from '../../evaluation/trajectory/read-trajectory.ts'
import type { Replayer } from '../../evaluation/trajectory/replay-trajectory.ts'
import type { Trajectory } from '../../evaluation/trajectory/trajectory.ts'
import { readFileLines } from './file-lines.ts'
import { readLine, unusableText } from './read-line.ts'
import { differenceText, toRemark } from './replay-texts.ts'

/** Files of one run have one or two. */
const NOTES_MAX = 10

export type FileReplay = {
  readonly lineCount: number
  /** For each line that is not the same: what is different, in the order of the file. */
  readonly differences: readonly { readonly line: number; readonly text: string }[]
  /** Why the rest of the file was not read. */
  readonly damage: string | undefined
}

/**
 * @param replayers - as many lines are played at a time
 * @param on - `note` is given what is said before a line is played: other versions, other data
 * @throws the file system's error
 */
export async function replayFile(
  file: string,
  replayers: readonly Replayer[],
  facts: EnvironmentFacts,
  on: { readonly note: (text: string) => void; readonly line: (bytes: number) => void },
): Promise<FileReplay> {
  const lines = readFileLines(file)
  const differences: { line: number; text: string }[] = []
  const notes = new Set<string>()
  let lineCount = 0
  let damage: string | undefined

  function note(text: string): void {
    if (notes.has(text) || notes.size === NOTES_MAX) return
    notes.add(text)
    on.note(toRemark(text))
  }

  async function playLines(replayer: Replayer): Promise<void> {
    for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
      if (damage !== undefined) return
      const line = next.value
      const reading = readLine(line)
      if (reading.kind === 'no_trajectory') {
        damage = `line ${line.number} ${reading.reason}`
        return
      }
      lineCount += 1
      const text = await differenceOf(reading, replayer, facts, note)
      if (text !== undefined) differences.push({ line: line.number, text })
      if (line.kind === 'line') on.line(line.bytes)
    }
  }

  await Promise.all(replayers.map(playLines))
  await lines.return()
  if (lineCount === 0) damage ??= 'it has no lines'
  differences.sort((one, other) => one.line - other.line)
  return { lineCount, differences, damage }
}

async function differenceOf(
  reading: Exclude<TrajectoryReading, { kind: 'no_trajectory' }>,
  replayer: Replayer,
  facts: EnvironmentFacts,
  note: (text: string) => void,
): Promise<string | undefined> {
  switch (reading.kind) {
    case 'other_format':
    case 'changed':
      return unusableText(reading)
    case 'trajectory': {
      const { trajectory, exchanges } = reading
      noteVersion(trajectory, facts, note)
      const otherData = otherDataOf(trajectory, facts)
      if (otherData !== undefined) note(otherData)
      const outcome = await replayer.replay(trajectory, exchanges)
      return differenceText(outcome, exchanges) ?? (otherData && toRemark(otherData))
    }
  }
}

function noteVersion(
  { environment: then }: Trajectory,
  { environment: now }: EnvironmentFacts,
  note: (text: string) => void,
): void {
  const [before, after] = [then, now].map(
    ({ name, version, adapter, sqlite_engine: engine, sqlite_version: sqlite }) =>
      `${name} ${version} (${adapter}, SQLite ${sqlite} ${engine})`,
  )
  if (before !== after) note(`was recorded on ${before}, is played on ${after}`)
}

/** A question that is named may be of any data set of its server: one that is gone may not be its own. */
function otherDataOf(
  { datasets }: Trajectory,
  { checksums }: EnvironmentFacts,
): string | undefined {
  const served = Object.entries(datasets).filter(([name]) => Object.hasOwn(checksums, name))
  if (served.length === 0) {
    return `was recorded on data that is not served: ${Object.keys(datasets).join(', ')}`
  }
  const other = served.find(([name, checksum]) => checksums[name] !== checksum)
  if (other === undefined) return undefined
  const [name, checksum] = other
  return `was recorded on other data: ${name} has the checksum ${checksums[name]}, not ${checksum}`
}
