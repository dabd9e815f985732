/** The questions of a server with their gold, from the file that it was given. */

import { readFileSync } from 'node:fs'

import { parseQuestionRecord } from '../../src/questions/question-record.ts'
import type { Question } from '../../src/questions/question.ts'

/** @param file - a data set's `questions/<dataset>.jsonl` */
export function readQuestionsFile(file: string): readonly Question[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => parseQuestionRecord(line))
}
