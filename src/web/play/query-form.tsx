/** The place to write a query. */

import { useEffect, useRef, useState } from 'preact/hooks'

import { SqlField } from '../editor/sql-field.tsx'
import type { RevealedTable } from '../../client/schema-info.ts'

type QueryFormProps = {
  readonly sql: string
  readonly tables: readonly RevealedTable[]
  readonly canAct: boolean
  readonly isBusy: boolean
  readonly onChange: (sql: string) => void
  readonly onRun: (sql: string) => void
}

export function QueryForm({ sql, tables, canAct, isBusy, onChange, onRun }: QueryFormProps) {
  const isSlow = useIsSlow(isBusy)
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
          Run
        </button>
        <span class="hint">
          {isSlow ? 'Running… ' : ''}
          <kbd>Ctrl</kbd> or <kbd>⌘</kbd> + <kbd>Enter</kbd>. SQLite, reading only.
        </span>
      </div>
    </section>
  )
}

/** Below it a wait is not noticed, and saying so would only flicker. */
const SLOW_MS = 400

function useIsSlow(isBusy: boolean): boolean {
  const [isSlow, setIsSlow] = useState(false)
  useEffect(() => {
    if (!isBusy) return
    const timer = setTimeout(() => setIsSlow(true), SLOW_MS)
    return () => {
      clearTimeout(timer)
      setIsSlow(false)
    }
  }, [isBusy])
  return isSlow
}
