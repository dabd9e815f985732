/** The words behind `sqlenv probes`. */

import { parseArgs } from 'node:util'

import { SEED_MAX } from '../../questions/draw.ts'
import { dataDirIn } from '../data/data-dir-option.ts'
import { wholeNumber } from '../whole-number.ts'

export const PROBES_HELP = `Usage: npm run probes -- [options]

Plays scripted adversaries, which try to be paid without solving the question, beside honest
policies, and holds what they earn against the limits that docs/reward.md promises.

  --dataset NAME     builtin, spider or another one      (builtin)
  --episodes NUMBER  of each probe, or all: every question once (200)
  --seed NUMBER      draws the questions and the chance of probes (0)
  --data-dir DIR     where the data are; SQLENV_DATA_DIR or ./data by default
  --write            puts the result into docs/reward-probes.md
  --help             this text

Exit code 1 when a limit is broken or a database file changed, 130 when it was broken off.`

export type ProbesOptions = {
  readonly dataset: string
  /** Undefined: as many as there are questions. */
  readonly episodeCount: number | undefined
  readonly seed: number
  readonly dataDir: string
  readonly isWritten: boolean
}

export type ProbesArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'unusable'; readonly reason: string }
  | { readonly kind: 'probes'; readonly options: ProbesOptions }

const EPISODES_MAX = 1_000_000

const OPTIONS = {
  dataset: { type: 'string', default: 'builtin' },
  episodes: { type: 'string', default: '200' },
  seed: { type: 'string', default: '0' },
  'data-dir': { type: 'string' },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

export function parseProbesArguments(
  args: string[],
  environment: Readonly<Record<string, string | undefined>>,
): ProbesArguments {
  try {
    const { values } = parseArgs({ args, options: OPTIONS })
    if (values.help) return { kind: 'help' }
    const { episodes } = values
    const options: ProbesOptions = {
      dataset: values.dataset,
      episodeCount:
        episodes === 'all' ? undefined : wholeNumber('--episodes', episodes, 1, EPISODES_MAX),
      seed: wholeNumber('--seed', values.seed, 0, SEED_MAX),
      dataDir: values['data-dir'] ?? dataDirIn(environment),
      isWritten: values.write,
    }
    return { kind: 'probes', options }
  } catch (error) {
    return { kind: 'unusable', reason: (error as Error).message }
  }
}
