/** Makes a folder anew, whole or not at all, and only where there is nothing of anybody else's. */

import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { SpaceError } from './space-error.ts'

/** Says that the folder is ours to replace. Its name begins with a dot, so `push` leaves it behind. */
const MARKER = '.made-by-npm-run-space'

/**
 * @param fill - is given an empty folder beside `out`
 * @throws {SpaceError} when `out` holds what we did not make, or cannot be written
 */
export async function replaceFolder(
  out: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  await refuseForeign(out)
  const unfinished = await makeBeside(out)
  try {
    await writeFile(path.join(unfinished, MARKER), '')
    await fill(unfinished)
    await refuseForeign(out)
    await rm(out, { recursive: true, force: true })
    await rename(unfinished, out)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function refuseForeign(out: string): Promise<void> {
  const names = await namesIn(out)
  if (names.length === 0 || names.includes(MARKER)) return
  throw new SpaceError(`${out} is not empty, and not made by npm run space: it is left alone`)
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
    throw new SpaceError(`${folder} is no folder that can be read`, { cause })
  }
}

async function makeBeside(out: string): Promise<string> {
  try {
    await mkdir(path.dirname(out), { recursive: true })
    const folder = await mkdtemp(`${out}-unfinished-`)
    // As any other folder is: mkdtemp hides what it makes from everybody else.
    await chmod(folder, 0o755)
    return folder
  } catch (cause) {
    throw new SpaceError(`${out} cannot be made`, { cause })
  }
}
