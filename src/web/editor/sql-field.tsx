/** A field for SQL: a plain one until the editor has been loaded, and where it cannot be. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'

import type { RevealedTable } from '../../client/schema-info.ts'
import type { SqlEditor } from './sql-editor.ts'

type SqlFieldProps = {
  /** What it begins with; from then on the field knows better. */
  readonly sql: string
  /** What may be completed: only what was revealed. */
  readonly tables: readonly RevealedTable[]
  readonly onChange: (sql: string) => void
  readonly onRun: () => void
}

export function SqlField({ sql, tables, onChange, onRun }: SqlFieldProps) {
  const host = useRef<HTMLDivElement>(null)
  const plain = useRef<HTMLTextAreaElement>(null)
  const editor = useRef<SqlEditor>(null)
  const hadFocus = useRef(false)
  const [isLoaded, setIsLoaded] = useState(false)
  const latest = useRef({ sql, tables, onChange, onRun })
  latest.current = { sql, tables, onChange, onRun }

  useEffect(() => {
    let isGone = false
    async function load(): Promise<void> {
      const { mountSqlEditor } = await import('./sql-editor.ts')
      if (isGone || host.current === null) return
      hadFocus.current = document.activeElement === plain.current
      const written = plain.current?.value ?? latest.current.sql
      editor.current = mountSqlEditor(host.current, {
        sql: written,
        caret: plain.current?.selectionEnd ?? written.length,
        tables: latest.current.tables,
        onChange: (text) => latest.current.onChange(text),
        onRun: () => latest.current.onRun(),
      })
      setIsLoaded(true)
    }
    // The plain field stays where it cannot be loaded.
    load().catch(() => undefined)
    return () => {
      isGone = true
      editor.current?.destroy()
    }
  }, [])
  useEffect(() => editor.current?.setTables(tables), [tables])
  // Not before it is shown: what is hidden takes no focus.
  useLayoutEffect(() => {
    if (isLoaded && hadFocus.current) editor.current?.focus()
  }, [isLoaded])

  return (
    <div class="sql-field">
      <div ref={host} hidden={!isLoaded} id={isLoaded ? 'query' : undefined} />
      {!isLoaded && (
        <textarea
          id="query"
          ref={plain}
          aria-label="SQL query"
          spellcheck={false}
          autocapitalize="off"
          value={sql}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            onRun()
          }}
        />
      )}
    </div>
  )
}
