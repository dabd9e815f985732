/** What every format is: rollouts in, the text of a file out, piece by piece. */

import type { Rollout } from './rollout.ts'

export type RowWriter = {
  /** @returns the text that the rollout adds to the file; empty when there is none, or not yet */
  add(rollout: Rollout): string
  /** @returns the rest of the file */
  end(): {
    readonly text: string
    /** Of the whole file. */
    readonly rowCount: number
    readonly remarks: readonly string[]
  }
}

/** A writer for a format that has a line for each rollout. */
export function lineWriter(toRow: (rollout: Rollout, index: number) => object): RowWriter {
  let index = 0
  return {
    add(rollout) {
      const line = toJsonLine(toRow(rollout, index))
      index += 1
      return line
    },
    end: () => ({ text: '', rowCount: index, remarks: [] }),
  }
}

export function toJsonLine(row: object): string {
  return `${JSON.stringify(row)}\n`
}
