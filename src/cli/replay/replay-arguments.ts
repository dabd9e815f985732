/** The words behind `sqlenv replay`. */

import { parseArgs } from 'node:util'

import { toSocketUrl } from '../../client/socket-url.ts'
import { DATA_DIR_OPTION } from '../data/data-dir-option.ts'
import { wholeNumber } from '../whole-number.ts'

const JOBS_MAX = 64

export const REPLAY_HELP = `Usage: npm run replay -- FILE… [options]

Plays the episodes of files of trajectories again, one a line, and compares every reply byte by
byte with what was recorded. Without --url a server in this process serves the data folder.

  --url URL       of a running server
  --data-dir DIR  the data to serve instead   ($SQLENV_DATA_DIR or ./data)
  --jobs NUMBER   episodes at a time, 1 to 64 (4)
  --help          this text

Ends with 0 when all are the same, 1 when some are not, 2 when called with the wrong words or with
a file that is damaged. docs/trajectories.md has the format; npm run play -- --record FILE makes
such files.`

export type ReplayArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'unusable'; readonly reason: string }
  | {
      readonly kind: 'replay'
      readonly files: readonly string[]
      /** Undefined: a server of our own. */
      readonly url: string | undefined
      readonly dataDir: string
      readonly jobs: number
    }

const OPTIONS = {
  'data-dir': { type: 'string' },
  help: DATA_DIR_OPTION.help,
  url: { type: 'string' },
  jobs: { type: 'string', default: '4' },
} as const

export function parseReplayArguments(args: string[]): ReplayArguments {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true })
    if (values.help) return { kind: 'help' }
    if (positionals.length === 0) throw new Error('Expected a file of trajectories')
    if (values.url !== undefined && values['data-dir'] !== undefined) {
      throw new Error('Expected --url or --data-dir, got both')
    }
    if (values.url !== undefined) toSocketUrl(values.url)
    return {
      kind: 'replay',
      files: positionals,
      url: values.url,
      dataDir: values['data-dir'] ?? DATA_DIR_OPTION['data-dir'].default,
      jobs: wholeNumber('--jobs', values.jobs, 1, JOBS_MAX),
    }
  } catch (error) {
    return { kind: 'unusable', reason: (error as Error).message }
  }
}
