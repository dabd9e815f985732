import { silentImport } from './import-progress.ts'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { startFileServer } from '../../test/file-server.ts'
import type { Fault, FileServer } from '../../test/file-server.ts'
import { spiderDir } from '../../test/spider-dir.ts'
import { downloadPinnedSpider, downloadSpider } from './spider-download.ts'
import { importPinnedSpider } from './spider-import.ts'
import { PINNED_DATABASE_IDS } from './spider-pins.ts'

const LIMITS = { silenceMs: 150, totalMs: 400, retryDelaysMs: [1] }
const POKER = 'database/poker_player/poker_player.sqlite'
const published = (file: string) => readFileSync(join(spiderDir ?? '', file))

let dir: string
let server: FileServer
let told: string[]

const tell = (file: string) => void told.push(file)
const pinned = (...urls: string[]) =>
  downloadPinnedSpider(
    (urls.length === 0 ? [server.url] : urls).map((url) => new URL(url)),
    dir,
    tell,
    LIMITS,
  )

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-download-'))
  told = []
})
afterEach(async () => {
  await server.close()
  rmSync(dir, { recursive: true })
})

describe.skipIf(spiderDir === undefined)('ten databases from an address (SPIDER_DIR)', () => {
  beforeEach(async () => {
    server = await startFileServer(spiderDir ?? '')
  })

  it('brings the questions and the databases, byte for byte, and tells each', async () => {
    await pinned()
    expect(told).toEqual([
      'dev.json',
      'train_spider.json',
      ...PINNED_DATABASE_IDS.map((id) => `database/${id}/${id}.sqlite`),
    ])
    for (const file of told) {
      expect(readFileSync(join(dir, file)).equals(published(file))).toBe(true)
    }
  })

  it('takes a slash at the end of an address for nothing, and keeps what stands behind ?', async () => {
    await pinned(`${server.url}/?key=secret`)
    expect(told).toHaveLength(12)
  })

  it('lets a file pass that holds more, or is indented otherwise', async () => {
    server.fail('dev.json', (response, content) => {
      const rows = JSON.parse(content.toString()) as object[]
      const other = { db_id: 'other', query: 'SELECT 1', question: 'One?' }
      response.end(JSON.stringify([other, ...rows], null, '\t'))
    })
    await pinned()
    expect(told).toHaveLength(12)
  })

  it('takes from the next source what one does not have as published', async () => {
    const second = await startFileServer(spiderDir ?? '')
    server.fail('train_spider.json', (response) => response.writeHead(404).end())
    server.fail(POKER, (response) => response.end(published('database/pets_1/pets_1.sqlite')))
    await pinned(server.url, second.url)
    expect(second.asked).toEqual(['train_spider.json', POKER])
    expect(readFileSync(join(dir, POKER)).equals(published(POKER))).toBe(true)
    await second.close()
  })

  it('tries again where it may help, and only there', async () => {
    let tries = 0
    server.fail(POKER, (response, content) => {
      tries += 1
      if (tries === 1) response.writeHead(503).end()
      else response.end(content)
    })
    server.fail('dev.json', (response) => response.writeHead(403).end())
    await expect(pinned()).rejects.toThrow(/^No dev\.json: .*dev\.json answered 403$/)
    expect(server.asked).toEqual(['dev.json'])
    server.fail('dev.json', (response, content) => response.end(content))
    await pinned()
    expect(tries).toBe(2)
  })

  it.each<[string, Fault, RegExp]>([
    ['404', (response) => response.writeHead(404).end(), /answered 404$/],
    ['500 every time', (response) => response.writeHead(500).end(), /answered 500$/],
    [
      'a page with status 200',
      (response) => response.end('<!doctype html>\n<p>Sign in</p>'),
      /is no SQLite database: it begins with "<!doctype html>"$/,
    ],
    [
      'another database',
      (response) => response.end(published('database/pets_1/pets_1.sqlite')),
      /poker_player\.sqlite: expected the published 20480 bytes \(SHA-256 63ff\w+\), got 16384 \(SHA-256 8ffe\w+\)$/,
    ],
    [
      'one changed byte',
      (response, content) => {
        content.writeUInt8(7, 20_000)
        response.end(content)
      },
      /expected the published 20480 bytes .* got 20480 /,
    ],
    [
      'half a file that says it is whole',
      (response, content) => response.end(content.subarray(0, 8192)),
      /got 8192 /,
    ],
    [
      'a connection that ends in the middle',
      (response, content) => {
        response.writeHead(200, { 'content-length': content.length })
        response.write(content.subarray(0, 8192), () => response.destroy())
      },
      /cannot be fetched: /,
    ],
    [
      'a larger file',
      (response, content) => response.end(Buffer.concat([content, content])),
      /is larger than 20480 bytes$/,
    ],
    [
      'endless bytes',
      (response) => {
        const timer = setInterval(() => response.write(Buffer.alloc(8192)), 1)
        response.once('close', () => clearInterval(timer))
      },
      /is larger than 20480 bytes$/,
    ],
    ['silence', () => undefined, /said nothing for 0\.15 s$/],
    [
      'a byte now and then',
      (response) => {
        const timer = setInterval(() => response.write('S'), 50)
        response.once('close', () => clearInterval(timer))
      },
      /took longer than 0\.4 s$/,
    ],
  ])('refuses %s, in one line that names file and address', async (_case, fault, message) => {
    server.fail(POKER, fault)
    const error = await pinned().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'SourceError', message: expect.stringMatching(message) })
    expect(String(error)).toContain(`No ${POKER}: ${server.url}/${POKER}`)
    expect(String(error)).not.toContain('\n')
    expect(existsSync(join(dir, POKER))).toBe(false)
  })

  it('refuses questions that were changed, and says how many came', async () => {
    server.fail('train_spider.json', (response, content) => {
      const rows = JSON.parse(content.toString()) as object[]
      response.end(JSON.stringify(rows.slice(1)))
    })
    await expect(pinned()).rejects.toThrow(
      /train_spider\.json: expected the 53 published questions .* got 52 \(digest \w+\)$/,
    )
  })

  it('says what every source did', async () => {
    await expect(pinned('http://127.0.0.1:1', `${server.url}/nowhere`)).rejects.toThrow(
      /^No dev\.json: http:\/\/127\.0\.0\.1:1\/dev\.json cannot be fetched: .+; http.*\/nowhere\/dev\.json answered 404$/,
    )
  })

  it('refuses the same in a folder', async () => {
    await pinned()
    const dataDir = join(dir, 'data')
    writeFileSync(join(dir, POKER), published('database/pets_1/pets_1.sqlite'))
    await expect(importPinnedSpider(dir, dataDir, silentImport)).rejects.toThrow(
      /^poker_player\.sqlite: expected the published /,
    )
    rmSync(join(dir, POKER))
    await expect(importPinnedSpider(dir, dataDir, silentImport)).rejects.toThrow(
      /^No database\/poker_/,
    )
    expect(existsSync(dataDir)).toBe(false)
  })
})

