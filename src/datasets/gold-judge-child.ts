/** The program of the process that judges golds and makes siblings, and audits both: see `gold-judge.ts`, which starts it. */

import { readDatabaseSchema } from '../adapters/node/database-catalogue.ts'
import { openGoldDatabase } from './gold-database.ts'
import type { GoldDatabase } from './gold-database.ts'
import type { JudgeReply, JudgeRequest } from './gold-judge.ts'
import { madeSlips } from './made-slips.ts'
import { judgeQuestion } from './question-build.ts'
import { checkSiblings } from './siblings/check-siblings.ts'
import { makeDatabaseSiblings } from './siblings/database-siblings.ts'
import { isInWalMode } from './sqlite-header.ts'

let database: GoldDatabase | undefined

// A terminal sends these to every process of the group, but when to stop is the import's to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('message', (request: JudgeRequest) => process.send?.(answer(request)))
process.on('disconnect', () => process.exit())

function answer(request: JudgeRequest): JudgeReply {
  try {
    switch (request.kind) {
      case 'open':
        return open(request)
      case 'judge':
        return { kind: 'judged', facts: judgeQuestion(openDatabase(), request.goldSql) }
      case 'slips':
        return { kind: 'slipped', slips: madeSlips(openDatabase(), request) }
      case 'siblings': {
        const { path, databaseId, questions } = request
        return { kind: 'made', siblings: makeDatabaseSiblings(path, databaseId, questions) }
      }
      case 'check_siblings':
        return { kind: 'checked', complaints: checkSiblings(request) }
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { kind: 'unreadable', message: error.message.replaceAll(/\s*\n\s*/g, ' ') }
  }
}

function open({ databaseId, path }: Extract<JudgeRequest, { kind: 'open' }>): JudgeReply {
  database?.[Symbol.dispose]()
  database = undefined
  // Before it is opened, which would lay files beside it.
  if (isInWalMode(path)) {
    return {
      kind: 'unreadable',
      message: 'it is in WAL mode; convert it with PRAGMA journal_mode = DELETE',
    }
  }
  const next = openGoldDatabase(path)
  const { tables } = next
  // What the server cannot read must not stop its start. An empty file has no header to read.
  if (tables.length > 0) readDatabaseSchema(databaseId, path)
  database = next
  return { kind: 'opened', tables }
}

function openDatabase(): GoldDatabase {
  if (database === undefined) throw new Error('no database is open')
  return database
}
