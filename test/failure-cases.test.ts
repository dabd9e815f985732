/**
 * What went wrong in other environments (S1–S12), played by an agent over a real socket. How each
 * part of this one holds is tested beside that part.
 */

import { readFileSync } from 'node:fs'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import type { WireReply, WireState } from '../src/protocol/reply.ts'
import { makeFuzzPlace } from './fuzz/fuzz-place.ts'
import type { FuzzPlace } from './fuzz/fuzz-place.ts'
import { startFuzzServer } from './fuzz/fuzz-server.ts'
import type { FuzzServer } from './fuzz/fuzz-server.ts'
import { ENDLESS, childPids, countTo, pause } from './query-pool-subject.ts'
import { openRawSocket } from './raw-socket.ts'
import { HOSTILE_STATEMENTS, LEGITIMATE_STATEMENTS } from './sql-corpus.ts'

const QUERY_PROCESSES = 2

let place: FuzzPlace
let server: FuzzServer

beforeAll(async () => {
  place = makeFuzzPlace()
  server = await startFuzzServer(place.dataDir, { QUERY_TIMEOUT_MS: 1000, QUERY_PROCESSES })
})
afterAll(async () => {
  await server.stop()
  place.remove()
})

type Player = {
  reset(options?: object): Promise<WireReply>
  /** @returns the error frame's data where the reset is refused */
  resetRefused(options: object): Promise<{ code: string; message: string }>
  step(actionType: string, argument: string): Promise<WireReply>
  query(sql: string): Promise<WireReply>
  state(): Promise<WireState>
}

/** An agent on a socket of its own, in an episode of 100 steps on the corpus. */
async function withPlayer(play: (player: Player) => Promise<void>): Promise<void> {
  const socket = await openRawSocket(server.socketUrl)
  const ask = async <Data>(type: string, data?: object): Promise<Data> => {
    socket.send(JSON.stringify({ type, data }))
    return (await socket.next())['data'] as Data
  }
  const player: Player = {
    reset: (options = {}) =>
      ask('reset', { question_id: 'corpus_001', step_budget: 100, ...options }),
    resetRefused: (options) => ask('reset', options),
    step: (action_type, argument) => ask('step', { action_type, argument }),
    query: (sql) => player.step('QUERY', sql),
    state: () => ask('state'),
  }
  try {
    await player.reset()
    await play(player)
  } finally {
    socket.close()
    await socket.closed
  }
}

/** Plays steps until the episode is nearly used up, then begins the next. */
async function forEach<Item>(
  player: Player,
  items: readonly Item[],
  play: (item: Item) => Promise<void>,
): Promise<void> {
  for (const [index, item] of items.entries()) {
    if (index % 90 === 89) await player.reset()
    await play(item)
  }
}

describe('S1, S2, S3, S10, R6, R8: SQL of the corpus', () => {
  it('is stopped where it is hostile, earns nothing, and leaves the data as they were', async () => {
    const fingerprint = place.fingerprint()
    await withPlayer(async (player) => {
      await forEach(player, HOSTILE_STATEMENTS, async ([sql]) => {
        const { reward, observation, metadata } = await player.query(sql)
        expect([sql, observation.result, observation.error !== '']).toEqual([sql, '', true])
        expect(reward).toBeLessThan(0)
        // An argument of blanks is no query at all.
        if (metadata.query !== null) expect(metadata.query.code).toMatch(/^(?:refused|failed)$/)
      })
    })
    expect(place.fingerprint()).toBe(fingerprint)
  })

  it('runs where it is legitimate', async () => {
    await withPlayer(async (player) => {
      await forEach(player, LEGITIMATE_STATEMENTS, async ([sql]) => {
        const { observation, metadata } = await player.query(sql)
        expect([sql, observation.error, metadata.query?.code]).toEqual([sql, '', 'ok'])
      })
    })
  })
})

describe('S3: a file beside the database', () => {
  it.each([
    'ATTACH $ AS other',
    'VACUUM INTO $',
    "ATTACH $ AS other; CREATE TABLE other.t AS SELECT 'x'",
  ])('is neither read nor made by %s', async (statement) => {
    const fingerprint = place.fingerprint()
    await withPlayer(async (player) => {
      for (const path of place.paths) {
        const { observation } = await player.query(statement.replace('$', () => `'${path}'`))
        expect(observation.error).not.toBe('')
        const { observation: next } = await player.query('SELECT * FROM other.sqlite_schema')
        expect(next.error).toBe('SQL error: no such table: other.sqlite_schema')
      }
    })
    expect(place.fingerprint()).toBe(fingerprint)
  })
})

