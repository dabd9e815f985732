/** The part of a document that an import writes: counts, and every unfit question with its reason. */

import { isUnfit } from '../questions/question.ts'
import { countByDatabase, countByFlag, countSetAside } from './import-report.ts'
import type { ImportReport } from './import-report.ts'

/** Ids only: question texts are under the licence of the data, documents under that of the code. */
export function toMarkdown(report: ImportReport): string {
  const databases = countByDatabase(report)
  const unfit = report.kept.map(({ question }) => question).filter(isUnfit)
  const setAside = countSetAside(report)
  const sections = [
    markdownTable(
      ['database', 'split', 'questions', 'drawn', 'unfit', 'weak'],
      databases.map((counts) => [
        counts.databaseId,
        counts.split,
        counts.questionCount,
        counts.questionCount - counts.unfitCount,
        counts.unfitCount,
        counts.weakCount,
      ]),
    ),
    `${report.kept.length} questions are kept, and ${report.kept.length - unfit.length} of them are drawn. ` +
      `${report.setAside.length} are set aside.`,
    ...(setAside.length === 0
      ? []
      : [
          markdownTable(
            ['database', 'set aside', 'because'],
            setAside.map(({ databaseId, reason, questionCount }) => [
              databaseId,
              questionCount,
              reason,
            ]),
          ),
        ]),
    'A question may have several flags:',
    markdownTable(['flag', 'questions'], countByFlag(report)),
    'Every unfit question:',
    markdownTable(
      ['question', 'reason'],
      unfit.map(({ questionId, flags }) => [
        questionId,
        flags.map((flag) => flag.replace('unfit:', '')).join(', '),
      ]),
    ),
  ]
  return sections.join('\n\n')
}

/** @param rows - as many cells each as `head` has; a column of numbers only stands to the right */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const isNumeric = head.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
  const rule = isNumeric.map((numeric) => (numeric ? '--:' : '---'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/**
 * @param name - of the data set; the document has one place for each
 * @returns the document with the text between the two marks replaced; `undefined` when it has none
 */
export function withGenerated(
  document: string,
  name: string,
  generated: string,
): string | undefined {
  const begin = `<!-- begin generated: ${name} -->`
  const end = `<!-- end generated: ${name} -->`
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from === -1 || to < from) return undefined
  return `${document.slice(0, from + begin.length)}\n\n${generated}\n\n${document.slice(to)}`
}
