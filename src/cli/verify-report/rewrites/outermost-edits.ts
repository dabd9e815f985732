/** Edits of one rule all over a query: of two that overlap, the outer one is made. */

import { rangeOf } from '../../../datasets/sql-syntax.ts'
import type { Query } from '../../../datasets/sql-syntax.ts'
import { editText } from '../../../datasets/text-edits.ts'
import type { TextEdit } from '../../../datasets/text-edits.ts'
import type { Node } from 'sql-parser-cst'

export function replacing(node: Node, text: string): TextEdit {
  const [start, end] = rangeOf(node)
  return { start, end, text }
}

/** The query with another statement in its place. */
export function replaceStatement(query: Query, text: string): string {
  return editText(query.sql, [replacing(query.statement, text)])
}

/** @returns `undefined` where there is nothing to edit */
export function withOutermost(query: Query, edits: readonly TextEdit[]): string | undefined {
  if (edits.length === 0) return undefined
  const byStart = edits.toSorted((a, b) => a.start - b.start || b.end - a.end)
  let end = 0
  const kept = byStart.filter((edit) => {
    const isInside = edit.start < end
    end = Math.max(end, edit.end)
    return !isInside
  })
  return editText(query.sql, kept)
}