describe('S3, S4, V3: what one episode does to its connection', () => {
  it.each([
    'PRAGMA case_sensitive_like = 1',
    'EXPLAIN PRAGMA case_sensitive_like = 1',
    'PRAGMA case_sensitive_like = 1; SELECT 1',
    'SELECT 1; PRAGMA case_sensitive_like = 1',
    'PRAGMA reverse_unordered_selects = 1',
    'PRAGMA query_only = 0',
    'PRAGMA writable_schema = 1',
    'PRAGMA journal_mode = MEMORY',
    "CREATE TEMP TABLE owner AS SELECT 'x' AS name",
    "CREATE TEMP VIEW owner AS SELECT 'x' AS name",
    'BEGIN',
  ])('is not there for the next: %s', async (sql) => {
    const look = async (player: Player) => {
      const { observation } = await player.query("SELECT name FROM owner WHERE name LIKE 'a%'")
      const { observation: all } = await player.query('SELECT owner_id FROM owner')
      return [observation.result, all.result]
    }
    const expected = ['name\n1. Ann', 'owner_id\n1. 1\n2. 2\n3. 3']
    await withPlayer(async (first) => {
      await withPlayer(async (second) => {
        // As often as there are processes, so that each has had it.
        for (let count = 0; count <= QUERY_PROCESSES; count += 1) {
          expect((await first.query(sql)).observation.error).not.toBe('')
          expect(await Promise.all([look(first), look(second)])).toEqual([expected, expected])
        }
      })
    })
  })
})

describe('S5, S6, S7: a query that does not end or fit', () => {
  it.each<[string, string, string]>([
    ['an endless recursion', ENDLESS, 'timed_out'],
    ['a nine-way cross join', `${countTo(99)} SELECT count(*) FROM ${nine('n')}`, 'timed_out'],
    [
      'a join on 1=1',
      `${countTo(3000)} SELECT sum(a.i) FROM n a JOIN n b ON 1=1 JOIN n c ON 1=1`,
      'timed_out',
    ],
    ['printf of half a gigabyte', "SELECT length(printf('%.*c', 500000000, 'x'))", 'too_large'],
    ['a blob beyond the limit', 'SELECT zeroblob(2000000000)', 'too_large'],
  ])('costs a step like any that failed: %s', async (_case, sql, code) => {
    await withPlayer(async (player) => {
      await withPlayer(async (other) => {
        const [hog, ...others] = await Promise.all([
          player.query(sql),
          ...Array.from({ length: 10 }, (_, index) => other.query(`SELECT ${index} FROM owner`)),
        ])
        expect(hog).toMatchObject({ done: false, metadata: { query: { code } } })
        expect(hog.reward).toBeCloseTo(-0.02, 9)
        expect(others.map(({ metadata }) => metadata.query?.code)).toEqual(Array(10).fill('ok'))
        expect(await player.query('SELECT count(*) FROM pet')).toMatchObject({
          observation: { result: 'count(*)\n1. 4', step_count: 2 },
        })
      })
    })
  })

  it('shows the beginning of two million rows, and says that there are more', async () => {
    await withPlayer(async (player) => {
      const { observation } = await player.query(`${countTo(2_000_000)} SELECT i FROM n`)
      expect(observation.result).toMatch(/^i\n1\. 1\n.*\n20\. 20\n\(20 of more than 1000 rows\)$/s)
    })
  })

  it.runIf(process.platform === 'linux')('goes on in no process once it was stopped', async () => {
    await withPlayer(async (player) => {
      expect((await player.query(ENDLESS)).metadata.query?.code).toBe('timed_out')
      // A new process starts in the place of the old one, and then rests.
      const settled = { timeout: 20_000 }
      await expect.poll(async () => ticksOfQueryProcesses(500), settled).toBe(0)
      expect(childPids().length).toBeLessThanOrEqual(QUERY_PROCESSES + 1)
    })
  })
})

function nine(table: string): string {
  return Array.from('abcdefghi', (alias) => `${table} ${alias}`).join(', ')
}

