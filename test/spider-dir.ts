/** Where the published Spider files lie, for the tests that want real data. Never part of the code. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'

const REPOSITORY = join(import.meta.dirname, '..')

/** The folder that SPIDER_DIR names, or the one beside the repository; `undefined` when absent. */
export const spiderDir = [
  process.env['SPIDER_DIR'],
  join(REPOSITORY, '..', 'shared', 'data', 'spider'),
].find((dir) => dir !== undefined && existsSync(join(dir, 'dev.json')))
