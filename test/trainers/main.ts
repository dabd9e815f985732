/**
 * `npm run test:trainers`: exports, rollouts and the examples of docs/training.md in the libraries
 * that they are for (TRL, verifiers, ART), which are gigabytes. With `--if-needed` only where its
 * stamp is of other inputs.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { readOptions } from '../../src/cli/read-options.ts'
import { hashOf, readStamp, writeStamp } from '../stamp.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const STAMP = join(import.meta.dirname, 'passed.json')

/** What trainers read and run, and what makes it. */
const INPUTS = [
  'clients/python',
  'docs/training.md',
  'docs/trajectories.md',
  'src/cli/export',
  'src/evaluation/export',
  'src/evaluation/system-prompt.ts',
  'src/evaluation/trajectory',
  'src/protocol',
  'test/trainers/main.ts',
]

function isInput(file: string): boolean {
  return !file.endsWith('.test.ts') && file !== 'clients/python/README.md'
}

const HELP = `Usage: npm run test:trainers [-- --if-needed]

Runs exports, rollouts and the examples of docs/training.md in TRL, verifiers and ART, in Python
environments of their own: gigabytes, installed once.

  --if-needed  only where that has not passed yet with what is here now`

/** @returns the exit code: 2 when called with the wrong words */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args, HELP, { 'if-needed': { type: 'boolean', default: false } })
  if (typeof options === 'number') return options
  const inputs = hashOf(INPUTS, isInput)
  const stamp = readStamp(STAMP)
  if (options['if-needed'] && stamp?.inputs === inputs) {
    console.log(`Skipped: passed on ${stamp.date} with inputs ${inputs}: ${stamp.passed}`)
    return 0
  }
  const runner = join(ROOT, 'clients', 'python', 'tests', 'run.py')
  const child = spawn('python3', [runner, 'trl', 'trainers'], { stdio: 'inherit' })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code === 0) {
    writeStamp(STAMP, {
      inputs,
      passed: 'trl, trainers',
      date: new Date().toISOString().slice(0, 10),
    })
  }
  return code ?? 1
}

process.exitCode = await main(process.argv.slice(2))
