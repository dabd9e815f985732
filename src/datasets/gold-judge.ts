/**
 * Judges golds, makes siblings and audits both, in a process of its own: a query without end cannot be stopped
 * inside ours, and a file that brings the engine down must not bring the import down.
 */

import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { startOrphanGuard } from '../adapters/node/query-pool/orphan-guard.ts'
import type { Question } from '../questions/question.ts'
import type { TableFacts } from './gold-database.ts'
import type { GoldFacts } from './question-build.ts'
import type { MadeSlips } from './made-slips.ts'
import type { SiblingCheck, SiblingComplaint } from './siblings/check-siblings.ts'
import type { DatabaseSiblings } from './siblings/database-siblings.ts'
import { withoutSiblings } from './siblings/database-siblings.ts'

export type JudgeRequest =
  | { readonly kind: 'open'; readonly databaseId: string; readonly path: string }
  | { readonly kind: 'judge'; readonly goldSql: string }
  | ({ readonly kind: 'slips' } & SlippingGold)
  | {
      readonly kind: 'siblings'
      readonly databaseId: string
      readonly path: string
      readonly questions: readonly Question[]
    }
  | ({ readonly kind: 'check_siblings' } & SiblingCheck)

/** Gold, what it returns, and whether its question has the flag `weak:mutant_survives`. */
export type SlippingGold = Pick<Question, 'goldSql' | 'goldAnswer' | 'rowOrderMatters'> & {
  readonly hasSurvivor: boolean
}

export type JudgeReply =
  /** @param tables - without SQLite's own */
  | { readonly kind: 'opened'; readonly tables: readonly TableFacts[] }
  | { readonly kind: 'judged'; readonly facts: GoldFacts }
  | { readonly kind: 'slipped'; readonly slips: MadeSlips }
  | { readonly kind: 'made'; readonly siblings: DatabaseSiblings }
  | { readonly kind: 'checked'; readonly complaints: readonly SiblingComplaint[] }
  /** The database is at fault. */
  | { readonly kind: 'unreadable'; readonly message: string }

export type GoldJudge = {
  /**
   * @returns its tables, without SQLite's own
   * @throws {UnreadableDatabase} in one line
   */
  open(databaseId: string, path: string): Promise<readonly TableFacts[]>
  /**
   * What gold on the database that was opened last shows. One that does not end in time, or ends
   * the process, counts as one that does not run.
   *
   * @throws {UnreadableDatabase} in one line
   */
  judge(goldSql: string): Promise<GoldFacts>
  /**
   * Which slips in gold there are, on the database that was opened last.
   * @returns `undefined` where running them all does not end in time: one may have no end
   * @throws {UnreadableDatabase} in one line
   */
  slips(gold: SlippingGold): Promise<MadeSlips | undefined>
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
  /** Runs gold again on the siblings that questions list. */
  checkSiblings(check: SiblingCheck): Promise<readonly SiblingComplaint[]>
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
const JUDGE_DEADLINES: JudgeDeadlines = {
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

  /** A query that ended the process took the database with it. */
  async function reopen(): Promise<void> {
    if (child === undefined && opened !== undefined) await open(opened)
  }

  return {
    open: (databaseId, path) => {
      opened = { kind: 'open', databaseId, path }
      return open(opened)
    },
    async judge(goldSql) {
      await reopen()
      const reply = await ask({ kind: 'judge', goldSql }, deadlines.judgeMs)
      if (reply.kind === 'judged') return reply.facts
      if (reply.kind === 'lost') return factsOfFailure(toClaim(reply))
      throw new UnreadableDatabase(reply.kind === 'unreadable' ? reply.message : 'it was closed')
    },
    async slips(gold) {
      await reopen()
      const reply = await ask({ kind: 'slips', ...gold }, deadlines.judgeMs)
      if (reply.kind === 'slipped') return reply.slips
      if (reply.kind === 'lost') return undefined
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
    async checkSiblings(check) {
      const reply = await ask({ kind: 'check_siblings', ...check }, deadlines.siblingsMs)
      if (reply.kind === 'checked') return reply.complaints
      const note =
        reply.kind === 'lost'
          ? `checking them ${toClaim(reply)}`
          : reply.kind === 'unreadable'
            ? reply.message
            : 'they were not checked'
      return check.questions.map(({ question: { questionId } }) => ({ questionId, note }))
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
    rowOrderMatters: false,
    unfit: ['unfit:gold_fails'],
    failure,
  } as const
  return { judgement, weak: [], runsMs: [] }
}
