/**
 * The program of the floor: a bare `ws` server with SQLite inside it. It parses each frame, runs its
 * SQL and replies as long as SQLEnv does; it checks nothing, bounds nothing and scores nothing.
 */

import { createServer } from 'node:http'

import Database from 'better-sqlite3'
import { WebSocketServer } from 'ws'

import { databasePathIn } from '../src/adapters/node/data-files.ts'
import { quoteName } from '../src/sql/schema.ts'

type Frame =
  | { readonly type: 'reset'; readonly data: { readonly db_id: string; reply_bytes: number } }
  | {
      readonly type: 'step'
      readonly data: {
        readonly action_type: string
        readonly argument: string
        readonly reply_bytes: number
      }
    }

const ROWS_SHOWN = 20
const FILLER = 'x'.repeat(256 * 1024)

const [port = '0', dataDir = ''] = process.argv.slice(2)
const connections = new Map<string, Database.Database>()

const http = createServer((_request, response) => response.end('{"status":"healthy"}'))
const server = new WebSocketServer({ server: http, perMessageDeflate: false })
server.on('connection', (socket) => {
  let connection: Database.Database | undefined
  socket.on('message', (message: Buffer) => {
    // Only the benchmark sends frames here.
    const { type, data } = JSON.parse(message.toString()) as Frame
    if (type === 'reset') connection = connectionTo(data.db_id)
    const rows = type === 'reset' ? [] : readRows(connection, data.action_type, data.argument)
    socket.send(replyOf(rows, data.reply_bytes))
  })
})
http.listen(Number(port), '127.0.0.1')
process.on('disconnect', () => process.exit())

function connectionTo(databaseId: string): Database.Database {
  const known = connections.get(databaseId)
  if (known !== undefined) return known
  const connection = new Database(databasePathIn(dataDir, databaseId), { readonly: true })
  connections.set(databaseId, connection)
  return connection
}

function readRows(
  connection: Database.Database | undefined,
  word: string,
  argument: string,
): unknown[] {
  if (connection === undefined || word === 'DESCRIBE' || word === 'ANSWER') return []
  const sql = word === 'SAMPLE' ? `SELECT * FROM ${quoteName(argument)} LIMIT 5` : argument
  try {
    return connection.prepare(sql).raw().all()
  } catch (error) {
    return [String(error)]
  }
}

function replyOf(rows: unknown[], bytes: number): string {
  const data = { observation: { result: rows.slice(0, ROWS_SHOWN) }, reward: 0, done: false }
  const reply = { type: 'observation', data, filler: '' }
  const missing = bytes - JSON.stringify(reply).length
  if (missing > 0) reply.filler = FILLER.slice(0, missing)
  return JSON.stringify(reply)
}
