/** Opens a file of trajectories from the reader's disk; nothing of it is sent anywhere. */

import { useState } from 'preact/hooks'

import type { Recording } from '../record/recording.ts'

/** Beyond it a browser is slow to read and to choose from. */
const FILE_BYTES_MAX = 100 * 2 ** 20

type TrajectoryFileProps = {
  readonly onOpened: (name: string, recordings: readonly Recording[]) => void
}

export function TrajectoryFile({ onOpened }: TrajectoryFileProps) {
  const [problem, setProblem] = useState('')
  async function open(file: File): Promise<void> {
    setProblem('')
    try {
      onOpened(file.name, await readRecordings(file))
    } catch (error) {
      setProblem(`${file.name} cannot be shown. ${(error as Error).message}`)
    }
  }
  return (
    <div class="trajectory-file">
      <label>
        <span>Or open a file of trajectories, as evaluations and players record them</span>
        <input
          type="file"
          accept=".jsonl,.json,.txt"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? []
            if (file !== undefined) void open(file)
            // So that the same file can be chosen again when it was written anew.
            currentTarget.value = ''
          }}
        />
      </label>
      {problem !== '' && (
        <p class="notice problem" role="alert">
          <bdi>{problem}</bdi>
        </p>
      )}
    </div>
  )
}

async function readRecordings(file: File): Promise<readonly Recording[]> {
  if (file.size > FILE_BYTES_MAX) {
    throw new RangeError(`It has more than ${FILE_BYTES_MAX / 2 ** 20} MiB: open a part of it.`)
  }
  const { openTrajectories } = await import('./open-trajectories.ts')
  return openTrajectories(await file.text())
}
