/** Changes a text in several places at once. */

export type TextEdit = {
  /** The first character that goes. */
  readonly start: number
  /** The first character after it that stays. */
  readonly end: number
  readonly text: string
}

/** @param edits - in any order, no two of one place */
export function editText(text: string, edits: readonly TextEdit[]): string {
  const fromTheEnd = edits.toSorted((a, b) => b.start - a.start)
  return fromTheEnd.reduce(
    (edited, edit) => edited.slice(0, edit.start) + edit.text + edited.slice(edit.end),
    text,
  )
}
