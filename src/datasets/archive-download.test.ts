import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { cutAfter, etagOf, serve, startArchiveServer } from '../../test/archive-server.ts'
import type { Answer, ArchiveServer } from '../../test/archive-server.ts'
import { zipOf } from '../../test/zip-writer.ts'
import { downloadArchive } from './archive-download.ts'

const LIMITS = { bytesMax: 100_000, silenceMs: 3000, totalMs: 20_000, retryDelaysMs: [1, 1] }

/** Cannot be packed well, and so is as long as its content. */
const noise = (seed: number) =>
  createHash('shake256', { outputLength: 40_000 }).update(`${seed}`).digest()
const archive = zipOf([{ name: 'dev.json', content: noise(7) }])
const changed = zipOf([{ name: 'dev.json', content: noise(11) }])
const sha256Of = (content: Buffer) => createHash('sha256').update(content).digest('hex')

let dir: string
let server: ArchiveServer
let told: string[]

const progress = {
  begin: (_what: string, total: number | undefined, done: number) =>
    void told.push(`${done}/${total}`),
  advance() {},
  end() {},
}
const fetchIt = (sha256?: string, limits = LIMITS) =>
  downloadArchive(server.url, { cacheDir: dir, sha256, progress, limits })
const fetched = async (sha256?: string) => readFileSync((await fetchIt(sha256)).path)
const complaint = async () => String(await fetchIt().catch((reason: unknown) => reason))

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-archive-'))
  told = []
  server = await startArchiveServer(archive)
})
afterEach(async () => {
  await server.close()
  rmSync(dir, { recursive: true })
})

it('brings the file, tells how far it is, and leaves nothing once it is discarded', async () => {
  const { path, discard } = await fetchIt(sha256Of(archive).toUpperCase())
  expect(readFileSync(path).equals(archive)).toBe(true)
  expect(told).toEqual([`0/${archive.length}`])
  await discard()
  expect(readdirSync(dir)).toEqual([])
})

describe('what was cut off', () => {
  it('goes on where it stopped', async () => {
    server.answer(cutAfter(2000), cutAfter(500))
    expect((await fetched()).equals(archive)).toBe(true)
    expect(server.ranges).toEqual(['', 'bytes=2000-', 'bytes=2500-'])
    expect(told.at(-1)).toBe(`2500/${archive.length}`)
  })

  it('goes on at the next import', async () => {
    server.answer(cutAfter(2000), cutAfter(0), cutAfter(0), cutAfter(0))
    expect(await complaint()).toMatch(/(?:was cut off|cannot be fetched)/)
    expect((await fetched()).equals(archive)).toBe(true)
    expect(server.ranges.at(-1)).toBe('bytes=2000-')
  })

  it('is not fetched again where all is there already', async () => {
    await fetchIt()
    expect((await fetched()).equals(archive)).toBe(true)
    expect(server.ranges).toEqual(['', `bytes=${archive.length}-`])
    expect(told).toHaveLength(1)
  })

  it('starts anew where the file has changed since', async () => {
    server.answer(cutAfter(2000), (response, content, request) => {
      server.content = changed
      serve(response, server.content, request)
      expect(content.equals(archive)).toBe(true)
    })
    expect((await fetched()).equals(changed)).toBe(true)
    expect(server.ranges).toEqual(['', 'bytes=2000-'])
    expect(told).toEqual([`0/${archive.length}`, `0/${changed.length}`])
  })

  it('starts anew where a server sends the rest of another file', async () => {
    server.answer(cutAfter(2000), (response, content) => {
      server.content = changed
      response.writeHead(206, {
        etag: etagOf(changed),
        'content-range': `bytes 2000-${content.length - 1}/${content.length}`,
      })
      response.end(changed.subarray(2000))
    })
    expect((await fetched()).equals(changed)).toBe(true)
    expect(server.ranges).toEqual(['', 'bytes=2000-', ''])
  })

  it('starts anew where the server sends another range, or has less than we', async () => {
    server.answer(cutAfter(2000), (response) =>
      response.writeHead(206, { 'content-range': `bytes 7-9/${archive.length}` }).end('abc'),
    )
    expect((await fetched()).equals(archive)).toBe(true)
    server.answer((response) => response.writeHead(416, { 'content-range': 'bytes */9' }).end())
    expect((await fetched()).equals(archive)).toBe(true)
    expect(server.ranges).toEqual(['', 'bytes=2000-', '', `bytes=${archive.length}-`, ''])
  })

  it('starts anew where the server knows no ranges', async () => {
    server.answer(cutAfter(2000), (response, content) => response.end(content))
    expect((await fetched()).equals(archive)).toBe(true)
    expect(told).toEqual([`0/${archive.length}`, `0/${archive.length}`])
  })

  it.each([
    ['says nothing of which file it is', {}],
    ['promises only a similar one', { etag: 'W/"1"' }],
  ])('starts anew where the server %s', async (_case, headers) => {
    server.answer(cutAfter(2000, headers))
    expect((await fetched()).equals(archive)).toBe(true)
    expect(server.ranges).toEqual(['', ''])
  })

  it('goes on by a date where there is no ETag', async () => {
    const headers = { 'last-modified': 'Wed, 01 Jan 2025 00:00:00 GMT' }
    let condition: string | string[] | undefined
    server.answer(cutAfter(2000, headers), (response, content, request) => {
      condition = request.headers['if-range']
      cutAfter(content.length, headers)(response, content, request)
    })
    await complaint()
    expect(condition).toBe(headers['last-modified'])
    expect(server.ranges[1]).toBe('bytes=2000-')
  })
})

