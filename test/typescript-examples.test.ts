/** The examples in TypeScript of docs, run as their reader would: each prints something, and ends. */

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { testDataDir } from './fixtures.ts'
import { startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

const ROOT = join(import.meta.dirname, '..')
const DOCS = join(ROOT, 'docs')

const examples = readdirSync(DOCS)
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) =>
    [...readFileSync(join(DOCS, file), 'utf8').matchAll(/^```ts\n([^]*?)^```/gm)].map(
      ([, code = ''], index) => ({ name: `docs/${file}, example ${index + 1}`, code }),
    ),
  )

let server: ServerProcess
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sqlenv-examples-'))
  mkdirSync(join(folder, 'dist'))
  server = await startServerProcess(testDataDir())
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('are found', () => {
  expect(examples.map(({ name }) => name)).toEqual([
    'docs/curriculum.md, example 1',
    'docs/curriculum.md, example 2',
    'docs/trajectories.md, example 1',
  ])
})

it.each(examples)('$name prints something, and ends', async ({ code }) => {
  const file = join(folder, 'example.ts')
  const here = code.replaceAll("'./src/", `'${ROOT}/src/`)
  writeFileSync(file, here.replace('http://localhost:8000', server.url))
  const options = { cwd: folder, timeout: 30_000 }
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], options)
  expect(stderr).toBe('')
  expect(stdout.trim()).not.toBe('')
})
