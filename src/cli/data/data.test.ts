import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { copyBuiltin } from '../../../test/builtin-data.ts'
import { startFileServer } from '../../../test/file-server.ts'
import { testDataDir } from '../../../test/fixtures.ts'
import { spiderDir } from '../../../test/spider-dir.ts'
import { needsBuiltin } from './builtin-need.ts'
import { data } from './data.ts'

let dir: string
let printed: string[]
let complaints: string[]

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-data-'))
  printed = []
  complaints = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  vi.spyOn(console, 'error').mockImplementation((text: string) => void complaints.push(text))
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(dir, { recursive: true })
})

it.each([
  ['an unknown command', ['inspect'], 'Unknown command data inspect'],
  ['an unknown data set', ['import', 'wikisql', '--from', '.'], 'got import wikisql'],
  ['no data set', ['import'], 'got import alone'],
  ['no folder', ['import', 'bird'], 'Expected --from SOURCE'],
  ['an unknown option', ['import', 'spider', '--form', '.'], "'--form'"],
  ['an option without its value', ['import', 'spider', '--from'], '--from'],
  ['an option before another', ['import', 'spider', '--from', '--pinned'], 'ambiguous (see'],
  ['an argument too many', ['import', 'spider', 'twice', '--from', '.'], 'twice'],
  [
    'an option of another import',
    ['import', 'bird', '--pinned'],
    '--pinned is for import spider only',
  ],
  ['a name for Spider', ['import', 'spider', '--name', 'x'], '--name is for import folder only'],
  [
    'no checksum',
    ['import', 'bird', '--from', '.', '--sha256', 'abc'],
    '64 hexadecimal digits, got abc',
  ],
  ['no size', ['import', 'bird', '--from', '.', '--download-max-mb', '1e9'], 'got 1e9'],
  ['an option that audit has not', ['audit', '--from', '.'], "'--from'"],
  ['no word for what to do', ['schemas'], 'Expected schemas --check'],
  ['an argument that build has not', ['build', 'all'], "'all'"],
])('names %s in one line, exit code 2', async (_case, args, message) => {
  expect(await data(args)).toBe(2)
  expect(complaints).toEqual([expect.stringContaining(message)])
  expect(complaints.join()).not.toContain('\n')
})

it.each([
  [['--help']],
  [['build', '--help']],
  [['import', '--help']],
  [['audit', '--help']],
  [['schemas', '--help']],
  [['import', 'spider', '-h']],
  [['import', 'bird', '--help']],
  [['import', 'kaggle-dbqa', '--help']],
  [['import', 'folder', '--help']],
])('explains itself: %j', async (args) => {
  expect(await data(args)).toBe(0)
  expect(printed.join()).toMatch(/^Usage: sqlenv data/)
})

it.each([
  [
    'a zip archive that does not exist',
    ['--from', './nope.zip'],
    /^Expected a folder, a zip archive or an http\(s\) address, got \.\/nope\.zip, which does not/,
  ],
  [
    'an address that is none',
    ['--from', 'http://127.0.0.1:1 ftp://host/spider'],
    /^Expected http\(s\) addresses, got ftp:\/\/host\/spider$/,
  ],
  [
    'an address with a password, without repeating it',
    ['--from', 'https://ann:secret@host/spider'],
    /^Expected an address without a password, got one at host$/,
  ],
  [
    'a checksum of a folder',
    ['--from', '.', '--sha256', 'a'.repeat(64)],
    /^Expected a zip archive for --sha256, got the folder \.$/,
  ],
  [
    'a file that is no archive',
    ['--from', 'package.json', '--data-dir', join(tmpdir(), 'sqlenv-none')],
    /^package\.json is no whole zip archive: /,
  ],
  [
    'an archive with another checksum',
    ['--from', 'package.json', '--sha256', 'A'.repeat(64)],
    /^package\.json: expected SHA-256 a{64}, got [0-9a-f]{64}$/,
  ],
  ['a document without marks', ['--from', '.', '--docs', 'README.md'], /^README\.md has no marks/],
  ['a document that does not exist', ['--from', '.', '--docs', 'no.md'], /ENOENT.*no\.md/],
])('says in one line what is wrong with %s, exit code 1', async (_case, args, message) => {
  expect(await data(['import', 'spider', ...args])).toBe(1)
  expect(complaints).toEqual([expect.stringMatching(message)])
})

