/** Runs the examples of README.md as their reader would, against a real server. */

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { testDataDir } from './fixtures.ts'
import { startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

const ROOT = join(import.meta.dirname, '..')
const run = promisify(execFile)

let server: ServerProcess
let scratch: string

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'sqlenv-readme-'))
  server = await startServerProcess(testDataDir())
})
afterAll(async () => {
  await server.stop()
  rmSync(scratch, { recursive: true, force: true })
})

/** The first code block of README.md that holds `text`. */
function example(language: string, text: string): string {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/^```(\w+)\n([^]*?)^```/gm)]
  const found = blocks.find(([, name, code = '']) => name === language && code.includes(text))
  if (found === undefined) throw new Error(`README.md has no ${language} example with ${text}`)
  return found[2] ?? ''
}

it('plays with curl', async () => {
  const script = example('sh', 'curl').replace('http://localhost:8000', server.url)
  const { stdout } = await run('bash', ['-euc', script], { timeout: 20_000 })
  expect(stdout).toContain('"action_history":["QUERY SELECT 1"]')
  expect(stdout).toMatch(/"step_count":1,"question_id":"[^"]+"[^}]*"done":false\}$/)
})

it('plays from TypeScript without a server', async () => {
  const code = example('ts', 'createNodeApp')
    .replace('./src/', `${ROOT}/src/`)
    .replace('./data', testDataDir())
  const file = join(scratch, 'example.ts')
  writeFileSync(file, code)
  const { stdout } = await run(process.execPath, [file], { timeout: 20_000 })
  expect(stdout).toMatch(/question: '/)
})
