/** The Space of this working tree, laid out for a test in a folder of its own. */

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { layOutSpace } from '../../deploy/space/lay-out-space.ts'

export const ROOT = join(import.meta.dirname, '..', '..')

export type SpaceFixture = {
  readonly folder: string
  remove(): Promise<void>
}

/**
 * Under the repository, so that its server finds our `node_modules`: what `npm ci` installs in the
 * image. Called as in the documents, since the tools tell the folder's name.
 */
export async function makeSpace(options: { readonly hasLock: boolean }): Promise<SpaceFixture> {
  const cache = join(ROOT, '.cache')
  await mkdir(cache, { recursive: true })
  const parent = await mkdtemp(join(cache, 'space-test-'))
  const folder = join(parent, 'space')
  await layOutSpace(ROOT, folder, options)
  return { folder, remove: () => rm(parent, { recursive: true, force: true }) }
}
