/** Imports that do not come to their end: what was there before stays, and nothing else is left. */

import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
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
import { setTimeout as delay } from 'node:timers/promises'

import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { loadData } from '../src/adapters/node/data-files.ts'
import { zipOf } from './zip-writer.ts'

const COMMAND = join(import.meta.dirname, '..', 'src', 'cli', 'sqlenv.js')

// Each starts the command several times.
vi.setConfig({ testTimeout: 90_000 })

let dir: string
let dataDir: string
let source: string

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'sqlenv-interrupted-'))
  dataDir = join(dir, 'data')
  source = join(dir, 'mine')
  mkdirSync(source)
  addDatabase('shop', 10)
  ask('SELECT name FROM goods WHERE id = 7')
  expect(await finish(start())).toEqual([0, null])
})
afterEach(() => rmSync(dir, { recursive: true }))

function addDatabase(databaseId: string, rowCount: number) {
  const path = join(source, `${databaseId}.sqlite`)
  rmSync(path, { force: true })
  const database = new Database(path)
  database.exec('CREATE TABLE goods (id INTEGER PRIMARY KEY, name TEXT)')
  const insert = database.prepare('INSERT INTO goods VALUES (?, ?)')
  database.transaction(() => {
    for (let id = 0; id < rowCount; id += 1) insert.run(id, `a thing with the number ${id}`)
  })()
  database.close()
}
function ask(...golds: readonly string[]) {
  const lines = golds.map((gold_sql, index) =>
    JSON.stringify({ db_id: index === 0 ? 'shop' : 'other', question: 'Which?', gold_sql }),
  )
  writeFileSync(join(source, 'questions.jsonl'), lines.join('\n'))
}

let output = ''
function start(from = source, limit?: string): ChildProcess {
  const words = [COMMAND, 'data', 'import', 'folder', '--from', from, '--name', 'mine']
  const args = [...words, '--data-dir', dataDir]
  const child =
    limit === undefined
      ? spawn(process.execPath, args)
      : spawn('/bin/sh', ['-c', `${limit}; exec "$@"`, 'sh', process.execPath, ...args])
  output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text: Buffer) => {
      output += text.toString()
    })
  }
  return child
}
const finish = (child: ChildProcess) => once(child, 'close')

/** Every file of the data folder with its content. */
function contentOf(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => [path, readFileSync(join(folder, path), 'latin1')])
}

describe.runIf(process.platform === 'linux')('an import that is told to stop', () => {
  const ENDLESS =
    'WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c'

  /** Until the first database is done and the second is at work. */
  async function startAndWait(): Promise<{ child: ChildProcess; judgePid: number }> {
    addDatabase('shop', 20)
    addDatabase('other', 20)
    ask('SELECT name FROM goods WHERE id = 15', ENDLESS)
    const child = start()
    for (let tries = 0; tries < 200 && !output.includes('shop: 1 questions'); tries += 1) {
      await delay(100)
    }
    expect(output).toContain('shop: 1 questions')
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
    const judge = children.split(' ').find((pid) => {
      return pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('gold-judge-child')
    })
    return { child, judgePid: Number(judge) }
  }
  async function expectEnded(pid: number) {
    expect(pid).toBeGreaterThan(0)
    const isRunning = () => {
      try {
        return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
      } catch {
        return false
      }
    }
    for (let tries = 0; tries < 100 && isRunning(); tries += 1) await delay(100)
    expect(isRunning()).toBe(false)
  }

  it('leaves the data as they were, and no file or process of its own', async () => {
    const before = contentOf(dataDir)
    const { child, judgePid } = await startAndWait()
    child.kill('SIGTERM')
    expect(await finish(child)).toEqual([null, 'SIGTERM'])
    expect(contentOf(dataDir)).toEqual(before)
    await expectEnded(judgePid)
  })

  it('leaves files behind only where it is killed, and the next import removes them', async () => {
    const before = contentOf(dataDir)
    const { child, judgePid } = await startAndWait()
    child.kill('SIGKILL')
    await finish(child)
    await expectEnded(judgePid)
    // Databases, questions, siblings, and what was left.
    expect(readdirSync(dataDir)).toHaveLength(4)
    expect(loadData(dataDir).bank.datasets[0]?.questions).toHaveLength(1)
    addDatabase('shop', 10)
    ask('SELECT name FROM goods WHERE id = 7')
    expect(await finish(start())).toEqual([0, null])
    expect(contentOf(dataDir)).toEqual(before)
  })
})

describe('a disk without room', () => {
  /** As root, on systems that let root. */
  function mountSmallDisk(at: string): boolean {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', at], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }

  it.each(['folder', 'archive'])('ends an import from a %s in one line', async (kind) => {
    addDatabase('shop', 20_000)
    const archive = join(dir, 'mine.zip')
    const files = ['shop.sqlite', 'questions.jsonl']
    writeFileSync(
      archive,
      zipOf(files.map((name) => ({ name, content: readFileSync(join(source, name)) }))),
    )
    const before = contentOf(dataDir)
    // In units of 512 bytes: less than the database has.
    const child = start(kind === 'folder' ? source : archive, 'ulimit -f 200')
    expect(await finish(child)).toEqual([1, null])
    expect(output.trim().split('\n').at(-1)).toBe(
      `Not enough room in ${dataDir} for the import (EFBIG); the data there are as before`,
    )
    expect(output).not.toContain(' at ')
    expect(contentOf(dataDir)).toEqual(before)
  })

  it('leaves what was there, and lets the server start', async (context) => {
    const small = join(dir, 'small')
    mkdirSync(small)
    if (!mountSmallDisk(small)) {
      context.skip()
      return
    }
    try {
      dataDir = small
      expect(await finish(start())).toEqual([0, null])
      const before = contentOf(dataDir)
      addDatabase('shop', 20_000)
      expect(await finish(start())).toEqual([1, null])
      expect(output).toBe(
        `Not enough room in ${dataDir} for the import (ENOSPC); the data there are as before\n`,
      )
      expect(contentOf(dataDir)).toEqual(before)
      expect(loadData(dataDir).bank.datasets[0]?.questions).toHaveLength(1)
    } finally {
      execFileSync('umount', [small])
    }
  })
})
