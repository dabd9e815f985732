/** What was found, as tables: the same for the terminal and for `docs/benchmarks.md`. */

import type { BenchReport, Part } from './bench-report.ts'
import { capacityTables } from './capacity-tables.ts'
import { neighbourTables } from './neighbour-tables.ts'
import { pageTables } from './page-tables.ts'
import type { ReportTable } from './report-table.ts'
import { startUpTables } from './start-up-tables.ts'
import { throughputTables } from './throughput-tables.ts'
import { transportTables } from './transport-tables.ts'

/** @returns none for a part that was not measured */
export function tablesOf(report: BenchReport, part: Part): ReportTable[] {
  switch (part) {
    case 'throughput':
      return report.throughput === undefined ? [] : throughputTables(report.throughput)
    case 'capacity':
      return report.capacity === undefined ? [] : capacityTables(report.capacity)
    case 'neighbours':
      return report.neighbours === undefined ? [] : neighbourTables(report.neighbours)
    case 'start':
      return report.start === undefined ? [] : startUpTables(report.start)
    case 'transport':
      return report.transport === undefined ? [] : transportTables(report.transport)
    case 'page':
      return report.page === undefined ? [] : pageTables(report.page)
  }
}
