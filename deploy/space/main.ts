/** `npm run space`: lays out the folder that `openenv validate`, `build` and `push` take. */

import path from 'node:path'

import { readOptions } from '../../src/cli/read-options.ts'
import { layOutSpace } from './lay-out-space.ts'
import { SpaceError } from './space-error.ts'

const ROOT = path.join(import.meta.dirname, '..', '..')

const HELP = `Usage: npm run space [-- options]

Lays out the Hugging Face Space: docs/openenv.md tells what to do with it.

  --out DIR   where to; dist/space by default. A folder that this command made
              is replaced, any other that is not empty is left alone
  --no-lock   without uv.lock, which takes uv and the Python package index`

/** @returns the exit code: 0 done, 1 failed, 2 called with the wrong words */
async function space(args: readonly string[]): Promise<number> {
  const options = readOptions(args, HELP, {
    out: { type: 'string', default: path.join(ROOT, 'dist', 'space') },
    'no-lock': { type: 'boolean', default: false },
  })
  if (typeof options === 'number') return options
  try {
    await layOutSpace(ROOT, options.out, { hasLock: !options['no-lock'] })
  } catch (error) {
    if (!(error instanceof SpaceError)) throw error
    console.error(error.message)
    return 1
  }
  console.log(`Laid out the Space in ${path.relative(process.cwd(), options.out) || '.'}`)
  return 0
}

process.exitCode = await space(process.argv.slice(2))
