/** The page's first view as a table. */

import { numberText, spreadText } from './number-text.ts'
import type { PageVisit } from './page.bench.ts'
import type { ReportTable } from './report-table.ts'
import { spreadOf } from './statistics.ts'

export function pageTables(visits: readonly PageVisit[]): ReportTable[] {
  const of = (path: PageVisit['path']) => visits.filter((visit) => visit.path === path)
  const row = (what: string, read: (visit: PageVisit) => number) => [
    what,
    ...(['/web/', '/health'] as const).map((path) => spreadText(spreadOf(of(path).map(read)))),
  ]
  const times = numberText(of('/web/').length)
  return [
    {
      title: `First view of the page, ${times} times, nothing cached, processor slowed down 4 times`,
      head: ['what, median (least–most)', '`/web/`', 'floor: `/health`, a line of text'],
      rows: [
        row('first contentful paint, ms', (visit) => visit.firstPaintMs),
        row('largest contentful paint, ms', (visit) => visit.largestPaintMs),
        row('end of the last task of 50 ms or more, ms', (visit) => visit.calmMs),
        row('layout shift', (visit) => visit.layoutShift),
        row('transferred, kB', (visit) => visit.transferredBytes / 1000),
        row('requests', (visit) => visit.requestCount),
      ],
    },
  ]
}
