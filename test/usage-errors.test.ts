/** Commands with few options say which word they do not know, and begin nothing. */

import { execFile } from 'node:child_process'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

const COMMANDS = [
  'src/cli/sqlenv.js build-page',
  'src/cli/sqlenv.js record-episodes',
  'deploy/edge/main.ts',
  'deploy/space/main.ts',
  'test/browser/screenshots.ts',
  'test/notebook/main.ts',
  'test/trainers/main.ts',
]

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string }

function run(command: string, word: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [...command.split(' '), word],
      { cwd: ROOT },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

describe.each(COMMANDS)('%s', (command) => {
  it.each([
    ['--nope', "Unknown option '--nope' (see --help)\n"],
    ['word', "Unexpected argument 'word'"],
  ])('names %s in one line', async (word, complaint) => {
    const { code, stdout, stderr } = await run(command, word)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(complaint)])
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('prints help', async () => {
    const { code, stdout } = await run(command, '--help')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Usage: npm run /)])
  })
})
