/** What the fuzz once found, each made small. */

import { join } from 'node:path'
import { Writable } from 'node:stream'

import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { createNodeApp } from '../src/adapters/node/node-app.ts'
import { openSqliteEngine } from '../src/adapters/node/sqlite/sqlite-engine.ts'
import { formatImportReport } from '../src/cli/data/data-report.ts'
import { COMPANY_QUESTIONS, makeCompanyData } from './company-data.ts'
import type { CompanyData } from './company-data.ts'
import { handshake, openTcpSocket } from './fuzz/tcp-socket.ts'
import { heapMb } from './fuzz/usage.ts'
import { listenTo } from './listening.ts'
import { startServerProcess } from './server-process.ts'

let data: CompanyData

beforeEach(() => {
  data = makeCompanyData()
})
afterEach(() => data.remove())

describe('a server', () => {
  /** Sends what ends a server that nobody watches, and asks whether it is still there. */
  async function healthAfter(attack: (port: number) => Promise<void>): Promise<number> {
    const server = await startServerProcess(data.dataDir, { QUERY_PROCESSES: '1' })
    try {
      await attack(Number(new URL(server.url).port))
      return (await fetch(`${server.url}/health`)).status
    } finally {
      await server.stop()
    }
  }

  // @hono/node-ws calls `new URL()` in a listener of its own, where nobody catches what it throws.
  it.each(['//', 'http://['])('S9: survives a handshake for %s', async (path) => {
    const status = await healthAfter(async (port) => {
      const socket = await openTcpSocket(port)
      socket.write(handshake(path))
      await socket.closed
    })
    expect(status).toBe(200)
  })

  // @hono/node-ws answers on a socket that has no listener for errors.
  it('S9: survives handshakes for no route of clients that are gone at once', async () => {
    const status = await healthAfter(async (port) => {
      for (let count = 0; count < 200; count += 1) {
        const socket = await openTcpSocket(port)
        socket.write(handshake('/nope'))
        // What is written has left, and the answer has not come.
        await new Promise((resolve) => setImmediate(resolve))
        socket.reset()
        await socket.closed
      }
    })
    expect(status).toBe(200)
  })

  // @hono/node-ws keeps a request in its `waiterMap` until the handshake succeeds.
  it('S9: keeps nothing of handshakes that fail', async () => {
    const nodeApp = createNodeApp({ dataDir: data.dataDir, settings: { QUERY_PROCESSES: 1 } })
    const server = await listenTo(nodeApp)
    const port = Number(new URL(server.url).port)
    const failTimes = async (times: number) => {
      for (let count = 0; count < times; count += 1) {
        const socket = await openTcpSocket(port)
        socket.write(handshake().replace('AQID', 'no'))
        await socket.closed
      }
      return heapMb()
    }
    const before = await failTimes(200)
    const after = await failTimes(2000)
    await server.stop()
    await nodeApp.close()
    expect(after - before).toBeLessThan(4)
  })

  // Hono hands the error of a body that breaks off to `onError`, which takes it for one of ours.
  it('N7: logs no fault where a client leaves in the middle of its request', async () => {
    const lines: string[] = []
    const write = (line: Buffer, _encoding: unknown, done: () => void) => {
      lines.push(line.toString())
      done()
    }
    const nodeApp = createNodeApp({
      dataDir: data.dataDir,
      settings: { QUERY_PROCESSES: 1 },
      logger: pino({ level: 'error' }, new Writable({ write })),
    })
    const server = await listenTo(nodeApp)
    const socket = await openTcpSocket(Number(new URL(server.url).port))
    socket.write('POST /step HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"action":')
    await fetch(`${server.url}/health`)
    socket.reset()
    await socket.closed
    await fetch(`${server.url}/health`)
    await server.stop()
    await nodeApp.close()
    expect(lines).toEqual([])
  })
})

describe('SQL', () => {
  // FTS5 marks its locales with bytes that are random for each connection.
  it('gives the same again with fts5_locale()', () => {
    const [first, second] = [1, 2].map(() => {
      const engine = openSqliteEngine(join(data.dataDir, 'databases', 'company', 'company.sqlite'))
      const outcome = engine.run("SELECT fts5_locale('en', 'x')", { rowsMax: 1, bytesMax: 1000 })
      engine.close()
      return outcome
    })
    expect(second).toEqual(first)
  })
})

describe('a terminal', () => {
  it('S11: gets no character to obey from the report of an import', () => {
    const [question] = COMPANY_QUESTIONS
    if (question === undefined) throw new Error('There are no questions')
    const report = formatImportReport({
      about: {
        name: 'shop',
        title: 'Shop',
        license: 'MIT',
        attribution: 'Its authors',
        homepage: 'https://example.org',
        source: 'by hand',
      },
      siblings: { databases: [] },
      // As SQLite says it of a gold query with these characters.
      kept: [{ question, runsMs: [], failure: 'no such column: x\u009B2Jy\u202E' }],
      setAside: [
        { databaseId: 'shop', source: 'dev.json row 1', reason: 'no such table: \u009B2J' },
      ],
    })
    expect(report).toContain('no such column')
    expect(/[^\P{Cc}\n]|\p{Bidi_Control}/u.test(report)).toBe(false)
  })
})
