/** How far the report is: a bar in a terminal, a line for each database elsewhere. */

import cliProgress from 'cli-progress'

import { toSafeText } from '../safe-text.ts'
import type { TrialRequest } from './queries/trial-messages.ts'

export type ReportProgress = {
  /** Another question of the request was tried. */
  tried(request: TrialRequest): void
  end(): void
}

export function createReportProgress(
  stream: NodeJS.WriteStream,
  requests: readonly TrialRequest[],
): ReportProgress {
  return stream.isTTY ? createBar(stream, requests) : createLines(stream)
}

function createBar(stream: NodeJS.WriteStream, requests: readonly TrialRequest[]): ReportProgress {
  const total = requests.reduce((sum, { questionIds }) => sum + questionIds.length, 0)
  const bar = new cliProgress.SingleBar(
    {
      format: 'Trying queries {bar} {value}/{total} {databaseId}',
      stream,
      hideCursor: false,
      clearOnComplete: true,
    },
    cliProgress.Presets.shades_classic,
  )
  bar.start(total, 0, { databaseId: '' })
  return {
    tried: ({ databaseId }) => bar.increment(1, { databaseId }),
    end: () => bar.stop(),
  }
}

function createLines(stream: NodeJS.WriteStream): ReportProgress {
  const counts = new Map<TrialRequest, number>()
  return {
    tried(request) {
      const count = (counts.get(request) ?? 0) + 1
      counts.set(request, count)
      const { databaseId, questionIds } = request
      if (count < questionIds.length) return
      stream.write(toSafeText(`${databaseId}: queries tried on ${count} questions\n`))
    },
    end() {},
  }
}