/** Hundredths of a second of CPU that the query processes use in so long a time. */
async function ticksOfQueryProcesses(ms: number): Promise<number> {
  const before = new Map(childPids().map((pid) => [pid, ticksOf(pid)]))
  await pause(ms)
  // A process that began or ended meanwhile was not idle.
  return childPids().reduce((sum, pid) => sum + ticksOf(pid) - (before.get(pid) ?? -1), 0)
}

function ticksOf(pid: number): number {
  // Behind the program's name in brackets: user and system time are the 12th and 13th.
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')
  const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number)
  return user + system
}

describe('S8: a name as injection', () => {
  const NAMES = [
    'pet"; --',
    "pet'; DROP TABLE pet; --",
    'pet LIMIT 0',
    'pet, owner',
    'pet UNION SELECT * FROM owner',
    'main.pet',
    'sqlite_master',
    'sqlite_schema',
    'sqlite_sequence',
    'pragma_table_list',
    "pragma_table_info('pet')",
    'dbstat',
    'heavy_pet; ATTACH',
    '(SELECT 1)',
    '../company/company',
    '__proto__',
    'constructor',
  ]

  it.each(['DESCRIBE', 'SAMPLE'])('is a table that nobody has, for %s', async (word) => {
    await withPlayer(async (player) => {
      for (const name of NAMES) {
        const { observation } = await player.step(word, name)
        expect(observation.error).toContain(`Unknown table ${name}.`)
        expect(observation.result).toBe('')
        expect(observation.schema_info).toBe('Tables: owner, pet, visit, order')
      }
    })
  })

  it('quotes a name from the catalogue that SQL would misread', async () => {
    await withPlayer(async (player) => {
      const { observation } = await player.step('SAMPLE', 'ORDER')
      expect(observation.result).toBe(
        'select | random | date | pragma | explain\n1. 1 | 7 | 2020-01-01 | p | e',
      )
    })
  })

  it.each([
    ['db_id', '../company/company'],
    ['db_id', '/etc/passwd'],
    ['db_id', 'corpus/../company'],
    ['db_id', '__proto__'],
    ['question_id', '../corpus_001'],
    ['question_id', 'constructor'],
    ['dataset', '../questions/company'],
    ['dataset', 'company.jsonl'],
    ['dataset', '__proto__'],
  ])('is no %s: %s', async (field, value) => {
    await withPlayer(async (player) => {
      const state = await player.state()
      const refused = await player.resetRefused({ [field]: value })
      expect(refused).toMatchObject({
        code: 'VALIDATION_ERROR',
        message: expect.stringContaining(`${field}: `),
      })
      for (const secret of place.secrets) expect(refused.message).not.toContain(secret)
      expect(await player.state()).toEqual(state)
    })
  })
})

describe('S9: an episode', () => {
  const WORDS: readonly [string, string][] = [
    ['DESCRIBE', 'pet'],
    ['QUERY', 'SELECT name FROM pet'],
    ['QUERY', 'SELECT name FROM pet'],
    ['QUERY', 'SELECT nothing'],
    ['ANSWER', 'Tom'],
    ['DESCRIBE', 'owner'],
  ]

  const playAll = async (player: Player, options: object) => {
    const replies = [await player.reset(options)]
    for (const [word, argument] of WORDS) replies.push(await player.step(word, argument))
    return JSON.stringify([replies, await player.state()])
  }

  it('begins anew with a reset: the same actions get the same bytes', async () => {
    await withPlayer(async (player) => {
      const first = await playAll(player, {})
      await playAll(player, { question_id: 'company_004', episode_id: 'other' })
      await player.query('SELECT 1')
      expect(await playAll(player, {})).toBe(first)
    })
  })

  it('is its socket’s own: others in the middle of theirs change nothing', async () => {
    await withPlayer(async (alone) => {
      const expected = await playAll(alone, {})
      await withPlayer(async (left) => {
        await withPlayer(async (right) => {
          const played = await Promise.all([
            playAll(left, {}),
            playAll(right, { question_id: 'company_004' }),
            playAll(alone, {}),
          ])
          expect([played[0], played[2]]).toEqual([expected, expected])
          expect(played[1]).not.toBe(expected)
        })
      })
    })
  })

  it('is one of 600 at once, and all slots are free again', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 600 }, () => openRawSocket(server.socketUrl)),
    )
    const results = await Promise.all(
      sockets.map(async (socket, index) => {
        socket.send(JSON.stringify({ type: 'reset', data: { question_id: 'corpus_001' } }))
        await socket.next()
        const argument = `SELECT ${index}`
        socket.send(JSON.stringify({ type: 'step', data: { action_type: 'QUERY', argument } }))
        return ((await socket.next())['data'] as WireReply).observation.result
      }),
    )
    expect(results).toEqual(results.map((_, index) => `${index}\n1. ${index}`))
    for (const socket of sockets) socket.close()
    await Promise.all(sockets.map(({ closed }) => closed))
    await expect.poll(async () => server.sessionCount(), { timeout: 20_000 }).toBe(0)
  })
})

