/** What is changed in the text of a query while it is rewritten. */

import type { Node } from 'sql-parser-cst'

import type { SchemaPlan } from '../../schema-names/schema-plan.ts'
import { rangeOf, textOf } from '../sql-syntax.ts'
import type { Query } from '../sql-syntax.ts'
import { editText } from '../text-edits.ts'
import type { TextEdit } from '../text-edits.ts'
import { ownNamesIn } from './name-nodes.ts'
import type { OwnNames } from './name-nodes.ts'
import { isSame } from './scopes.ts'

export type NameEdits = {
  readonly ownNames: OwnNames
  replace(node: Node, text: string): void
  insertAfter(node: Node, text: string): void
  /** A name that nothing has yet. */
  newAlias(): string
  /** What has become of a node so far. */
  textNow(node: Node): string
  /** Runs something and takes back what it changed. */
  withoutTrace<T>(run: () => T): T
  /** What has become of the query. */
  sql(): string
}

export function createNameEdits(query: Query, plan: SchemaPlan): NameEdits {
  const edits: TextEdit[] = []
  const ownNames = ownNamesIn(query)
  let aliasCount = 0
  return {
    ownNames,
    replace(node, text) {
      const [start, end] = rangeOf(node)
      edits.push({ start, end, text })
    },
    insertAfter(node, text) {
      const [, end] = rangeOf(node)
      edits.push({ start: end, end, text })
    },
    newAlias() {
      for (;;) {
        aliasCount += 1
        const alias = `s${aliasCount}`
        const isTable = plan.tables.some(({ to }) => isSame(to, alias))
        if (!isTable && !ownNames.aliases.has(alias) && !ownNames.withNames.has(alias)) return alias
      }
    },
    textNow(node) {
      const [first, last] = rangeOf(node)
      const inside = edits
        .filter(({ start, end }) => start >= first && end <= last)
        .map(({ start, end, text }) => ({ start: start - first, end: end - first, text }))
      return editText(textOf(query, node), inside)
    },
    withoutTrace(run) {
      const count = edits.length
      const result = run()
      edits.splice(count)
      return result
    },
    sql: () => editText(query.sql, edits),
  }
}