describe('whatever lies at an address', () => {
  let source: string

  beforeEach(async () => {
    source = mkdtempSync(join(tmpdir(), 'sqlenv-source-'))
    server = await startFileServer(source)
  })
  afterEach(() => rmSync(source, { recursive: true }))

  const all = () => downloadSpider([new URL(server.url)], dir, tell, LIMITS)
  const writeRows = (file: string, ...databaseIds: string[]) =>
    writeFileSync(
      join(source, file),
      JSON.stringify(databaseIds.map((db_id) => ({ db_id, query: 'SELECT 1', question: 'One?' }))),
    )

  it('brings the files that are there, and leaves out what is missing', async () => {
    writeRows('train_others.json', 'shop', 'shop', 'gone')
    server.fail('database/shop/shop.sqlite', (response) => response.end('SQLite format 3\0…'))
    await all()
    expect(told).toEqual(['train_others.json', 'database/shop/shop.sqlite'])
    expect(server.asked.slice(-1)).toEqual(['database/gone/gone.sqlite'])
  })

  it('asks for no path that a row makes up', async () => {
    writeRows('dev.json', '../../etc/passwd')
    await expect(all()).rejects.toThrow(/^dev\.json, row 0, db_id: /)
    expect(server.asked).toEqual(['dev.json'])
  })

  it('says that there is nothing', async () => {
    await expect(all()).rejects.toThrow(/^Expected one of dev\.json, .* at http:\/\/127/)
  })
})
