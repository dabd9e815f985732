/** Holds the report in docs/verification.md to the data at hand: the whole takes minutes, so a part. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { loadData } from '../src/adapters/node/data-files.ts'
import { EXPLOITS, HONEST } from '../src/cli/verify-report/failures/failure-cases.ts'
import { planTrials, runTrials } from '../src/cli/verify-report/queries/dataset-trials.ts'
import {
  FACTOR_MIN,
  measureQueries,
  shortcomings,
} from '../src/cli/verify-report/queries/query-measure.ts'
import type { QueryMeasure } from '../src/cli/verify-report/queries/query-measure.ts'
import { isUnfit } from '../src/questions/question.ts'
import { hasSpider, testDataDir } from './fixtures.ts'

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'verification.md'), 'utf8')
const [, report = ''] = page.split('<!-- begin generated: npm run verify:report -->')

/** The cells of the rows that begin so, below a heading. */
function rowsBelow(heading: string, first: string): string[][] {
  const [, section = ''] = report.split(`### ${heading}\n`)
  const [table = ''] = section.split('\n### ')
  return table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, cell]) => cell === first)
    .map((cells) => cells.slice(2, -1))
}

const names = hasSpider ? ['builtin', 'spider'] : ['builtin']

function questionsOf(name: string) {
  const [dataset] = loadData(testDataDir(), [name]).bank.datasets
  return dataset?.questions ?? []
}

async function measureAnew(
  name: string,
  choice: Parameters<typeof planTrials>[3],
): Promise<QueryMeasure> {
  const plan = planTrials(testDataDir(), name, questionsOf(name), choice)
  const [tried = []] = await runTrials([plan], () => {})
  return measureQueries(name, tried)
}

describe('N11: the rates that docs/verification.md publishes', () => {
  it.each(names)('are about all questions of %s that are drawn', (name) => {
    const drawnCount = questionsOf(name).filter((question) => !isUnfit(question)).length
    expect(report).toContain(`### ${name}: ${drawnCount} questions\n`)
    const tried = report.split(`### ${name}: by database\n`)[1]?.split('\n### ')[0] ?? ''
    const counts = [...tried.matchAll(/^\| \w+ +\| +(\d+) \|/gm)].map(([, count]) => Number(count))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(drawnCount)
  })

  it.each(names)('meet the aims for %s', (name) => {
    const [rates] = rowsBelow('Rates by data set', 'wrong query, accepted by evidence')
    expect(rates).toBeDefined()
    const [all = []] = rowsBelow(`${name}: wrong queries`, 'all')
    const [, , , byValue = 0, , byEvidence = 0] = all.map((cell) => Number.parseInt(cell, 10))
    expect(byValue).toBeGreaterThan(1000)
    expect(byEvidence * FACTOR_MIN).toBeLessThanOrEqual(byValue)
    const [rewrites = []] = rowsBelow(`${name}: rewrites of gold`, 'all rewrites')
    const [episodes = 0, refused = 0] = rewrites.map(Number)
    expect(episodes).toBeGreaterThanOrEqual(600)
    expect(refused).toBeLessThanOrEqual(0.01 * episodes)
  })

  it('count every known failure, and none that works', () => {
    const [all = []] = rowsBelow('Known failures', 'all')
    const [wrong = 0, passed, right = 0, refused] = all.map(Number)
    const episodes = [...EXPLOITS, ...HONEST].flatMap(({ gradings }) => gradings)
    expect(wrong + right).toBe(episodes.length)
    expect([passed, refused]).toEqual([0, 0])
  })

  it.runIf(hasSpider)(
    'are what comes out for one database anew',
    { timeout: 120_000 },
    async () => {
      const measure = await measureAnew('spider', { databaseId: DATABASE })
      const [{ questionCount, wrong, rewrites }] = measure.databases as [
        QueryMeasure['databases'][0],
      ]
      const { byValue, bySiblings, byEvidence } = wrong.accepted
      const anew = [questionCount, wrong.wrongCount, byValue, bySiblings, byEvidence]
      expect(rowsBelow('spider: by database', DATABASE)).toEqual([
        [...anew, rewrites.count, rewrites.refusedCount].map(String),
      ])
    },
  )

  it('hold for a few built-in questions anew', { timeout: 120_000 }, async () => {
    const measure = await measureAnew('builtin', { databaseId: 'choir_festival', questionsMax: 8 })
    expect(measure.questionCount).toBe(8)
    expect(shortcomings(measure)).toEqual([])
  })
})

/** A small one. */
const DATABASE = 'employee_hire_evaluation'
