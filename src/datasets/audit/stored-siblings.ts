/** What the data folder says about siblings, also where it does not hold together. */

import { existsSync, readFileSync } from 'node:fs'

import { named } from '../../adapters/node/named-error.ts'
import { isUnfit } from '../../questions/question.ts'
import type { Question } from '../../questions/question.ts'
import { parseSiblingsRecord } from '../../questions/siblings.ts'
import type { QuestionSiblings } from '../../questions/siblings.ts'
import { siblingGolds } from '../siblings/check-siblings.ts'
import { siblingPath, siblingsRecordsPath } from '../siblings/sibling-files.ts'
import type { AuditFinding } from './audit-items.ts'

/**
 * @returns by question id; empty where there is no file
 * @throws {SettingError} that names the first line that holds no record
 */
export function readSiblingRecords(
  dataDir: string,
  dataset: string,
): ReadonlyMap<string, QuestionSiblings> {
  const file = siblingsRecordsPath(dataDir, dataset)
  const records = new Map<string, QuestionSiblings>()
  if (!existsSync(file)) return records
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line === '') continue
    const record = named(`${file} line ${index + 1}`, () => parseSiblingsRecord(line))
    records.set(record.questionId, record)
  }
  return records
}

/** Questions that are drawn and lack siblings, or list one whose file is not there; unknown ones too. */
export function findAbsentSiblings(
  dataDir: string,
  dataset: string,
  questions: readonly Question[],
  records: ReadonlyMap<string, QuestionSiblings>,
): AuditFinding[] {
  const drawn = questions.filter((question) => !isUnfit(question))
  const known = new Set(questions.map(({ questionId }) => questionId))
  const strangers = [...records.keys()]
    .filter((questionId) => !known.has(questionId))
    .map((questionId): AuditFinding => {
      return { item: 'siblings_differ', questionId, note: 'a record of no question' }
    })
  const ofQuestions = drawn.flatMap(({ questionId, databaseId }): AuditFinding[] => {
    const siblings = records.get(questionId)
    if (siblings === undefined) return [{ item: 'siblings_missing', questionId, note: '' }]
    const { grading, variants } = siblings
    const findings: AuditFinding[] = []
    if (grading.length === 0 || variants.length === 0) {
      const note = grading.length === 0 ? 'to be graded on' : 'to be played on'
      findings.push({ item: 'siblings_none', questionId, note })
    }
    const absent = siblingGolds(siblings).filter(
      ({ sibling }) => !existsSync(siblingPath(dataDir, dataset, databaseId, sibling)),
    )
    if (absent.length > 0) {
      const note = `no file of ${absent.map(({ sibling }) => sibling).join(', ')}`
      findings.push({ item: 'siblings_differ', questionId, note })
    }
    return findings
  })
  return [...strangers, ...ofQuestions]
}
