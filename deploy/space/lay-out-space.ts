/** Puts the Space together beside where it goes, and swaps it in when it is whole. */

import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { missingCopySources } from './dockerfile-copies.ts'
import { replaceFolder } from './replace-folder.ts'
import { SpaceError } from './space-error.ts'
import { EMPTY_FOLDERS, SPACE_FILES, SPACE_TREES, isLeftOut, looksSecret } from './space-files.ts'
import { toSpaceReadme } from './space-readme.ts'
import { writeLock } from './uv-lock.ts'

/**
 * @param root - the repository
 * @param out - the Space's folder: absent, empty, or made by us
 * @throws {SpaceError} naming the file or folder that is in the way; `out` is then as it was
 */
export async function layOutSpace(
  root: string,
  out: string,
  { hasLock }: { readonly hasLock: boolean },
): Promise<void> {
  await replaceFolder(path.resolve(out), async (folder) => {
    for (const { from, to } of SPACE_FILES) {
      await copyOne(path.join(root, from), path.join(folder, to))
    }
    for (const { from, to, without } of SPACE_TREES) {
      await copyTree(path.join(root, from), path.join(folder, to), without)
    }
    for (const name of EMPTY_FOLDERS) await mkdir(path.join(folder, name), { recursive: true })
    const readme = await readFile(path.join(root, 'README.md'), 'utf8')
    await writeFile(path.join(folder, 'README.md'), toSpaceReadme(readme))
    await refuseMissingSources(folder)
    if (hasLock) await writeLock(folder)
  })
}

async function copyOne(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true })
  try {
    await copyFile(from, to)
  } catch (cause) {
    throw new SpaceError(`${from} cannot be copied`, { cause })
  }
}

async function copyTree(from: string, to: string, without: readonly string[]): Promise<void> {
  for (const entry of await entriesOf(from)) {
    if (isLeftOut(entry.name) || without.includes(entry.name)) continue
    const source = path.join(from, entry.name)
    if (looksSecret(entry.name)) throw new SpaceError(`${source} has the name of a secret`)
    if (entry.isDirectory()) await copyTree(source, path.join(to, entry.name), [])
    else if (entry.isFile()) await copyOne(source, path.join(to, entry.name))
    else throw new SpaceError(`${source} is neither a file nor a folder`)
  }
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (cause) {
    throw new SpaceError(`${folder} cannot be read`, { cause })
  }
}

async function refuseMissingSources(folder: string): Promise<void> {
  const dockerfile = await readFile(path.join(folder, 'Dockerfile'), 'utf8')
  const missing = missingCopySources(dockerfile, folder)
  if (missing.length === 0) return
  throw new SpaceError(`Dockerfile copies ${missing.join(', ')}, which the Space does not hold`)
}
