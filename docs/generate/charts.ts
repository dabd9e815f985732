/** The charts of docs/blog-post.md, drawn from the tables of other documents. */

import { COLOURS, toSvg } from './svg.ts'
import type { Mark } from './svg.ts'
import { cell, numberIn, rowWith, tableBelow } from './table.ts'
import type { Row } from './table.ts'

/** What every probe earns, beside the bound and the honest policies. */
export function probesChart(probesDocument: string): string {
  const result = 'begin generated: npm run probes'
  const honest = tableBelow(probesDocument, result, ['policy', 'episodes'])
  const limits = tableBelow(probesDocument, result, ['limit', 'at most'])
  const probes = tableBelow(probesDocument, result, ['probe', 'knows'])
  const bound = numberIn(limits[0] ?? {}, 'at most')
  const byMost = probes.toSorted(
    (a, b) => numberIn(b, 'without answer') - numberIn(a, 'without answer'),
  )
  return toSvg({
    title: 'What an episode pays: honest policies and adversaries of the reward',
    description:
      `Point: mean return. Line: up to the most that an episode without a right answer earned. ` +
      `No adversary's line passes the bound at ${bound.toFixed(2)}.`,
    axis: {
      from: -0.45,
      to: 1.25,
      ticks: [-0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1, 1.2],
      label: 'return of an episode: point mean, line to the most without a right answer',
    },
    note: 'Right: the mean. Blue: honest. Orange: knows gold. Grey: does not know it.',
    marks: [...honest.map(honestMark), ...byMost.map(probeMark)],
    limit: { value: bound, label: `the bound without a right answer, ${bound.toFixed(2)}` },
  })
}

function honestMark(row: Row): Mark {
  const mean = numberIn(row, 'mean')
  return {
    name: cell(row, 'policy'),
    value: mean,
    label: cell(row, 'mean'),
    span: [mean, mean],
    colour: COLOURS.honest,
  }
}

function probeMark(row: Row): Mark {
  const [mean, most] = [numberIn(row, 'mean'), numberIn(row, 'without answer')]
  const colour = cell(row, 'knows') === 'gold' ? COLOURS.knowing : COLOURS.other
  return {
    name: cell(row, 'probe'),
    value: mean,
    label: cell(row, 'mean'),
    span: [mean, most],
    colour,
  }
}

/** What policies without a model solve of the split that is held out. */
export function policiesChart(evaluationDocument: string): string {
  const table = tableBelow(evaluationDocument, 'begin generated: npm run eval', ['split', 'policy'])
  const rows = table.filter((row) => cell(row, 'split') === 'test')
  const episodes = cell(rowWith(rows, 'policy', 'oracle'), 'episodes')
  return toSvg({
    title: 'Solved questions of the test split, by policies without a model',
    description: rows.map((row) => `${cell(row, 'policy')}: ${cell(row, 'success')}`).join('; '),
    axis: {
      from: 0,
      to: 100,
      ticks: [0, 20, 40, 60, 80, 100],
      label: `% of ${episodes} questions solved, with Wilson’s interval at 95 %`,
    },
    note: 'Right: the share that was solved. Line: the interval.',
    marks: rows.map((row) => ({
      name: cell(row, 'policy'),
      value: numberIn(row, 'success'),
      label: cell(row, 'success'),
      span: spanOf(cell(row, '95 %')),
      colour: COLOURS.honest,
    })),
  })
}

function spanOf(interval: string): readonly [number, number] {
  const [from = Number.NaN, to = Number.NaN] = interval.split(' to ').map(Number.parseFloat)
  return [from, to]
}
