/**
 * Follows README.md and docs/blog-post.md as their reader would: every example and every command in
 * them is run, or asked for its help, or stands in a list of those that are not, with the reason.
 */

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { testDataDir } from './fixtures.ts'
import { ensureVenv } from './openenv/venv.ts'
import { INSTALL_TIMEOUT_MS, describeWithPython } from './openenv/with-python.ts'
import { startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

const ROOT = join(import.meta.dirname, '..')
const DOCUMENTS = ['README.md', 'docs/blog-post.md']
const run = promisify(execFile)

/** Debian and others refuse `pip install` outside of one. */
const VENV = 'python3 -m venv .venv && . .venv/bin/activate'

/** What is not run here, and why not. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm ci': 'fetches packages; whoever runs this test has done it',
  'npm start': 'test/npm-scripts.test.ts starts it, and ends it',
  'npm ci && npm start': 'the two above',
  [VENV]: 'below, where there is a Python',
  'pip install ./clients/python': 'clients/python/tests/run.py installs it so',
  'docker build -t sqlenv . && docker run --rm -p 8000:8000 sqlenv':
    'takes minutes and root; test/image builds and runs the image',
  'npm run dev:edge': 'builds data for the edge first; test/edge runs it',
  [`grep '"question_id":"mountain_huts_016"' dist/blog/trajectories.jsonl`]:
    'test/story.test.ts makes that file elsewhere, and compares these lines',
}

type Block = { readonly document: string; readonly language: string; readonly code: string }

const blocks: readonly Block[] = DOCUMENTS.flatMap((document) =>
  [...read(document).matchAll(/^```(\w+)\n([^]*?)^```/gm)].map(([, language = '', code = '']) => ({
    document,
    language,
    code,
  })),
)

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

it('has no example in a language that nobody runs', () => {
  const languages = new Set(blocks.map(({ language }) => language))
  expect([...languages].toSorted()).toEqual(['python', 'sh', 'text', 'ts'])
})

describe('examples', () => {
  it('play with curl', async () => {
    const code = onlyBlock('sh', 'curl').replace('http://localhost:8000', server.url)
    const { stdout } = await run('bash', ['-euc', code], { timeout: 20_000 })
    expect(stdout).toContain('"action_history":["QUERY SELECT 1"]')
    expect(stdout).toMatch(/"step_count":1,"question_id":"[^"]+"[^}]*"done":false\}$/)
  })

  it('play from TypeScript without a server', async () => {
    const code = onlyBlock('ts', 'createNodeApp')
      .replace('./src/', `${ROOT}/src/`)
      .replace('./data', testDataDir())
    const file = join(scratch, 'example.ts')
    writeFileSync(file, code)
    const { stdout } = await run(process.execPath, [file], { timeout: 20_000 })
    expect(stdout).toMatch(/question: '/)
  })

  it('are in TypeScript only where a test runs them', () => {
    expect(blocks.filter(({ language }) => language === 'ts')).toHaveLength(1)
  })
})

describeWithPython('examples in Python', (found) => {
  let python: string
  beforeAll(async () => {
    python = await ensureVenv(found)
  }, INSTALL_TIMEOUT_MS)

  it.each(blocks.filter(({ language }) => language === 'python'))(
    'play, as $document has it',
    async ({ code }) => {
      const packages = join(scratch, 'packages')
      mkdirSync(packages, { recursive: true })
      rmSync(join(packages, 'sql_env'), { force: true })
      symlinkSync(join(ROOT, 'clients', 'python'), join(packages, 'sql_env'))
      const env = { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' }
      const script = code.replaceAll('http://localhost:8000', server.url)
      const { stdout } = await run(python, ['-c', script], { env, timeout: 60_000 })
      expect(stdout).toContain('Tables: ')
      expect(stdout.trim().split('\n').at(-1)).toMatch(/^(?:0\.0 True wrong|Wrong\. .* 0\.0)$/)
    },
  )
})

describeWithPython('a virtual environment', () => {
  it('is made and entered by the line in front of each pip install', async () => {
    const script = `${VENV} && command -v pip`
    const { stdout } = await run('bash', ['-euc', script], { cwd: scratch, timeout: 120_000 })
    expect(stdout.trim()).toBe(join(scratch, '.venv', 'bin', 'pip'))
  })

  it.each([...DOCUMENTS, 'clients/python/README.md', 'docs/training.md', 'notebooks/README.md'])(
    'comes first in %s',
    (document) => {
      const text = read(document)
      expect(text.indexOf('pip install')).toBeGreaterThan(text.indexOf(VENV))
      expect(text).toContain(VENV)
    },
  )

  it('is no file of the project', async () => {
    const { stdout } = await run('git', ['check-ignore', '.venv/bin/pip'], { cwd: ROOT })
    expect(stdout.trim()).toBe('.venv/bin/pip')
  })
})

describe('commands', () => {
  const shown = blocks
    .filter(({ language, code }) => language === 'sh' && !code.includes('curl'))
    .flatMap(({ code }) => commandsOf(code))
  const listed = [...read('README.md').matchAll(/^\| `(np[^`]+)`/gm)].map(([, name = '']) => name)
  const inProse = DOCUMENTS.flatMap((document) =>
    [...read(document).matchAll(/`(npm run [^`]+)`/g)].map(([, name = '']) => name),
  )
  const all = [...new Set([...shown, ...listed, ...inProse])]

  it('are found', () => {
    expect(shown.length).toBeGreaterThan(8)
    expect(listed.length).toBeGreaterThan(12)
  })

  it.concurrent.each(all.filter((command) => !(command in ELSEWHERE)))(
    '%s is there, and has the options that it is shown with',
    { timeout: 60_000 },
    async (command) => {
      const { script, words, options } = parsed(command)
      const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
      expect(scripts).toHaveProperty([script])
      const args = ['run', '--silent', script, '--', ...words, '--help']
      const env = { ...process.env, SQLENV_DATA_DIR: testDataDir() }
      const { stdout } = await run('npm', args, { cwd: ROOT, env, timeout: 50_000 })
      expect(stdout).toContain('Usage:')
      for (const option of options) expect(stdout).toContain(option)
    },
  )

  it.each(Object.keys(ELSEWHERE))('%s is still shown somewhere', (command) => {
    expect(all).toContain(command)
  })
})

describe('README.md, settings', () => {
  const defaults = new Map(rowsOf(read('docs/settings.md')))
  const rows = rowsOf(read('README.md').slice(read('README.md').indexOf('## Settings')))

  it.each(rows)('%s has the default %s', (name, byDefault) => {
    expect(byDefault).toBe(defaults.get(name))
  })

  it('are a few', () => {
    expect(rows.length).toBeGreaterThan(4)
  })
})

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

function onlyBlock(language: string, text: string): string {
  const found = blocks.filter((block) => block.language === language && block.code.includes(text))
  expect(found).toHaveLength(1)
  return found[0]?.code ?? ''
}

/** One a line, without the comment behind it. */
function commandsOf(code: string): string[] {
  const lines = code.split('\n').map((line) => line.replace(/\s+# .*$/, '').trim())
  return lines.filter((line) => line !== '')
}

/** `words` choose a subcommand; files and values are left out. */
function parsed(command: string) {
  const [, script = '', rest = ''] = /^npm run ([\w:-]+)(?: -- (.*))?$/.exec(command) ?? []
  expect(script, `${command}: neither npm run nor in ELSEWHERE`).not.toBe('')
  const args = rest.split(' ').filter((word) => word !== '')
  const firstOption = args.findIndex((word) => word.startsWith('-'))
  const words = firstOption === -1 ? args : args.slice(0, firstOption)
  return {
    script,
    words: script === 'data' ? words : [],
    options: args.filter((word) => word.startsWith('--')),
  }
}

/** The first two cells of rows that begin with a variable's name. */
function rowsOf(text: string): [string, string][] {
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` *\| ([^|]*) \|/gm)]
  return rows.map(([, name = '', byDefault = '']) => [name, byDefault.trim()])
}