/** Every gold query is judged. */
const BUILD_MS_MAX = 600_000

it('leaves the built-in data alone with --if-missing, where they are whole', async () => {
  await copyBuiltin(testDataDir(), dir)
  const file = join(dir, 'questions', 'builtin.jsonl')
  const { mtimeMs, ino } = statSync(file)
  expect(await data(['build', '--if-missing', '--data-dir', dir])).toBe(0)
  expect(statSync(file)).toMatchObject({ mtimeMs, ino })
})

it('knows that they are not, where siblings are gone', async () => {
  await copyBuiltin(testDataDir(), dir)
  expect(needsBuiltin(dir, undefined)).toBe(false)
  rmSync(join(dir, 'siblings'), { recursive: true })
  expect(needsBuiltin(dir, undefined)).toBe(true)
})

it.each([
  ['build', ['build']],
  ['build --if-missing', ['build', '--if-missing']],
])('%s says first, in one line, that the data folder is none', async (_case, args) => {
  const file = join(dir, 'file')
  writeFileSync(file, '')
  expect(await data([...args, '--data-dir', file])).toBe(1)
  expect(complaints).toEqual([
    expect.stringMatching(/^(?:SQLENV_DATA_DIR|Expected a folder).*file/),
  ])
  expect(process.stderr.write).not.toHaveBeenCalled()
})

it('leaves a folder alone that holds only other data sets, with --if-missing', async () => {
  mkdirSync(join(dir, 'questions'))
  writeFileSync(join(dir, 'questions', 'spider.jsonl'), '')
  expect(await data(['build', '--if-missing', '--data-dir', dir])).toBe(0)
  expect(readdirSync(dir, { recursive: true })).toEqual(['questions', 'questions/spider.jsonl'])
})

it('makes no folder with --if-missing: its name may be a slip', async () => {
  const missing = join(dir, 'nowhere')
  expect(await data(['build', '--if-missing', '--data-dir', missing])).toBe(1)
  expect(complaints).toEqual([`SQLENV_DATA_DIR ${missing} is not a folder`])
})

describe.skipIf(spiderDir === undefined)('import spider (SPIDER_DIR)', () => {
  it(
    'prints what it kept and why not all, with the licence, and writes its part of a page',
    { timeout: BUILD_MS_MAX },
    async () => {
      const page = join(dir, 'page.md')
      writeFileSync(
        page,
        'Before\n<!-- begin generated: spider -->\nstale text\n<!-- end generated: spider -->\n',
      )
      const options = ['--from', spiderDir ?? '', '--data-dir', dir, '--docs', page]
      expect(await data(['import', 'spider', ...options])).toBe(0)
      expect(printed.join()).toMatch(/all +676 +546 +130 +\d+/)
      expect(printed.join()).toMatch(/unfit:tie +28/)
      expect(printed.join()).toContain('License: CC-BY-SA-4.0')
      expect(readFileSync(page, 'utf8')).toMatch(/^Before\n.*world_1 \| test \| 120/s)
      expect(readFileSync(page, 'utf8')).not.toContain('stale text')
      expect(existsSync(join(dir, 'databases', 'world_1', 'world_1.sqlite'))).toBe(true)
    },
  )

  it(
    'fetches it from an address; ten databases with --pinned, whatever else is there',
    { timeout: BUILD_MS_MAX },
    async () => {
      const server = await startFileServer(spiderDir ?? '')
      const options = ['--pinned', '--from', server.url, '--data-dir', dir]
      expect(await data(['import', 'spider', ...options])).toBe(0)
      expect(printed.join()).toMatch(/all +676 +546 +130 +\d+/)
      expect(server.asked).not.toContain('tables.json')
      expect(existsSync(join(dir, 'databases', 'world_1', 'world_1.sqlite'))).toBe(true)
      await server.close()
    },
  )

  it('says in one line where the data folder cannot be written', async () => {
    const file = join(dir, 'file')
    writeFileSync(file, '')
    expect(await data(['import', 'spider', '--from', spiderDir ?? '', '--data-dir', file])).toBe(1)
    expect(complaints).toEqual([expect.stringContaining(`${file} (ENOTDIR: not a directory)`)])
    expect(process.stderr.write).not.toHaveBeenCalled()
  })
})
