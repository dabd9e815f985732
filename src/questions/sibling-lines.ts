/** The siblings of all questions, read line by line when they are asked for. */

import { parseSiblingsRecord } from './siblings.ts'
import type { QuestionSiblings, SiblingBank, SiblingsOutline } from './siblings.ts'

/** A record as it stands in the file, and what it names. */
export type SiblingsLine = { readonly line: string; readonly outline: SiblingsOutline }

/** Reads what gold returns when a question is first asked for it: few are, of many. */
export function toSiblingBank(records: ReadonlyMap<string, SiblingsLine>): SiblingBank {
  const read = new Map<string, QuestionSiblings>()
  return {
    get(questionId) {
      const record = records.get(questionId)
      const known = read.get(questionId)
      if (record === undefined || known !== undefined) return known
      const { grading, variants } = parseSiblingsRecord(record.line)
      const siblings = { grading, variants }
      read.set(questionId, siblings)
      return siblings
    },
    variantsOf: (questionId) => records.get(questionId)?.outline.variants ?? [],
  }
}
