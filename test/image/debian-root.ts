/** A Debian to build images on where no registry can be reached: made once, kept as an archive. */

import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { isInstalled, run, runLoudly } from './command.ts'

const SUITE = 'bookworm'

/** OpenEnv's own base has Python too. */
const PACKAGES = ['python3-minimal']

/**
 * @param cacheDir - where the archive is kept
 * @returns the path of the archive
 */
export async function debianArchive(cacheDir: string): Promise<string> {
  const archive = join(cacheDir, `${SUITE}-${PACKAGES.join('-')}.tar`)
  if (existsSync(archive)) return archive
  mkdirSync(cacheDir, { recursive: true })
  const dir = mkdtempSync(join(cacheDir, 'debian-'))
  try {
    const root = join(dir, 'root')
    const options = ['--variant=minbase', `--include=${PACKAGES.join()}`]
    const { exitCode } = await runLoudly('debootstrap', [...options, SUITE, root])
    if (exitCode !== 0) throw new Error(`debootstrap ended with ${exitCode}`)
    // As slim images are: nothing of the package manager's, no documents.
    for (const folder of ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man']) {
      rmSync(join(root, folder), { recursive: true, force: true })
    }
    const whole = join(dir, 'root.tar')
    const excluded = ['dev', 'proc', 'sys'].map((folder) => `--exclude=./${folder}/*`)
    await run('tar', ['-C', root, ...excluded, '-cf', whole, '.'])
    renameSync(whole, archive)
    return archive
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Installs the Debian packages of those programs that are not there. */
export async function installMissing(programs: Readonly<Record<string, string>>): Promise<void> {
  const missing: string[] = []
  for (const [program, debianPackage] of Object.entries(programs)) {
    if (!(await isInstalled(program))) missing.push(debianPackage)
  }
  if (missing.length === 0) return
  console.error(`Installing ${missing.join(', ')}`)
  await run('apt-get', ['-qq', 'update'])
  await run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', ...missing])
}