describe('S11: text that attacks the reader', () => {
  const TEXTS = [
    '\u001b[2J\u001b]0;title\u0007',
    '\u009b31m',
    '<script>alert(1)</script><img src=x onerror=alert(1)>',
    '\u202egnp.exe\u2066\u200f',
    'lone \ud800 and \udc00',
    'line\u2028separator\u2029',
    'a\u0000b',
  ]

  it.each(TEXTS)(
    'leaves as well-formed JSON without a control character, unchanged: %j',
    async (text) => {
      const argument = `SELECT '${text}' AS "${text}"`
      const socket = new WebSocket(server.socketUrl)
      await new Promise((resolve) => socket.once('open', resolve))
      const ask = async (frame: object) => {
        const reply = new Promise<Buffer>((resolve) => socket.once('message', resolve))
        socket.send(JSON.stringify(frame))
        // Throws where the bytes are no UTF-8.
        return new TextDecoder('utf-8', { fatal: true }).decode(await reply)
      }
      await ask({ type: 'reset', data: { question_id: 'corpus_001' } })
      const reply = await ask({ type: 'step', data: { action_type: 'QUERY', argument } })
      socket.close()
      expect(Array.from(reply).filter((character) => character < ' ')).toEqual([])
      const { observation } = (JSON.parse(reply) as { data: WireReply }).data
      expect(observation.action_history).toEqual([`QUERY ${argument}`])
      if (text.includes('\0')) return
      // SQLite has no lone surrogates, and a row stays on its line.
      const shown = text.toWellFormed().replaceAll(/[\u2028\u2029]/g, ' ')
      expect(observation.result).toBe(`${shown}\n1. ${shown}`)
    },
  )

  it('is never sent as a page: every answer is JSON', async () => {
    const html = '<script>alert(1)</script>'
    const action = { action_type: html, argument: html }
    const post = (path: string, body: object, headers = {}) =>
      fetch(`${server.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers })
    const answers = await Promise.all([
      fetch(`${server.url}/${html}`),
      fetch(`${server.url}/state?session_id=${html}`),
      fetch(`${server.url}/reset`, { headers: { accept: 'text/html' } }),
      post('/reset', { question_text: html }),
      post('/reset', { [html]: html, question_id: 'corpus_001' }),
      post('/step', { action: { ...action, [html]: html } }),
      post('/step', { action }, { 'x-session-id': html }),
      post('/step', { action }),
    ])
    const statuses = answers.map(({ status }) => status)
    expect(statuses).toEqual([404, 404, 405, 422, 200, 422, 404, 200])
    for (const answer of answers) {
      expect(answer.headers.get('content-type')).toBe('application/json')
    }
  })
})

describe('S12: reset and step', () => {
  it.each(['reset', 'RESET', 'step', 'state', 'close', 'list_tools', 'call_tool'])(
    'are no actions of an agent: %s is an unknown word, and the episode goes on',
    async (word) => {
      await withPlayer(async (player) => {
        await player.step('DESCRIBE', 'pet')
        const { observation, done } = await player.step(word, '{"question_id":"company_001"}')
        expect(observation.error).toBe(
          `Unknown action ${word}. Expected one of DESCRIBE, SAMPLE, QUERY, ANSWER.`,
        )
        expect([observation.step_count, done]).toEqual([2, false])
        expect(await player.state()).toMatchObject({ question_id: 'corpus_001', step_count: 2 })
      })
    },
  )

  it('are not in the schema of an action', async () => {
    const { action } = (await (await fetch(`${server.url}/schema`)).json()) as { action: object }
    expect(JSON.stringify(action)).toContain('DESCRIBE')
    expect(JSON.stringify(action)).not.toMatch(/\b(?:reset|step|state)\b/i)
  })
})
