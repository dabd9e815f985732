/**
 * `npm run test:notebook`: runs the notebooks from top to bottom, that for training in smoke mode, in
 * a Python environment of their own, with the tests of the modules beside them. With `--stamped`
 * nothing runs: it says when that has passed, and fails where it has not with what is here now.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { readOptions } from '../../src/cli/read-options.ts'
import { hashOf, readStamp, writeStamp } from '../stamp.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const STAMP = join(import.meta.dirname, 'passed.json')
const RESULTS = join(ROOT, '.cache', 'notebook-run', 'runs', 'smoke', 'results.json')

/** What the notebook is, and what the server's part of a training step is made from. */
const INPUTS = [
  'notebooks',
  'clients/python',
  'test/notebook',
  'src/reward',
  'src/episode',
  'src/verify',
  'src/protocol',
  'src/datasets',
  'src/evaluation/policies',
]

function isInput(file: string): boolean {
  const isWritten = file.startsWith('notebooks/executed/') || file === 'test/notebook/passed.json'
  // Cheap enough to run at every landing, so its changes need no stamp.
  const isExplore = file.includes('explore')
  // Of the client's own tests, what the notebook's environment is made from.
  const isOther = file.startsWith('clients/python/tests/') && !file.endsWith('requirements-trl.txt')
  const isText = file.endsWith('.test.ts') || file.endsWith('.md')
  return !isWritten && !isExplore && !isOther && !isText
}

const HELP = `Usage: npm run test:notebook [-- --stamped]

Runs the notebooks from top to bottom, and the tests of the modules beside them: minutes, and 6 GB
that are installed once. For some of the tests: clients/python/tests/run.py notebook -k NAME

  --stamped  runs nothing; exit code 1 where that has not passed with what is here now`

/** @returns the exit code: 2 when called with the wrong words */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, HELP, { stamped: { type: 'boolean', default: false } })
  if (typeof options === 'number') return options
  const inputs = hashOf(INPUTS, isInput)
  if (options.stamped) return reportStamp(inputs)
  const runner = join(ROOT, 'clients', 'python', 'tests', 'run.py')
  const child = spawn('python3', [runner, 'notebook'], { stdio: 'inherit' })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code === 0) writeStamp(STAMP, { inputs, passed: countsOf(RESULTS), date: today() })
  return code ?? 1
}

function reportStamp(inputs: string): number {
  const stamp = readStamp(STAMP)
  if (stamp?.inputs === inputs) {
    console.log(`Skipped: passed on ${stamp.date} with inputs ${inputs}: ${stamp.passed}`)
    return 0
  }
  const before = stamp === undefined ? 'has never passed' : `passed with inputs ${stamp.inputs}`
  console.error(`The notebook ${before}, the inputs are ${inputs}: run npm run test:notebook`)
  return 1
}

/** Solved and played on the held-out questions, for each policy and stage. */
function countsOf(file: string): string {
  const results = JSON.parse(readFileSync(file, 'utf8')) as Record<string, [number, number]>
  const parts = Object.entries(results).map(([name, [solved, of]]) => `${name} ${solved}/${of}`)
  return parts.join(', ')
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

process.exitCode = await main(process.argv.slice(2))
