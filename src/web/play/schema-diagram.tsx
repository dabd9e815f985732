/** What was described, as a drawing: tables, columns, keys, and lines for references. */

import type { RevealedColumn, RevealedTable } from '../../client/schema-info.ts'
import { HEAD_HEIGHT, ROW_HEIGHT, layOutDiagram } from './diagram-layout.ts'
import type { DiagramBox } from './diagram-layout.ts'

const WIDTH = 300
/** Of the letters of the drawing, which all have one width. */
const LETTER_WIDTH = 5.7
const PADDING = 6

export function SchemaDiagram({ tables }: { tables: readonly RevealedTable[] }) {
  const { boxes, edges, height } = layOutDiagram(tables, WIDTH)
  if (boxes.length === 0) {
    return <p class="diagram-empty hint">The diagram grows with each table that you DESCRIBE.</p>
  }
  return (
    <>
      {/* For eyes; the list below says the same to screen readers. */}
      <svg class="diagram" viewBox={`-1 -1 ${WIDTH + 2} ${height + 2}`} aria-hidden="true">
        {boxes.map((box) => (
          <Box key={box.table.name} box={box} />
        ))}
        {edges.map(({ path, from, to }) => (
          <path key={`${from} ${to} ${path}`} class="edge" d={path}>
            <title>{`${from} → ${to}`}</title>
          </path>
        ))}
      </svg>
      <ul class="for-ears" aria-label="Columns that were described">
        {tables
          .filter(({ columns }) => columns.length > 0)
          .map(({ name, columns }) => (
            <li key={name}>{`${name}: ${columns.map(columnText).join('; ')}`}</li>
          ))}
      </ul>
    </>
  )
}

function Box({ box: { table, x, y, width, height } }: { box: DiagramBox }) {
  const isDescribed = table.columns.length > 0
  const letters = Math.floor((width - 2 * PADDING) / LETTER_WIDTH)
  return (
    <g class={isDescribed ? 'box' : 'box unknown'}>
      <title>{table.name}</title>
      <rect x={x} y={y} width={width} height={height} rx={4} />
      <text class="box-head" x={x + PADDING} y={y + HEAD_HEIGHT - 6}>
        {cut(table.name, letters)}
      </text>
      {table.columns.map((column, index) => (
        <text key={index} x={x + PADDING} y={y + HEAD_HEIGHT + (index + 0.5) * ROW_HEIGHT + 3.5}>
          <title>{columnText(column)}</title>
          <tspan class={column.isPrimaryKey ? 'key' : column.references ? 'reference' : ''}>
            {cut(mark(column) + column.name, letters)}
          </tspan>
          <tspan class="type" dx={LETTER_WIDTH}>
            {cut(column.type.toLowerCase(), letters - (mark(column) + column.name).length - 1)}
          </tspan>
        </text>
      ))}
    </g>
  )
}

function mark({ isPrimaryKey, references }: RevealedColumn): string {
  if (isPrimaryKey) return '# '
  return references === null ? '' : '→ '
}

function cut(text: string, lettersMax: number): string {
  if (lettersMax < 2) return ''
  const letters = Array.from(text)
  return letters.length <= lettersMax ? text : `${letters.slice(0, lettersMax - 1).join('')}…`
}

function columnText({ name, type, isPrimaryKey, references }: RevealedColumn): string {
  return [
    `${name} ${type}`.trim(),
    ...(isPrimaryKey ? ['primary key'] : []),
    ...(references === null ? [] : [`references ${references.table}(${references.column})`]),
  ].join(', ')
}
