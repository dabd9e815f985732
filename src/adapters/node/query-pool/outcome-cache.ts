/**
 * Keeps what came of a statement for the next one who asks: the files never change and the gate takes
 * clock and chance away, so the same statement on the same database has the same outcome.
 */

import type { CellValue } from '../../../sql/cell.ts'
import type { QueryOutcome, QueryRunner, ResultTable } from '../../../sql/query.ts'

export type OutcomeCache = QueryRunner & {
  status(): { readonly hitCount: number; readonly missCount: number; readonly bytes: number }
}

/** One outcome may take this share of the whole, so that a few large ones do not push out the rest. */
const ENTRY_SHARE_MAX = 1 / 32

/** What an entry takes besides its texts and cells, in bytes. */
const ENTRY_BYTES = 400
const ROW_BYTES = 40
const CELL_BYTES = 24

/** @param bytesMax - what is kept, as estimated; the outcome used longest ago makes room */
export function createOutcomeCache(runner: QueryRunner, bytesMax: number): OutcomeCache {
  // A Map keeps the order in which keys came: the first is the one used longest ago.
  const kept = new Map<string, { readonly outcome: QueryOutcome; readonly bytes: number }>()
  /** Who asks for what is being run waits for the same run. */
  const running = new Map<string, Promise<QueryOutcome>>()
  let bytes = 0
  let hitCount = 0
  let missCount = 0

  const keep = (key: string, outcome: QueryOutcome): void => {
    if (!isRepeatable(outcome)) return
    const entry = { outcome, bytes: ENTRY_BYTES + 2 * key.length + bytesOf(outcome) }
    if (entry.bytes > bytesMax * ENTRY_SHARE_MAX) return
    kept.set(key, entry)
    bytes += entry.bytes
    for (const [oldest, { bytes: freed }] of kept) {
      if (bytes <= bytesMax) break
      kept.delete(oldest)
      bytes -= freed
    }
  }

  return {
    async run(databaseId, sql, limits, turn, siblingId = '') {
      const { rowsMax, bytesMax: resultBytesMax, deadlineMs } = limits
      const key = `${databaseId} ${siblingId} ${rowsMax} ${resultBytesMax} ${deadlineMs} ${sql}`
      const entry = kept.get(key)
      if (entry !== undefined) {
        hitCount += 1
        kept.delete(key)
        kept.set(key, entry)
        return entry.outcome
      }
      const begun = running.get(key)
      if (begun !== undefined) {
        hitCount += 1
        return begun
      }
      missCount += 1
      const run = runner.run(
        databaseId,
        sql,
        limits,
        turn,
        siblingId === '' ? undefined : siblingId,
      )
      running.set(key, run)
      try {
        const outcome = await run
        keep(key, outcome)
        return outcome
      } finally {
        running.delete(key)
      }
    },
    status: () => ({ hitCount, missCount, bytes }),
  }
}

/** Time and memory depend on what else the machine does. */
function isRepeatable({ kind }: QueryOutcome): boolean {
  return kind === 'table' || kind === 'refused' || kind === 'failed'
}

function bytesOf(outcome: QueryOutcome): number {
  if (outcome.kind !== 'table') return 0
  const { table, siblingTable } = outcome
  return tableBytes(table) + (siblingTable === undefined ? 0 : tableBytes(siblingTable))
}

function tableBytes({ columns, rows }: ResultTable): number {
  return (
    columns.reduce((sum, name) => sum + cellBytes(name), 0) +
    rows.reduce((sum, row) => sum + ROW_BYTES + row.reduce(addCellBytes, 0), 0)
  )
}

function addCellBytes(sum: number, cell: CellValue): number {
  return sum + cellBytes(cell)
}

function cellBytes(cell: CellValue): number {
  if (typeof cell === 'string') return CELL_BYTES + 2 * cell.length
  return typeof cell === 'object' && cell !== null ? CELL_BYTES + cell.length : CELL_BYTES
}
