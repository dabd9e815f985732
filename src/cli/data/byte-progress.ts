/** How far a download or an archive is: a bar in a terminal, a line now and then elsewhere. */

import cliProgress from 'cli-progress'

import type { ByteProgress } from '../../datasets/import-progress.ts'
import { toSafeText } from '../safe-text.ts'

const MB = 1_000_000

/** Where the end is not known, a line is written each time this much has come. */
const LINE_BYTES = 64 * MB

/** Writes to standard error, so that the report can be piped. */
export function createByteProgress(stream: NodeJS.WriteStream): ByteProgress {
  return stream.isTTY ? createBar(stream) : createLines(stream)
}

function createLines(stream: NodeJS.WriteStream): ByteProgress {
  let what = ''
  let total: number | undefined
  let done = 0
  let nextLine = Infinity
  const write = (): void => {
    const share = total === undefined ? '' : ` of ${toMb(total)}`
    stream.write(toSafeText(`${what}: ${toMb(done)}${share} MB\n`))
  }
  return {
    begin(name, bytesTotal, bytesDone) {
      what = name
      total = bytesTotal
      done = bytesDone
      nextLine = done + lineBytes(total)
      write()
    },
    advance(bytes) {
      done += bytes
      if (done < nextLine) return
      nextLine = done + lineBytes(total)
      write()
    },
    end: () => {
      nextLine = Infinity
    },
  }
}

/** A tenth, but not for every little file. */
function lineBytes(total: number | undefined): number {
  return total === undefined ? LINE_BYTES : Math.max(total / 10, MB)
}

function createBar(stream: NodeJS.WriteStream): ByteProgress {
  let bar: cliProgress.SingleBar | undefined
  let total: number | undefined
  let done = 0
  return {
    begin(what, bytesTotal, bytesDone) {
      total = bytesTotal
      done = bytesDone
      bar?.stop()
      bar = new cliProgress.SingleBar(
        {
          format: `${toFitting(toSafeText(what), stream.columns)} {bar} {mb} MB`,
          stream,
          // Whoever stops the import gets it back.
          hideCursor: false,
          clearOnComplete: true,
        },
        cliProgress.Presets.shades_classic,
      )
      bar.start(total ?? 0, done, { mb: shareOf(done, total) })
    },
    advance(bytes) {
      done += bytes
      bar?.update(done, { mb: shareOf(done, total) })
    },
    end() {
      bar?.stop()
      bar = undefined
    },
  }
}

/** Beside the bar and the numbers; a line that is broken would be drawn anew and again. */
function toFitting(what: string, columns: number): string {
  const room = Math.max(20, columns - 65)
  return what.length <= room ? what : `${what.slice(0, 9)}…${what.slice(10 - room)}`
}

function shareOf(done: number, total: number | undefined): string {
  return total === undefined ? toMb(done) : `${toMb(done)} of ${toMb(total)}`
}

function toMb(bytes: number): string {
  return (bytes / MB).toFixed(1)
}
