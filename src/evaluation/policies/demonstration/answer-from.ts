/** What a query has shown, as the tool `answer` asks for it. */

import { parseResultText, toAnswerText } from '../../../client/result-text.ts'

/** @returns one value, a list with commas, or rows with | between the cells */
export function answerFrom(resultText: string): string {
  const { columns, rows } = parseResultText(resultText) ?? { columns: [], rows: [] }
  const values = rows.map(([value = '']) => value)
  const isList = columns.length === 1 && rows.length > 1
  const fitsCommas = !values.some((value) => value.trim() === '' || value.includes(','))
  return isList && fitsCommas ? values.join(', ') : toAnswerText(resultText)
}
