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

export type TriedQuestion = { readonly questionId: string; readonly trials: QuestionTrials }

/**
 * @param onTried - called after each question
 * @returns for each request its questions, in the order of the requests
 * @throws {Error} in one line that names the database
 */
export async function tryAll(
  requests: readonly TrialRequest[],
  onTried: (request: TrialRequest, questionId: string) => void,
): Promise<readonly (readonly TriedQuestion[])[]> {
  const guard = startOrphanGuard()
  const results: TriedQuestion[][] = requests.map(() => [])
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
): Promise<TriedQuestion[]> {
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
      resolve(tried)
    })
    child.on('exit', () => fail('the process ended'))
    child.on('error', (error) => fail(error.message))
    child.send(request)
  })
}
