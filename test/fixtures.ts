/** Where tests find data: made once for a whole run by `test/global-setup.ts`. */

import { inject } from 'vitest'

import { spiderDir } from './spider-dir.ts'

/** Whether `testDataDir` holds Spider beside the built-in data. */
export const hasSpider = spiderDir !== undefined

/** A data folder with all data that is at hand. Read only. */
export const testDataDir = (): string => inject('testDataDir')

declare module 'vitest' {
  // Merging with vitest's own interface takes an interface.
  export interface ProvidedContext {
    testDataDir: string
  }
}
