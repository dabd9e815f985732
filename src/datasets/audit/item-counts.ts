/** What an audit found, item by item. */

import { AUDIT_ITEMS, isFailing } from './audit-items.ts'
import type { AuditFinding, AuditItem } from './audit-items.ts'
import type { DatasetAudit } from './dataset-audit.ts'

export type ItemCount = {
  readonly item: AuditItem
  /** Each once, in the order of the findings. */
  readonly questionIds: readonly string[]
  readonly findings: readonly AuditFinding[]
  /** Whether the audit fails by it. */
  readonly isFailing: boolean
}

/** One for each item, also where nothing was found. */
export function countItems({ name, findings }: DatasetAudit): ItemCount[] {
  return AUDIT_ITEMS.map((item) => {
    const ofItem = findings.filter((finding) => finding.item === item)
    return {
      item,
      questionIds: [...new Set(ofItem.map(({ questionId }) => questionId))],
      findings: ofItem,
      isFailing: ofItem.length > 0 && isFailing(name, item),
    }
  })
}

/** @returns the findings that the audit of the data set fails by */
export function failingFindings(audit: DatasetAudit): AuditFinding[] {
  return countItems(audit).flatMap((count) => (count.isFailing ? count.findings : []))
}

/** How many ids a report for people shows of each item. */
const IDS_SHOWN = 3

/** The first few ids. */
export function firstIds({ questionIds }: ItemCount): string {
  const more = questionIds.length > IDS_SHOWN ? ' …' : ''
  return questionIds.slice(0, IDS_SHOWN).join(' ') + more
}
