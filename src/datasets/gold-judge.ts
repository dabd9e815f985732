/**
 * Judges golds, and makes siblings, in a process of its own: a query without end cannot be stopped
 * inside ours, and a file that brings the engine down must not bring the import down.
 */

import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { startOrphanGuard } from '../adapters/node/query-pool/orphan-guard.ts'
import type { Question } from '../questions/question.ts'
import type { GoldFacts } from './question-build.ts'
import type { DatabaseSiblings } from './siblings/database-siblings.ts'
import { withoutSiblings } from './siblings/database-siblings.ts'

export type JudgeRequest =
  | { readonly kind: 'open'; readonly databaseId: string; readonly path: string }
  | { readonly kind: 'judge'; readonly goldSql: string }
  | {
      readonly kind: 'siblings'
      readonly databaseId: string
      readonly path: string
      readonly questions: readonly Question[]
    }

export type JudgeReply =
  /** @param tables - without SQLite's own */
  | { readonly kind: 'opened'; readonly tables: readonly string[] }
  | { readonly kind: 'judged'; readonly facts: GoldFacts }
  | { readonly kind: 'made'; readonly siblings: DatabaseSiblings }
  /** The database is at fault. */
  | { readonly kind: 'unreadable'; readonly message: string }

export type GoldJudge = {
  /**
   * @returns the names of its tables
   * @throws {UnreadableDatabase} in one line
   */
  open(databaseId: string, path: string): Promise<readonly string[]>
  /**
   * What gold on the database that was opened last shows. One that does not end in time, or ends
   * the process, counts as one that does not run.
   *
   * @throws {UnreadableDatabase} in one line
   */
  judge(goldSql: string): Promise<GoldFacts>
  /**
   * @param path - the database as shipped
   * @param questions - of this database, none of them unfit
   * @returns without files, and with a note, where making them does not end in time
   */
  makeSiblings(
    databaseId: string,
    path: string,
    questions: readonly Question[],
  ): Promise<DatabaseSiblings>
  close(): Promise<void>
}

export type JudgeDeadlines = {
  /** For running gold, its mutants, and gold again with other keys and scans. */
  readonly judgeMs: number
  /** For checking a whole file. */
  readonly openMs: number
  /** For making the siblings of one database. */
  readonly siblingsMs: number
}

/** The slowest gold of Spider takes half a second; an agent's query has five. */
export const JUDGE_DEADLINES: JudgeDeadlines = {
  judgeMs: 60_000,
  openMs: 1_200_000,
  siblingsMs: 1_200_000,
}

export class UnreadableDatabase extends Error {
  override readonly name = 'UnreadableDatabase'
}

export function createGoldJudge(deadlines: JudgeDeadlines = JUDGE_DEADLINES): GoldJudge {
  const guard = startOrphanGuard()
  let child: ChildProcess | undefined
  let opened: Extract<JudgeRequest, { kind: 'open' }> | undefined

  function start(): ChildProcess {
    const started = fork(join(import.meta.dirname, 'gold-judge-child.ts'), {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    guard.watch(started.pid === undefined ? [] : [started.pid])
    return started
  }

  async function ask(request: JudgeRequest, deadlineMs: number): Promise<JudgeReply | Loss> {
    child ??= start()
    const reply = await askChild(child, request, deadlineMs)
    if (reply.kind === 'lost') child = undefined
    return reply
  }

  async function open(request: Extract<JudgeRequest, { kind: 'open' }>) {
    const reply = await ask(request, deadlines.openMs)
    if (reply.kind === 'opened') return reply.tables
    if (reply.kind === 'lost') throw new UnreadableDatabase(`checking it ${toClaim(reply)}`)
    throw new UnreadableDatabase(reply.kind === 'unreadable' ? reply.message : 'it was not opened')
  }

  return {
    open: (databaseId, path) => {
      opened = { kind: 'open', databaseId, path }
      return open(opened)
    },
    async judge(goldSql) {
      if (child === undefined && opened !== undefined) await open(opened)
      const reply = await ask({ kind: 'judge', goldSql }, deadlines.judgeMs)
      if (reply.kind === 'judged') return reply.facts
      if (reply.kind === 'lost') return factsOfFailure(toClaim(reply))
      throw new UnreadableDatabase(reply.kind === 'unreadable' ? reply.message : 'it was closed')
    },
    async makeSiblings(databaseId, path, questions) {
      const request = { kind: 'siblings', databaseId, path, questions } as const
      const reply = await ask(request, deadlines.siblingsMs)
      if (reply.kind === 'made') return reply.siblings
      if (reply.kind === 'lost') return withoutSiblings(questions, `making them ${toClaim(reply)}`)
      const message = reply.kind === 'unreadable' ? reply.message : 'they were not made'
      return withoutSiblings(questions, message)
    },
    async close() {
      child?.kill('SIGKILL')
      if (child !== undefined && child.exitCode === null && child.signalCode === null) {
        await once(child, 'exit')
      }
      await guard.close()
    },
  }
}

/** No reply will come: the process ended, or was ended. */
type Loss = { readonly kind: 'lost'; readonly afterMs: number | undefined }

function askChild(
  child: ChildProcess,
  request: JudgeRequest,
  deadlineMs: number,
): Promise<JudgeReply | Loss> {
  return new Promise((resolve) => {
    let isLate = false
    const timer = setTimeout(() => {
      isLate = true
      child.kill('SIGKILL')
    }, deadlineMs)
    const settle = (reply: JudgeReply | Loss): void => {
      clearTimeout(timer)
      child.off('message', settle)
      child.off('exit', lose)
      child.off('error', lose)
      resolve(reply)
    }
    const lose = (): void => settle({ kind: 'lost', afterMs: isLate ? deadlineMs : undefined })
    child.on('message', settle)
    child.on('exit', lose)
    child.on('error', lose)
    child.send(request, (error) => {
      if (error !== null) lose()
    })
  })
}

function toClaim({ afterMs }: Loss): string {
  return afterMs === undefined ? 'ended the process' : `took longer than ${afterMs / 1000} s`
}

function factsOfFailure(failure: string): GoldFacts {
  const judgement = {
    columns: [],
    rows: [],
    tablesRead: [],
    orderMatters: false,
    unfit: ['unfit:gold_fails'],
    failure,
  } as const
  return { judgement, weak: [] }
}
