/** `sqlenv serve` as a process: how it starts, refuses to start, and stops. */

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { databasePathIn } from '../src/adapters/node/data-files.ts'
import { makeCompanyData } from './company-data.ts'
import type { CompanyData } from './company-data.ts'
import { openRawSocket } from './raw-socket.ts'
import { SQLENV_COMMAND, startServerProcess } from './server-process.ts'

let data: CompanyData
let scratch: string

beforeAll(() => {
  data = makeCompanyData()
  scratch = mkdtempSync(join(tmpdir(), 'sqlenv-serve-'))
})
afterAll(() => {
  data.remove()
  rmSync(scratch, { recursive: true, force: true })
})

/** Runs the command to its end, which it must reach by itself. */
function run(args: readonly string[], variables: Record<string, string> = {}) {
  const env = {
    ...process.env,
    PORT: '0',
    HOST: '127.0.0.1',
    SQLENV_DATA_DIR: data.dataDir,
    ...variables,
  }
  const result = spawnSync(process.execPath, [SQLENV_COMMAND, ...args], {
    env,
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { code: result.status, error: result.stderr.trim(), output: result.stdout }
}

function copyOfData(name: string, change: (dataDir: string) => void): string {
  const dataDir = join(scratch, name)
  cpSync(data.dataDir, dataDir, { recursive: true })
  change(dataDir)
  return dataDir
}

describe('refuses to start in one line', () => {
  it.each<[string, string, string]>([
    ['PORT', 'http', 'Expected PORT to be a whole number from 0 to 65535, got http'],
    ['PORT', '70000', 'Expected PORT to be a whole number from 0 to 65535, got 70000'],
    ['STEP_BUDGET', '0', 'Expected STEP_BUDGET to be a whole number from 1 to 100, got 0'],
    [
      'LOG_LEVEL',
      'loud',
      'Expected LOG_LEVEL to be one of fatal, error, warn, info, debug, trace, silent, got loud',
    ],
    [
      'SQLENV_DATASETS',
      'a;b',
      'Expected SQLENV_DATASETS to be names of data sets with commas between them, got a;b',
    ],
    ['SQLENV_DATA_DIR', '/nowhere', 'SQLENV_DATA_DIR /nowhere is not a folder'],
    ['HOST', '192.0.2.1', 'HOST 192.0.2.1 is no address of this machine'],
  ])('when %s is %s', (name, value, message) => {
    expect(run(['serve'], { [name]: value })).toMatchObject({ code: 1, error: message })
  })

  it('when a data set is not there', () => {
    const { code, error } = run(['serve'], { SQLENV_DATASETS: 'company,bird' })
    expect([code, error]).toEqual([
      1,
      expect.stringMatching(/^SQLENV_DATASETS names bird, .*questions$/),
    ])
  })

  it('when there are no questions', () => {
    const dataDir = join(scratch, 'empty')
    mkdirSync(dataDir)
    const { code, error } = run(['serve'], { SQLENV_DATA_DIR: dataDir })
    expect([code, error]).toEqual([
      1,
      expect.stringMatching(/^No questions in .*: run "npm run data -- build" first$/),
    ])
  })

  it('when a database file is missing', () => {
    const dataDir = copyOfData('missing', (dir) => rmSync(databasePathIn(dir, 'company')))
    const { code, error } = run(['serve'], { SQLENV_DATA_DIR: dataDir })
    expect([code, error]).toEqual([
      1,
      expect.stringMatching(/^Database company: no file .*company\.sqlite$/),
    ])
  })

  it('when a database file is no database', () => {
    const dataDir = copyOfData('text', (dir) =>
      writeFileSync(databasePathIn(dir, 'company'), '<html>'),
    )
    const { code, error } = run(['serve'], { SQLENV_DATA_DIR: dataDir })
    expect([code, error]).toEqual([1, 'Database company: the file is no SQLite database'])
  })

  it('when a database file is cut off', () => {
    const dataDir = copyOfData('cut', (dir) => truncateSync(databasePathIn(dir, 'company'), 5000))
    const { code, error } = run(['serve'], { SQLENV_DATA_DIR: dataDir })
    expect(code).toBe(1)
    expect(error).toMatch(/^Database company: .*damaged.*$/)
  })

  it('when a question does not fit, naming file, line and field', () => {
    const dataDir = copyOfData('question', (dir) =>
      writeFileSync(join(dir, 'questions', 'company.jsonl'), '{"question_id":"a"}\n'),
    )
    const { code, error } = run(['serve'], { SQLENV_DATA_DIR: dataDir })
    expect(code).toBe(1)
    expect(error).toMatch(/^.*company\.jsonl line 1: question_text: .*$/)
  })

  it('when a folder stands where questions should', () => {
    const dataDir = copyOfData('folder', (dir) => mkdirSync(join(dir, 'questions', 'x.jsonl')))
    const { code, error } = run(['serve'], { SQLENV_DATA_DIR: dataDir })
    expect([code, error]).toEqual([1, expect.stringMatching(/^.*x\.jsonl: EISDIR.*$/)])
  })

  it('when the port is in use', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const { code, error } = run(['serve'], { PORT: String(port) })
    other.close()
    expect([code, error]).toEqual([
      1,
      `PORT ${port} is in use: stop what listens there or set another PORT`,
    ])
  })
})

describe('the command', () => {
  it('lists its subcommands', () => {
    const { code, output } = run(['--help'])
    expect(code).toBe(0)
    for (const name of ['serve', 'play', 'data', 'verify-report'])
      expect(output).toContain(`  ${name} `)
  })

  it.each([['--help'], ['-h']])('explains with serve %s where its settings are', (option) => {
    const { code, output } = run(['serve', option])
    expect(code).toBe(0)
    expect(output).toMatch(/^Usage: .*docs\/settings\.md/s)
  })

  it.each([[[]], [['fly']], [['serve', 'now']]])('ends with 2 when called as sqlenv %j', (args) => {
    expect(run(args).code).toBe(2)
  })
})

describe('a running server', () => {
  it('answers in another process, logs no gold, and stops within 5 s of SIGTERM, sockets told', async () => {
    const server = await startServerProcess(data.dataDir, { LOG_LEVEL: 'debug' })
    const socket = await openRawSocket(`${server.url.replace('http', 'ws')}/ws`)
    socket.send('{"type":"reset","data":{"question_id":"company_002"}}')
    expect(await socket.next()).toMatchObject({ type: 'observation' })
    expect(await server.stop()).toBe(0)
    expect(await socket.closed).toBe(1012)
    expect(server.output()).toContain('"msg":"stopped"')
    expect(server.output()).not.toContain('Engineering')
  })

  it('stops while a query runs on', async () => {
    const server = await startServerProcess(data.dataDir)
    const socket = await openRawSocket(`${server.url.replace('http', 'ws')}/ws`)
    socket.send('{"type":"reset","data":{}}')
    await socket.next()
    const argument =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n'
    socket.send(JSON.stringify({ type: 'step', data: { action_type: 'QUERY', argument } }))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await server.stop()).toBe(0)
  })

  it('under load tells every socket that it stops, and exits within 5 s', async () => {
    const server = await startServerProcess(data.dataDir)
    const url = `${server.url.replace('http', 'ws')}/ws`
    const sockets = await Promise.all(Array.from({ length: 50 }, async () => openRawSocket(url)))
    for (const socket of sockets) {
      socket.send('{"type":"reset","data":{"step_budget":100}}')
      for (let step = 0; step < 100; step += 1) {
        const argument = `SELECT ${step}, * FROM employee, employee, employee`
        socket.send(JSON.stringify({ type: 'step', data: { action_type: 'QUERY', argument } }))
      }
    }
    await Promise.all(sockets.map(async (socket) => socket.next()))
    expect(await server.stop()).toBe(0)
    expect(new Set(await Promise.all(sockets.map(async ({ closed }) => closed)))).toEqual(
      new Set([1012]),
    )
  })
})
