/** Sees to it that there is a browser, and the page as its sources have it. */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { installMissing } from '../image/debian-root.ts'

const ROOT = join(import.meta.dirname, '..', '..')

export async function setup(): Promise<void> {
  await installChromium()
  await buildPage()
}

/** Debian's: the browsers that test tools bring along are downloads from elsewhere. */
export async function installChromium(): Promise<void> {
  await installMissing({ chromium: 'chromium' })
}

export async function buildPage(): Promise<void> {
  await promisify(execFile)('npm', ['run', '--silent', 'build:web'], { cwd: ROOT })
}
