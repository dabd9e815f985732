/** `npm run figures`: makes the charts, the blog's tables and the card from other documents. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { madeFiles } from './documents.ts'

const HELP = `Usage: npm run figures [-- --check]

Writes what docs takes from its own numbers: the charts in docs/images, the tables and transcripts
of docs/blog-post.md, those of docs/environment-card.md, and the goals of docs/benchmarks.md. The
pictures of the smoke run are taken from notebooks/executed, the index of docs/decisions from their
titles. It measures nothing: run it after a command that has written a table or the notebook anew.

  --check   writes nothing; exit code 1, with the names, when a file is old
  --help    this text`

const DOCS = join(import.meta.dirname, '..')

/** @returns the exit code: 0 done, 1 a file is old, 2 called with the wrong words */
async function main(args: readonly string[]): Promise<number> {
  const [option, ...more] = args
  if (option === '--help' || option === '-h') {
    console.log(HELP)
    return 0
  }
  if (more.length > 0 || (option !== undefined && option !== '--check')) {
    console.error(`Expected --check or nothing, got ${args.join(' ')} (see --help)`)
    return 2
  }
  const old = (await madeFiles(DOCS)).filter(({ file, bytes }) => {
    const path = join(DOCS, file)
    return !existsSync(path) || !readFileSync(path).equals(bytes)
  })
  for (const { file, bytes } of old) {
    if (option === undefined) writeFileSync(join(DOCS, file), bytes)
    console.log(`docs/${file} ${option === undefined ? 'written' : 'is old'}`)
  }
  if (old.length === 0) console.log('All files are as they should be.')
  return option === '--check' && old.length > 0 ? 1 : 0
}

process.exitCode = await main(process.argv.slice(2))
