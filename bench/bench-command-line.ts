/** What `npm run bench` can be told. */

import { parseArgs } from 'node:util'

import { PARTS } from './bench-report.ts'
import type { Part } from './bench-report.ts'

export const HELP = `Usage: npm run bench -- [options]

Starts what it measures, prints tables, and writes dist/bench/report.json.
Needs Linux; OpenEnv's server needs Python 3.10 and is left out where there is none.

  --only PARTS    some of ${PARTS.join(',')}
  --quick         the short form, a minute or two: shows that all works, not how fast
  --write         puts the tables into docs/benchmarks.md
  --generators N  load generator processes, 1 to 16
  --profile       shows where the server's time goes, instead of measuring it
  --help          this text`

export type BenchOptions = {
  readonly parts: readonly Part[]
  readonly isQuick: boolean
  readonly isWriting: boolean
  readonly isProfiling: boolean
  readonly isHelp: boolean
  /** Undefined where the plan decides. */
  readonly generators: number | undefined
}

const GENERATORS_MAX = 16

/** @throws {TypeError} in one line that says which option is wrong */
export function parseCommandLine(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      generators: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.quick && values.write) {
    throw new TypeError('--write wants numbers worth keeping: leave out --quick')
  }
  return {
    parts: values.only === undefined ? PARTS : parseParts(values.only),
    isQuick: values.quick,
    isWriting: values.write,
    isProfiling: values.profile,
    isHelp: values.help,
    generators: values.generators === undefined ? undefined : parseGenerators(values.generators),
  }
}

function parseParts(text: string): Part[] {
  const names = text.split(',')
  const unknown = names.find((name) => !PARTS.some((part) => part === name))
  if (unknown !== undefined) {
    throw new TypeError(`Expected --only to name some of ${PARTS.join(',')}, got ${unknown}`)
  }
  return PARTS.filter((part) => names.includes(part))
}

function parseGenerators(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= GENERATORS_MAX) return count
  throw new TypeError(`Expected --generators to be from 1 to ${GENERATORS_MAX}, got ${text}`)
}
