/** Which question the page shows, and what answers it. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { CellValue } from '../../src/sql/cell.ts'
import { parseQuestionRecord } from '../../src/questions/question-record.ts'
import type { Question } from '../../src/questions/question.ts'

/** @throws {Error} when the data set has no such question, or several */
export function questionWithText(dataDir: string, dataset: string, text: string): Question {
  const lines = readFileSync(join(dataDir, 'questions', `${dataset}.jsonl`), 'utf8').trim()
  const questions = lines.split('\n').map((line) => parseQuestionRecord(line))
  const found = questions.filter(({ questionText }) => questionText === text)
  const [question] = found
  if (question === undefined || found.length > 1) {
    throw new Error(`${found.length} questions of ${dataset} read: ${text}`)
  }
  return question
}

/** Gold as somebody would type it. */
export function typedAnswer({ goldAnswer }: Question): string {
  return goldAnswer.map((row) => row.map(typedCell).join(' | ')).join('\n')
}

function typedCell(cell: CellValue): string {
  return cell === null ? 'NULL' : String(cell)
}