it('tries again where it may help', async () => {
  const busy: Answer = (response) => response.writeHead(503).end()
  server.answer(busy, (response) => response.destroy())
  expect((await fetched()).equals(archive)).toBe(true)
  expect(server.ranges).toHaveLength(3)
})

it.each<[string, Answer, RegExp, number]>([
  ['404', (response) => response.writeHead(404).end(), /answered 404$/, 1],
  ['403', (response) => response.writeHead(403).end('<html>'), /answered 403$/, 1],
  ['500 every time', (response) => response.writeHead(500).end(), /answered 500$/, 3],
  [
    'a page with status 200',
    (response) => response.end('<!doctype html>\n<p>Sign in</p>'),
    /is no zip archive: it begins with "<!doctype html>"$/,
    1,
  ],
  [
    'an endless redirect',
    (response) => response.writeHead(302, { location: '/spider.zip' }).end(),
    /redirects without end$/,
    21,
  ],
  ['nothing', (response) => response.end(), /is empty$/, 1],
  ['silence', () => undefined, /said nothing for 0\.3 s$/, 3],
  [
    'silence in the middle',
    (response, content) => {
      response.writeHead(200, { 'content-length': content.length })
      response.write(content.subarray(0, 100))
    },
    /said nothing for 0\.3 s$/,
    3,
  ],
  [
    'a length that is too large beforehand',
    (response) => response.writeHead(200, { 'content-length': 100_001 }).write('PK'),
    /is larger than 100000 bytes \(see --download-max-mb\)$/,
    1,
  ],
  [
    'endless bytes',
    (response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(8192, 'PK')), 1)
      response.once('close', () => clearInterval(timer))
    },
    /is larger than 100000 bytes/,
    1,
  ],
  ['fewer bytes than it says', cutAfter(100, {}), /was cut off after 100 of \d+ bytes: /, 3],
  [
    'a byte now and then',
    (response) => {
      const timer = setInterval(() => response.write('P'), 100)
      response.write('PK')
      response.once('close', () => clearInterval(timer))
    },
    /took longer than 1 s$/,
    1,
  ],
])('refuses %s in one line that names the address', async (_case, answer, message, tries) => {
  server.answer(...Array.from({ length: tries + 2 }, () => answer))
  const isSilent = String(message).includes('nothing')
  const isSlow = String(message).includes('longer')
  const limits = {
    ...LIMITS,
    silenceMs: isSilent ? 300 : 3000,
    totalMs: isSlow ? 1000 : 20_000,
  }
  const error = await fetchIt(undefined, limits).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ name: expect.stringContaining('SourceError') })
  expect(String(error)).toContain(server.url.href)
  expect(String(error)).toMatch(message)
  expect(String(error)).not.toContain('\n')
  expect(server.ranges).toHaveLength(tries)
})

it('takes what a length that is too small lets through for the file: unpacking tells', async () => {
  server.answer((response, content) => {
    response.socket?.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n')
    response.socket?.end(content)
  })
  expect(await fetched()).toHaveLength(100)
})

it('refuses another file than its checksum says, and keeps nothing of it', async () => {
  const wanted = sha256Of(changed)
  await expect(fetchIt(wanted)).rejects.toThrow(
    `${server.url.href}: expected SHA-256 ${wanted}, got ${sha256Of(archive)} (${archive.length} bytes)`,
  )
  expect(readdirSync(dir)).toEqual([])
})

it('shows no key that stands behind ? in an address', async () => {
  server.url.search = '?token=secret'
  server.answer((response) => response.writeHead(404).end())
  expect(await complaint()).not.toContain('secret')
})
