/** Reads a file of trajectories into an export, line by line. */

import type { TrajectoryExport } from '../../evaluation/export/create-export.ts'
import { readFileLines } from '../replay/file-lines.ts'
import { readLine, unusableText } from '../replay/read-line.ts'
import { toRemark } from '../replay/replay-texts.ts'

/** Further ones are counted. */
const REMARKS_MAX = 20

export type FileReading = {
  readonly lineCount: number
  /** Lines that cannot be used. */
  readonly unusableCount: number
  /** A line each, with the place. */
  readonly remarks: readonly string[]
  /** Why the rest of the file was not read. */
  readonly damage: string | undefined
}

/**
 * @param on - `text` is given what is to be appended, `line` the bytes that were read
 * @throws the file system's error
 */
export async function readIntoExport(
  file: string,
  target: TrajectoryExport,
  on: { readonly text: (text: string) => Promise<void>; readonly line: (bytes: number) => void },
): Promise<FileReading> {
  const remarks: string[] = []
  let lineCount = 0
  let unusableCount = 0
  for await (const line of readFileLines(file)) {
    const reading = readLine(line)
    if (reading.kind === 'no_trajectory') {
      const damage = toRemark(`line ${line.number} ${reading.reason}`)
      return { lineCount, unusableCount, remarks, damage }
    }
    lineCount += 1
    if (reading.kind === 'trajectory') await on.text(target.add(reading.trajectory))
    else {
      unusableCount += 1
      if (unusableCount <= REMARKS_MAX) {
        remarks.push(toRemark(`line ${line.number} ${unusableText(reading)}`))
      }
    }
    if (line.kind === 'line') on.line(line.bytes)
  }
  if (unusableCount > REMARKS_MAX) remarks.push(`and ${unusableCount - REMARKS_MAX} more lines`)
  return {
    lineCount,
    unusableCount,
    remarks,
    damage: lineCount === 0 ? 'it has no lines' : undefined,
  }
}
