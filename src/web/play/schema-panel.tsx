/** The tables: their names, what was revealed of them, and a click to reveal more. */

import type { RevealedTable } from '../../client/schema-info.ts'
import { counted } from '../number-text.ts'
import type { PlayedAction } from '../record/played-step.ts'
import { SchemaDiagram } from './schema-diagram.tsx'

type SchemaPanelProps = {
  readonly tables: readonly RevealedTable[]
  readonly sampleRows: number
  readonly canAct: boolean
  readonly isDone: boolean
  readonly onAct: (action: PlayedAction) => void
}

export function SchemaPanel({ tables, sampleRows, canAct, isDone, onAct }: SchemaPanelProps) {
  const act = (action: PlayedAction) => {
    if (canAct) onAct(action)
  }
  return (
    <section class="panel tables" id="tables" aria-labelledby="tables-title">
      <h2 id="tables-title">
        Tables <span class="count">{tables.length}</span>
      </h2>
      {!isDone && (
        <p class="hint">
          DESCRIBE shows columns and keys, SAMPLE {counted(sampleRows, 'row')}. Each is a step.
        </p>
      )}
      <ul class="table-list">
        {tables.map(({ name, rowCount }) => (
          <li key={name}>
            <span class="table-name">
              <bdi>{name}</bdi>
              {rowCount !== null && <small>{counted(rowCount, 'row')}</small>}
            </span>
            {!isDone &&
              (['DESCRIBE', 'SAMPLE'] as const).map((action_type) => (
                <button
                  key={action_type}
                  type="button"
                  class="small"
                  aria-disabled={!canAct}
                  aria-label={`${action_type} ${name}`}
                  onClick={() => act({ action_type, argument: name })}
                >
                  {action_type}
                </button>
              ))}
          </li>
        ))}
      </ul>
      <SchemaDiagram tables={tables} />
    </section>
  )
}
