/** The columns that were described, as completions: SQL names them without their table too. */

import type { RevealedTable } from '../../client/schema-info.ts'

export type ColumnOption = {
  readonly label: string
  /** What is written: the name, in quotes where it needs them. */
  readonly apply: string
  /** The tables that have it. */
  readonly detail: string
}

export function columnOptions(tables: readonly RevealedTable[]): ColumnOption[] {
  const tablesOf = new Map<string, string[]>()
  for (const { name: table, columns } of tables) {
    for (const { name } of columns) tablesOf.set(name, [...(tablesOf.get(name) ?? []), table])
  }
  return [...tablesOf].map(([label, names]) => ({
    label,
    apply: /^[a-z_]\w*$/i.test(label) ? label : `"${label.replaceAll('"', '""')}"`,
    detail: names.join(', '),
  }))
}
