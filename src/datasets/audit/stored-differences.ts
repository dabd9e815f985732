/** Where a question's record says otherwise than running its gold again. */

import type { Question } from '../../questions/question.ts'
import { sameRows } from '../../verify/same-rows.ts'
import type { AuditFinding } from './audit-items.ts'

/** @param found - the same question, as an import would write it now */
export function differencesOf(stored: Question, found: Question): AuditFinding[] {
  const { questionId } = stored
  const findings: AuditFinding[] = []
  const answer = answerDifference(stored, found)
  if (answer !== '') findings.push({ item: 'answer_differs', questionId, note: answer })
  const fields = fieldsThatDiffer(stored, found)
  if (fields.length > 0) {
    findings.push({ item: 'record_differs', questionId, note: fields.join(', ') })
  }
  if (stored.flags.join() !== found.flags.join()) {
    const note = `stored ${listFlags(stored)}, found ${listFlags(found)}`
    findings.push({ item: 'flags_differ', questionId, note })
  }
  return findings
}

/** Empty where the answer is the same. */
function answerDifference(stored: Question, found: Question): string {
  if (stored.goldColumns.join('\n') !== found.goldColumns.join('\n')) return 'other columns'
  if (stored.rowOrderMatters !== found.rowOrderMatters) return 'other order_matters'
  // Chance and the scan may give other rows each time, and so may a tie: the flags say so.
  const isSettled = ![...found.flags, ...stored.flags].some((flag) => UNSETTLED.has(flag))
  const order = found.rowOrderMatters ? 'as_given' : 'any'
  return !isSettled || sameRows(stored.goldAnswer, found.goldAnswer, order) ? '' : 'other rows'
}

const UNSETTLED: ReadonlySet<string> = new Set(['unfit:tie', 'unfit:scan_order'])

/** What follows from gold; the difficulty may be the author's own. */
function fieldsThatDiffer(stored: Question, found: Question): string[] {
  const isSameTables = stored.tablesInvolved.join('\n') === found.tablesInvolved.join('\n')
  return [
    ...(isSameTables ? [] : ['tables_involved']),
    ...(stored.answerType === found.answerType ? [] : ['answer_type']),
  ]
}

function listFlags({ flags }: Question): string {
  return flags.length === 0 ? 'none' : flags.join(' ')
}
