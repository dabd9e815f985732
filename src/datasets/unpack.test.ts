import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { zipOf } from '../../test/zip-writer.ts'
import type { ZipEntry } from '../../test/zip-writer.ts'
import { silentBytes } from './import-progress.ts'
import type { ArchiveLayout } from './archive-layout.ts'
import { BIRD_ARCHIVE } from './bird-layout.ts'
import { SPIDER_ARCHIVE } from './spider-layout.ts'
import { unpack } from './unpack.ts'

const LIMITS = { entriesMax: 20, unpackedBytesMax: 4 * 2 ** 20, ratioMax: 250 }

let dir: string

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-unpack-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

function write(content: Buffer) {
  writeFileSync(join(dir, 'a.zip'), content)
}

function unpackIt(layout: ArchiveLayout = SPIDER_ARCHIVE) {
  const options = { shown: 'a.zip', layout, progress: silentBytes, limits: LIMITS }
  return unpack(join(dir, 'a.zip'), join(dir, 'out'), options)
}

const unpacked = () =>
  readdirSync(join(dir, 'out'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes('.'))
    .toSorted()

const DEV: ZipEntry = { name: 'spider_data/dev.json', content: '[]' }

it('unpacks what an import needs, wherever it lies, and nothing else', async () => {
  write(
    zipOf([
      { name: '__MACOSX/spider_data/._dev.json', content: 'x' },
      { name: 'spider_data/' },
      DEV,
      { name: 'spider_data/database/shop/shop.sqlite', content: 'SQLite format 3\0' },
      { name: 'spider_data/database/shop/schema.sql', content: 'CREATE' },
      { name: 'spider_data/database/shop/other.sqlite', content: 'x' },
      { name: 'spider_data/test_database/shop/shop.sqlite', content: 'x' },
      { name: 'spider_data/README.txt', content: 'x' },
    ]),
  )
  await unpackIt()
  expect(unpacked()).toEqual(['database/shop/shop.sqlite', 'dev.json'])
  expect(readFileSync(join(dir, 'out', 'dev.json'), 'utf8')).toBe('[]')
})

it('unpacks the archive of databases that BIRD has inside its archive', async () => {
  const inner = zipOf([
    { name: 'dev_databases/shop/shop.sqlite', content: 'SQLite format 3\0' },
    { name: 'dev_databases/shop/database_description/goods.csv', content: 'x' },
  ])
  write(
    zipOf([
      { name: 'dev_20240627/dev.json', content: '[]' },
      { name: 'dev_20240627/dev_databases.zip', content: inner },
    ]),
  )
  await unpackIt(BIRD_ARCHIVE)
  expect(unpacked()).toEqual(['dev.json', 'dev_databases/shop/shop.sqlite'])
})

it.each<[string, ZipEntry[], RegExp]>([
  ['a path out of the folder', [DEV, { name: '../evil.json' }], /refused: invalid relative path/],
  ['one in the middle', [DEV, { name: 'a/../../evil.json' }], /refused: invalid relative path/],
  ['an absolute path', [DEV, { name: '/etc/cron.d/evil' }], /refused: absolute path/],
  ['a drive', [DEV, { name: 'C:/evil' }], /refused: absolute path/],
  ['a backslash', [DEV, { name: 'a\\..\\evil' }], /refused: invalid characters in fileName/],
  ['a link', [{ ...DEV, mode: 0o120777, content: '/etc/passwd' }], /dev\.json is a link$/],
  ['a link that is not wanted', [DEV, { name: 'x', mode: 0o120777 }], /x is a link$/],
  ['one name twice', [DEV, DEV], /dev\.json is there twice$/],
  ['an encrypted file', [{ ...DEV, isEncrypted: true }], /dev\.json is encrypted$/],
  [
    'a file that grows too much',
    [{ ...DEV, content: Buffer.alloc(2 ** 21) }],
    /would grow from \d+ to 2097152 bytes$/,
  ],
  [
    'too many entries',
    Array.from({ length: 21 }, (_, index) => ({ name: `spider_data/${index}` })),
    /more than 20 entries$/,
  ],
  ['a wrong checksum', [{ ...DEV, crc32: 7 }], /dev\.json does not fit its checksum$/],
  ['a file longer than said', [{ ...DEV, uncompressedSize: 1 }], /damaged: .*dev\.json: too many/],
  [
    'a file shorter than said',
    [{ ...DEV, uncompressedSize: 9 }],
    /damaged: .*dev\.json: not enough/,
  ],
  ['no data set', [{ name: 'holiday.jpg' }], /^Expected one of dev\.json, .* in a\.zip$/],
  [
    'two data sets',
    [DEV, { name: 'copy/dev.json' }],
    /^Expected one of dev\.json, .* once in a\.zip, got it in spider_data\/ and copy\/$/,
  ],
])('refuses %s in one line, and writes nothing elsewhere', async (_case, entries, message) => {
  write(zipOf(entries))
  const error = await unpackIt().catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: 'SourceError', message: expect.stringMatching(message) })
  expect(String(error)).not.toContain('\n')
  expect(readdirSync(dir).filter((name) => name !== 'out')).toEqual(['a.zip'])
})

it('counts all files together', async () => {
  const noise = Buffer.from(Array.from({ length: 2 ** 20 }, (_, index) => (index * 7919) % 251))
  const names = ['a', 'b', 'c', 'd', 'e']
  write(
    zipOf([
      DEV,
      ...names.map((id) => ({
        name: `spider_data/database/${id}/${id}.sqlite`,
        content: noise,
      })),
    ]),
  )
  await expect(unpackIt()).rejects.toThrow(/would unpack to 5242882 bytes, more than 4194304$/)
})

it.each([
  ['a page', Buffer.from('<!doctype html><p>Sign in</p>')],
  ['nothing', Buffer.alloc(0)],
  ['the beginning of one', zipOf([DEV]).subarray(0, 60)],
])('says that %s is no whole archive', async (_case, content) => {
  write(content)
  await expect(unpackIt()).rejects.toThrow(/^a\.zip is no whole zip archive: /)
})

it('refuses an archive whose directory was changed', async () => {
  const content = zipOf([DEV])
  content.write('XX', content.indexOf('PK\u0001\u0002'))
  write(content)
  await expect(unpackIt()).rejects.toThrow(/^a\.zip is refused: /)
})
