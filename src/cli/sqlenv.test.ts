/** The command where it cannot run yet: in a checkout whose packages are not installed. */

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

const SRC = join(import.meta.dirname, '..')

/** What a Node says of itself that is too old. */
const OLD = `data:text/javascript,${encodeURIComponent(
  "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })",
)}`

let checkout: string

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'sqlenv-checkout-'))
  cpSync(SRC, join(checkout, 'src'), { recursive: true })
  writeFileSync(join(checkout, 'package.json'), '{"type": "module"}')
})
afterAll(() => rmSync(checkout, { recursive: true, force: true }))

function run(...args: readonly string[]) {
  const words = args.toSpliced(args.indexOf('COMMAND'), 1, join(checkout, 'src/cli/sqlenv.js'))
  const options = { encoding: 'utf8', timeout: 20_000 } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, words, options)
  return { status, stdout, stderr: stderr.trim() }
}

it.each(['data', 'serve'])('%s says what brings the packages', (command) => {
  expect(run('COMMAND', command)).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^The package \S+ is missing\. Run "npm ci" first: it brings all packages\.$/,
    ),
  })
})

it('says what brings the right Node, and what takes it once it is there', () => {
  const needed = 'SQLEnv needs Node 22.18 or newer, got 20.20.2.'
  expect(run('--import', OLD, 'COMMAND', 'serve')).toMatchObject({
    status: 1,
    stderr: `${needed} Run "npm ci" first: it brings the right Node.`,
  })
  mkdirSync(join(checkout, 'node_modules', '.bin'), { recursive: true })
  writeFileSync(join(checkout, 'node_modules', '.bin', 'node'), '')
  expect(run('--import', OLD, 'COMMAND', 'serve')).toMatchObject({
    status: 1,
    stderr: `${needed} "npm start", "npm run" and "npx node" take the right one.`,
  })
})
