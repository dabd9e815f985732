/** `sqlenv build-page`: makes the page at /web from src/web, into dist/web. */

import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { PAGE_DIR } from '../../adapters/node/page-files.ts'
import { readOptions } from '../read-options.ts'
import { compressFiles } from './compress-files.ts'
import { isPageCurrent, writePageStamp } from './page-stamp.ts'

const PAGE_SOURCES = fileURLToPath(new URL('../../web/', import.meta.url))

const HELP = `Usage: npm run build:web, or sqlenv build-page [--if-needed]

Makes the page at /web from src/web, into dist/web.

  --if-needed  do nothing where it is there, and as its sources are now; where vite
               is not installed, say so and go on: a plain page is served then`

/** @returns the exit code: 0 done, 1 failed, 2 called with the wrong words */
export async function buildPage(args: string[]): Promise<number> {
  const options = readOptions(args, HELP, { 'if-needed': { type: 'boolean', default: false } })
  if (typeof options === 'number') return options
  const isOptional = options['if-needed']
  if (isOptional && isPageCurrent(PAGE_DIR)) return 0
  if (!(await buildPageInto(PAGE_DIR))) {
    console.error('The page at /web is not built: vite is missing. npm ci installs it.')
    return isOptional ? 0 : 1
  }
  console.log(`Built the page at /web in ${path.relative(process.cwd(), PAGE_DIR)}`)
  return 0
}

/**
 * @param pageDir - is replaced when the page is whole; a build that fails leaves it as it was
 * @returns false where vite is not installed
 */
export async function buildPageInto(pageDir: string): Promise<boolean> {
  const vite = await loadVite()
  if (vite === undefined) return false
  const parent = path.dirname(path.resolve(pageDir))
  await mkdir(parent, { recursive: true })
  const folder = await mkdtemp(path.join(parent, '.web-'))
  try {
    await vite.build({
      configFile: false,
      root: PAGE_SOURCES,
      // Relative addresses: the page may stand below any path, behind any proxy.
      base: './',
      logLevel: 'warn',
      // Stated, since else NODE_ENV decides: a build is the same wherever it is made.
      oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        outDir: folder,
        emptyOutDir: true,
        target: 'es2023',
        cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
        // An address of data is not let through by the page's security policy.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
      },
    })
    await compressFiles(folder)
    writePageStamp(folder)
    // A temporary folder is its owner's only; the server may run as somebody else.
    await chmod(folder, 0o755)
    await rm(pageDir, { recursive: true, force: true })
    await rename(folder, pageDir)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return true
}

/** It is a development package: an installation that only serves has none. */
async function loadVite() {
  try {
    return await import('vite')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}
