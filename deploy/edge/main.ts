/** `npm run build:edge`: packs the built-in data for the Worker, and lays the same out for Node. */

import path from 'node:path'

import { readOptions } from '../../src/cli/read-options.ts'
import { packForEdge } from './pack-for-edge.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')

const HELP = `Usage: npm run build:edge [-- options]

Writes dist/edge: pack/ is what the Worker is bundled with, data/ the same for the Node server.

  --limit-mb N   what a Worker may weigh, compressed: 3 by default, as on the free plan;
                 databases are taken from the smallest on, as many as fit
  --if-missing   only where dist/edge is not what would be written now`

/** @returns the exit code: 0 done, 1 failed, 2 called with the wrong words */
async function buildEdge(args: readonly string[]): Promise<number> {
  const options = readOptions(args, HELP, {
    'limit-mb': { type: 'string', default: '3' },
    'if-missing': { type: 'boolean', default: false },
  })
  if (typeof options === 'number') return options
  const limitMb = Number(options['limit-mb'])
  if (!(limitMb >= 1 && limitMb <= 64)) {
    console.error(`Expected --limit-mb to be from 1 to 64, got ${options['limit-mb']}`)
    return 2
  }
  const made = await packForEdge(ROOT, limitMb, options['if-missing'])
  if (made !== undefined) console.log(made)
  return 0
}

process.exitCode = await buildEdge(process.argv.slice(2))
