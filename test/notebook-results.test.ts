/** notebooks/README.md says what the last pass of the notebook has measured. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { wilsonInterval } from '../src/evaluation/intervals/wilson.ts'
import { readStamp } from './stamp.ts'

const STAMP = join(import.meta.dirname, 'notebook', 'passed.json')
const README = join(import.meta.dirname, '..', 'notebooks', 'README.md')

it('has the counts and intervals of the last pass', () => {
  const lines = readFileSync(README, 'utf8').split('\n')
  const passed = readStamp(STAMP)?.passed.split(', ') ?? []
  expect(passed).toHaveLength(5)
  for (const part of passed) {
    const [, name = '', solved, of] = /^(.+) (\d+)\/(\d+)$/.exec(part) ?? []
    const { low, high } = wilsonInterval(Number(solved), Number(of))
    const cells = lines.find((line) => line.startsWith(`| ${name} `))?.split('|') ?? []
    const [, , count, share = '', interval] = cells.map((cell) => cell.trim())
    expect([count, interval]).toEqual([solved, `${percent(low)} to ${percent(high)} %`])
    // Python rounds a half to the even digit.
    expect(Math.abs(Number.parseFloat(share) - (100 * Number(solved)) / Number(of))).toBeLessThan(
      0.06,
    )
  }
})

function percent(share: number): string {
  return (100 * share).toFixed(1)
}
