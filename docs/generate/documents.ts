/** All files of `docs` that are made from others, and what they should hold. */

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { format, resolveConfig } from 'prettier'

import { withGenerated } from '../../src/datasets/import-markdown.ts'
import { blogParts } from './blog-parts.ts'
import { cardParts } from './card-parts.ts'
import { goalParts } from './goal-parts.ts'
import { policiesChart, probesChart } from './charts.ts'
import { decisionsIndex } from './decisions-index.ts'
import { notebookImage } from './notebook-image.ts'

export type MadeFile = {
  /** Below the folder of documents. */
  readonly file: string
  readonly bytes: Buffer
}

/** What the smoke run of the notebook has drawn, as its executed copy keeps it. */
const RUN = '../notebooks/executed/train_grpo.ipynb'

/**
 * @param docs - the folder of documents, in the project: package.json is read beside it
 * @throws {Error} when a document lacks a table, a place or an image that is asked for; it says which
 */
export async function madeFiles(docs: string): Promise<MadeFile[]> {
  const read = (file: string): string => readFileSync(join(docs, file), 'utf8')
  const documents = [
    { file: 'blog-post.md', parts: blogParts(read) },
    { file: 'environment-card.md', parts: cardParts(read) },
    { file: 'benchmarks.md', parts: goalParts(read) },
  ]
  const filled = documents.map(async ({ file, parts }) => ({
    file,
    text: await formatted(join(docs, file), withParts(file, read(file), parts)),
  }))
  const index = decisionsIndex(readdirSync(join(docs, 'decisions')), (file) =>
    read(`decisions/${file}`),
  )
  const indexFile = 'decisions/README.md'
  const texts = [
    ...(await Promise.all(filled)),
    { file: indexFile, text: await formatted(join(docs, indexFile), index) },
    { file: 'images/probes.svg', text: probesChart(read('reward-probes.md')) },
    { file: 'images/policies.svg', text: policiesChart(read('evaluation.md')) },
  ]
  return [
    ...texts.map(({ file, text }) => ({ file, bytes: Buffer.from(text) })),
    { file: 'images/smoke-run-curves.png', bytes: notebookImage(read(RUN), 'plot') },
    { file: 'images/smoke-run-compared.png', bytes: notebookImage(read(RUN), 'plot-compared') },
  ]
}

function withParts(
  file: string,
  document: string,
  parts: Readonly<Record<string, string>>,
): string {
  return Object.entries(parts).reduce((text, [name, generated]) => {
    const next = withGenerated(text, name, generated)
    if (next === undefined) throw new Error(`docs/${file} has no marks for ${name}`)
    return next
  }, document)
}

async function formatted(path: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path)), parser: 'markdown' })
}
