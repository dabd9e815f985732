/** Questions and their gold answers, read from the data files and never from the server. */

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { datasetOfFile } from '../../src/questions/dataset-file-names.ts'
import { parseQuestionRecord } from '../../src/questions/question-record.ts'
import { ANSWER_TYPES, isUnfit } from '../../src/questions/question.ts'
import type { Question } from '../../src/questions/question.ts'
import { formatCell } from '../../src/sql/cell.ts'

/** What the Python scripts read. */
export type EpisodeToPlay = {
  readonly question_id: string
  readonly question: string
  readonly table: string
  readonly gold_sql: string
  readonly answer: string
}

/** One question about each database, of another answer type each time where there is one. */
export function questionsToPlay(dataDir: string): Question[] {
  const byDatabase = Map.groupBy(playableQuestions(dataDir), ({ databaseId }) => databaseId)
  return [...byDatabase.values()].flatMap((questions, position) => {
    const answerType = ANSWER_TYPES[position % ANSWER_TYPES.length]
    return questions.find((question) => question.answerType === answerType) ?? questions[0] ?? []
  })
}

export function toEpisode({
  questionId,
  questionText,
  tablesInvolved,
  goldSql,
  goldAnswer,
}: Question): EpisodeToPlay {
  const [table] = tablesInvolved
  if (table === undefined) throw new Error(`Expected ${questionId} to read a table`)
  const rows = goldAnswer.map((row) => row.map(formatCell).join(' | '))
  return {
    question_id: questionId,
    question: questionText,
    table,
    gold_sql: goldSql,
    answer: rows.join('\n'),
  }
}

function playableQuestions(dataDir: string): Question[] {
  const dir = join(dataDir, 'questions')
  const files = readdirSync(dir).filter((name) => datasetOfFile(name) !== undefined)
  const lines = files.flatMap((name) => readFileSync(join(dir, name), 'utf8').trim().split('\n'))
  return lines.map(parseQuestionRecord).filter((question) => !isUnfit(question))
}
