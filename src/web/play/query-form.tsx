/** The place to write a query. */

import { useRef } from 'preact/hooks'

import { SqlField } from '../editor/sql-field.tsx'
import type { RevealedTable } from '../observation/schema-info.ts'

type QueryFormProps = {
  readonly sql: string
  readonly tables: readonly RevealedTable[]
  readonly canAct: boolean
  readonly isBusy: boolean
  readonly onChange: (sql: string) => void
  readonly onRun: (sql: string) => void
}

export function QueryForm({ sql, tables, canAct, isBusy, onChange, onRun }: QueryFormProps) {
  const latest = useRef(sql)
  latest.current = sql
  const canRun = canAct && sql.trim() !== ''
  const run = () => {
    if (canAct && latest.current.trim() !== '') onRun(latest.current)
  }
  return (
    <section class="panel query" aria-labelledby="query-title">
      <h2 id="query-title">Query</h2>
      <SqlField
        sql={sql}
        tables={tables}
        onChange={(text) => {
          // At once, since Enter may follow before the next showing.
          latest.current = text
          onChange(text)
        }}
        onRun={run}
      />
      <div class="row">
        <button type="button" class="primary" aria-disabled={!canRun} onClick={run}>
          {isBusy ? 'Running…' : 'Run'}
        </button>
        <span class="hint">
          <kbd>Ctrl</kbd> or <kbd>⌘</kbd> + <kbd>Enter</kbd>. SQLite, reading only.
        </span>
      </div>
    </section>
  )
}
