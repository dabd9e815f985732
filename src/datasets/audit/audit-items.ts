/** What an audit looks for, and what it means when it finds something. */

import { FLAGS } from '../../questions/question.ts'
import type { Flag } from '../../questions/question.ts'

/**
 * Beside the flags: `slow` gold, answers that are `guessable`, questions that are a
 * `near_duplicate` of one in another split, and what is not in the data folder or not as it says.
 */
export const AUDIT_ITEMS = [
  ...FLAGS,
  'slow',
  'guessable',
  'near_duplicate',
  'siblings_missing',
  'siblings_none',
  'siblings_differ',
  'database_unusable',
  'duplicate_id',
  'answer_differs',
  'record_differs',
  'flags_differ',
] as const
export type AuditItem = (typeof AUDIT_ITEMS)[number]

export type AuditFinding = {
  readonly item: AuditItem
  /** The id of a question; where it takes two of them, the one that is held out further. */
  readonly questionId: string
  /** What was found, for whoever has to mend it; empty where the item says it all. */
  readonly note: string
}

/**
 * What no import leaves behind: the files were changed since, or the code that judges was. Anything
 * else is a quality of the data, which is counted, and is not for us to mend where the data is
 * not ours.
 */
const STALE: ReadonlySet<AuditItem> = new Set([
  'siblings_differ',
  'database_unusable',
  'duplicate_id',
  'answer_differs',
  'record_differs',
  'flags_differ',
])

/**
 * Gold may find nothing once rows are changed, whatever is tried: docs/siblings.md. The question is
 * a fair one all the same.
 */
const COUNTED_ONLY: ReadonlySet<AuditItem> = new Set(['siblings_none'])

/** Ours, so that every other item has to hold. */
const OWN_DATASET = 'builtin'

/** Whether an audit of the data set fails when it finds this. */
export function isFailing(dataset: string, item: AuditItem): boolean {
  return STALE.has(item) || (dataset === OWN_DATASET && !COUNTED_ONLY.has(item))
}

/** On one line. */
export function describeFinding({ questionId, item, note }: AuditFinding): string {
  return note === '' ? `${questionId} ${item}` : `${questionId} ${item} (${note})`
}

/** Each of a question's flags is a finding. */
export function flagFinding(questionId: string, flag: Flag, failure: string | undefined) {
  const note = flag === 'unfit:gold_fails' ? (failure ?? '') : ''
  return { item: flag, questionId, note } satisfies AuditFinding
}
