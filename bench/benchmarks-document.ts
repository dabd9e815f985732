/** Puts what was measured between the marks of `docs/benchmarks.md`. */

import { readFile, writeFile } from 'node:fs/promises'

import { format, resolveConfig } from 'prettier'

import { withGenerated } from '../src/datasets/import-markdown.ts'
import { PARTS } from './bench-report.ts'
import type { BenchReport, Part } from './bench-report.ts'
import { megabytesText, numberText } from './number-text.ts'
import { toMarkdown } from './report-table.ts'
import { tablesOf } from './report-tables.ts'

const DOCUMENT = new URL('../docs/benchmarks.md', import.meta.url)

/** Parts that were not measured stay as they are. @throws {Error} when the marks are gone */
export async function writeBenchmarksDocument(report: BenchReport): Promise<void> {
  let document = await readFile(DOCUMENT, 'utf8')
  for (const part of PARTS.filter((candidate) => report[candidate] !== undefined)) {
    const next = withGenerated(document, part, markdownOf(report, part))
    if (next === undefined) throw new Error(`docs/benchmarks.md has no marks for ${part}`)
    document = next
  }
  const options = { ...(await resolveConfig(DOCUMENT)), parser: 'markdown' }
  await writeFile(DOCUMENT, await format(document, options))
}

function markdownOf(report: BenchReport, part: Part): string {
  return [...tablesOf(report, part).map(toMarkdown), provenanceOf(report, part)].join('\n\n')
}

/** Below each part, since parts may be measured on other days and machines. */
function provenanceOf({ date, machine, versions, dataset, mix }: BenchReport, part: Part): string {
  const { processor, cores, memoryBytes, system } = machine
  const { node, sqlite, ...others } = versions
  const packages = Object.entries(others).map(([name, version]) => `${name} ${version}`)
  const lines = [
    `Printed by \`npm run bench -- --only ${part} --write\` on ${date}.`,
    `Machine: ${processor}, ${cores} cores, ${megabytesText(memoryBytes)} of memory, ${system}.`,
    `Node ${node}, SQLite ${sqlite}, ${packages.join(', ')}.`,
    `Played: ${mix.episodes} episodes of ${dataset}, ${numberText(mix.stepsPerEpisode)} steps each,`,
    `${numberText(mix.queriesPerEpisode)} of them QUERYs`,
    `(${numberText(mix.failedQueryShare * 100)} % of these fail);`,
    `a request has ${numberText(mix.requestBytesMean)} bytes, a reply ${numberText(mix.replyBytesMean)}.`,
  ]
  return wrapped(lines.join(' '))
}

const COLUMNS = 100

function wrapped(text: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + 1 + word.length > COLUMNS) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join('\n')
}
