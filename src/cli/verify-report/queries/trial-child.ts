/** The program of a process that tries queries: see `trial-crew.ts`, which starts it. */

import { createHash } from 'node:crypto'

import { loadData } from '../../../adapters/node/data-files.ts'
import { NoSiblings } from '../../../datasets/siblings/read-contents.ts'
import { openInProcessPorts } from '../in-process-ports.ts'
import { tryQuestion } from './database-trials.ts'
import { openJudgedDatabase } from './judged-database.ts'
import type { JudgedDatabase } from './judged-database.ts'
import type { TrialReply, TrialRequest } from './trial-messages.ts'

process.on('message', (request: TrialRequest) => {
  tryDatabase(request)
    .then(() => send({ kind: 'done', note: '' }))
    .catch((error: unknown) => {
      if (error instanceof NoSiblings) return send({ kind: 'done', note: error.message })
      const message = error instanceof Error ? error.message : String(error)
      return send({ kind: 'failed', message: message.replaceAll(/\s*\n\s*/g, ' ') })
    })
})
process.on('disconnect', () => process.exit())

function send(reply: TrialReply): Promise<void> {
  return new Promise((resolve) => process.send?.(reply, () => resolve()))
}

async function tryDatabase(request: TrialRequest): Promise<void> {
  const { dataDir, dataset, databaseId, questionIds, sampledIds, seed } = request
  const data = loadData(dataDir, [dataset])
  const questions = questionIds.flatMap((id) => data.bank.entriesById.get(id)?.question ?? [])
  const path = data.databasePath(databaseId)
  if (path === undefined) throw new Error(`No database ${databaseId}`)
  const { ports, close } = openInProcessPorts(data)
  let judged: JudgedDatabase | undefined
  try {
    judged = openJudgedDatabase(path, databaseId, questions)
    for (const question of questions) {
      const { questionId } = question
      const isSampled = sampledIds.includes(questionId)
      const place = { dataset, ports, judged }
      const trials = await tryQuestion(place, question, seedOf(questionId, seed), isSampled)
      await send({ kind: 'tried', questionId, trials })
    }
  } finally {
    judged?.close()
    close()
  }
}

/** Of the question alone: the same whichever others are tried. */
function seedOf(questionId: string, seed: number): number {
  return createHash('sha256').update(`${seed} ${questionId}`).digest().readInt32LE()
}
