/** Where tests find data: made once for a whole run by `test/global-setup.ts`. */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

import { inject } from 'vitest'

/** Ten real Spider databases in their published layout; not part of the project. */
export const SPIDER_DIR = resolve(process.env['SPIDER_DIR'] ?? '../shared/data/spider')

export const hasSpider = existsSync(SPIDER_DIR)

/** A data folder with the built-in data, and Spider where it is at hand. Read only. */
export const testDataDir = (): string => inject('testDataDir')

declare module 'vitest' {
  // Merging with vitest's own interface takes an interface.
  export interface ProvidedContext {
    testDataDir: string
  }
}
