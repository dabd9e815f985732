/**
 * Tries queries in processes of their own, a database at a time: all processors are used, and a query
 * without end is stopped with its process.
 */

import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

import { startOrphanGuard } from '../../../adapters/node/query-pool/orphan-guard.ts'
import type { QuestionTrials } from './database-trials.ts'
import type { TrialReply, TrialRequest } from './trial-messages.ts'

/** The slowest question takes a few seconds; making the judging siblings comes before the first. */
const SILENCE_MAX_MS = 600_000

const PROCESSES_MAX = 8

type TriedQuestion = { readonly questionId: string; readonly trials: QuestionTrials }

export type TriedDatabase = {
  readonly databaseId: string
  readonly questions: readonly TriedQuestion[]
  /** Why none was tried: no siblings can be made of the database; empty where they can. */
  readonly note: string
}

/**
 * @param onTried - called after each question
 * @returns one for each request, in their order
 * @throws {Error} in one line that names the database
 */
export async function tryAll(
  requests: readonly TrialRequest[],
  onTried: (request: TrialRequest, questionId: string) => void,
): Promise<readonly TriedDatabase[]> {
  const guard = startOrphanGuard()
  const results: TriedDatabase[] = []
  const left = requests.entries()
  const children = new Set<ChildProcess>()
  const work = async (): Promise<void> => {
    for (const [index, request] of left) {
      const child = fork(join(import.meta.dirname, 'trial-child.ts'), {
        serialization: 'advanced',
        execArgv: [],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      children.add(child)
      guard.watch([...children].flatMap(({ pid }) => pid ?? []))
      results[index] = await tryOne(child, request, onTried)
      children.delete(child)
    }
  }
  try {
    const count = Math.min(availableParallelism(), PROCESSES_MAX, requests.length)
    await Promise.all(Array.from({ length: count }, work))
    return results
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await guard.close()
  }
}

function tryOne(
  child: ChildProcess,
  request: TrialRequest,
  onTried: (request: TrialRequest, questionId: string) => void,
): Promise<TriedDatabase> {
  const tried: TriedQuestion[] = []
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      const after = tried.at(-1)?.questionId
      const place = after === undefined ? '' : ` after ${after}`
      reject(new Error(`Trying queries on ${request.databaseId}${place}: ${reason}`))
    }
    const timer = setTimeout(
      () => fail(`nothing came for ${SILENCE_MAX_MS / 1000} s`),
      SILENCE_MAX_MS,
    )
    child.on('message', (reply: TrialReply) => {
      timer.refresh()
      if (reply.kind === 'failed') return fail(reply.message)
      if (reply.kind === 'tried') {
        tried.push({ questionId: reply.questionId, trials: reply.trials })
        return onTried(request, reply.questionId)
      }
      clearTimeout(timer)
      child.disconnect()
      resolve({ databaseId: request.databaseId, questions: tried, note: reply.note })
    })
    child.on('exit', () => fail('the process ended'))
    child.on('error', (error) => fail(error.message))
    child.send(request)
  })
}
