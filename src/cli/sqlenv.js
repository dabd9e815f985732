#!/usr/bin/env node
/** The command `sqlenv`: plain JavaScript, so that a Node too old for the rest can say so. */

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `SQLEnv needs Node 22.18 or newer, got ${process.versions.node}. "npm start" brings its own.`,
  )
  process.exitCode = 1
} else {
  const { main } = await import('./main.ts')
  process.exitCode = await main(process.argv.slice(2))
}
