/** How far an evaluation is: a bar in a terminal, a line for each policy elsewhere. */

import cliProgress from 'cli-progress'

export type EvalProgress = {
  played(policy: string): void
  end(): void
}

/** @param total - episodes of all policies */
export function createEvalProgress(stream: NodeJS.WriteStream, total: number): EvalProgress {
  return stream.isTTY ? createBar(stream, total) : createLines(stream)
}

function createBar(stream: NodeJS.WriteStream, total: number): EvalProgress {
  const bar = new cliProgress.SingleBar(
    {
      format: 'Playing episodes {bar} {value}/{total} {policy}',
      stream,
      hideCursor: false,
      clearOnComplete: true,
    },
    cliProgress.Presets.shades_classic,
  )
  bar.start(total, 0, { policy: '' })
  return { played: (policy) => bar.increment(1, { policy }), end: () => bar.stop() }
}

function createLines(stream: NodeJS.WriteStream): EvalProgress {
  let current = ''
  return {
    played(policy) {
      if (policy === current) return
      current = policy
      stream.write(`Playing ${policy}\n`)
    },
    end() {},
  }
}
