#!/usr/bin/env node
/**
 * The command `sqlenv`: plain JavaScript, so that it can say what to do where Node is too old for
 * the rest, or the packages are not there.
 */

import { existsSync } from 'node:fs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  const isInstalled = existsSync(new URL('../../node_modules/.bin/node', import.meta.url))
  const advice = isInstalled
    ? '"npm start", "npm run" and "npx node" take the right one.'
    : 'Run "npm ci" first: it brings the right Node.'
  console.error(`SQLEnv needs Node 22.18 or newer, got ${process.versions.node}. ${advice}`)
  process.exitCode = 1
} else {
  try {
    const { main } = await import('./main.ts')
    process.exitCode = await main(process.argv.slice(2))
  } catch (error) {
    const name = missingPackage(error)
    if (name === undefined) throw error
    console.error(`The package ${name} is missing. Run "npm ci" first: it brings all packages.`)
    process.exitCode = 1
  }
}

/** @param {unknown} error */
function missingPackage(error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) return
  return /^Cannot find package '([^']+)'/.exec(error.message)?.[1]
}
