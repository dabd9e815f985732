/** How far an import or an audit is: a bar in a terminal, a line for each database elsewhere. */

import cliProgress from 'cli-progress'

import type { ImportProgress } from '../../datasets/import-progress.ts'
import { toSafeText } from '../safe-text.ts'

/**
 * Writes to standard error, so that the report can be piped.
 * @param unusable - what becomes of a database that cannot be used
 */
export function createImportProgress(
  stream: NodeJS.WriteStream,
  unusable = 'set aside',
): ImportProgress {
  const bar = stream.isTTY ? createBar(stream) : undefined
  let done = 0
  return {
    begin: (questionCount) => bar?.start(questionCount, 0, { databaseId: '' }),
    judged: (databaseId) => bar?.increment(1, { databaseId }),
    databaseDone(databaseId, questionCount, note) {
      done += questionCount
      bar?.update(done, { databaseId })
      const setAside = note === '' ? '' : ` ${unusable}: ${note}`
      if (bar === undefined) {
        stream.write(toSafeText(`${databaseId}: ${questionCount} questions${setAside}\n`))
      }
    },
    end: () => bar?.stop(),
    siblingsMade(databaseId, note) {
      const reason = note === '' ? '' : ` none: ${note}`
      stream.write(toSafeText(`${databaseId}: siblings${reason}\n`))
    },
  }
}

function createBar(stream: NodeJS.WriteStream): cliProgress.SingleBar {
  return new cliProgress.SingleBar(
    {
      format: 'Running gold queries {bar} {value}/{total} {databaseId}',
      stream,
      // Whoever stops the import gets it back.
      hideCursor: false,
      clearOnComplete: true,
      // Judging never yields to the event loop: the bar has to draw itself when it is told.
      forceRedraw: true,
      synchronousUpdate: true,
    },
    cliProgress.Presets.shades_classic,
  )
}
