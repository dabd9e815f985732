/** The blog post and the environment card say what was measured: nothing in them is typed in. */

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { describe, expect, it } from 'vitest'

import { madeFiles } from '../docs/generate/documents.ts'
import { testDataDir } from './fixtures.ts'
import { SQLENV_COMMAND } from './server-process.ts'

const DOCS = join(import.meta.dirname, '..', 'docs')
const RECORDING = join(DOCS, 'episodes', 'overnight-stays.jsonl')
const QUESTION = 'mountain_huts_016'
const DOCUMENTS = ['blog-post.md', 'environment-card.md']

const run = promisify(execFile)
const read = (file: string): string => readFileSync(join(DOCS, file), 'utf8')

it('tables, transcripts and charts are what npm run figures writes', async () => {
  for (const { file, bytes } of await madeFiles(DOCS)) {
    const isCurrent = readFileSync(join(DOCS, file)).equals(bytes)
    expect(isCurrent, `docs/${file} is old: npm run figures`).toBe(true)
  }
})

describe('the recorded episodes', () => {
  it('are what the policies play now, byte for byte', { timeout: 120_000 }, async () => {
    const out = mkdtempSync(join(tmpdir(), 'sqlenv-story-'))
    try {
      const policies = ['--policy', 'heuristic,demonstration', '--split', 'train']
      const drawn = ['--episodes', '120', '--data-dir', testDataDir(), '--out', out]
      await run(process.execPath, [SQLENV_COMMAND, 'eval', ...policies, ...drawn])
      const lines = readFileSync(join(out, 'trajectories.jsonl'), 'utf8').split('\n')
      const played = lines.filter((line) => line.includes(`"question_id":"${QUESTION}"`))
      expect(`${played.join('\n')}\n`).toBe(readFileSync(RECORDING, 'utf8'))
    } finally {
      rmSync(out, { recursive: true, force: true })
    }
  })

  it('replay to the same bytes', { timeout: 60_000 }, async () => {
    const args = [SQLENV_COMMAND, 'replay', RECORDING, '--data-dir', testDataDir()]
    const { stdout } = await run(process.execPath, args)
    expect(stdout).toContain('2 of 2 episodes are the same')
  })
})

describe('numbers in prose', () => {
  it.each(DOCUMENTS)('docs/%s: each stands in a document that its paragraph links to', (file) => {
    for (const paragraph of proseOf(read(file))) {
      const known = linkedDocuments(paragraph).map(read).join('\n')
      const missing = numbersOf(paragraph).filter((number) => !numbersOf(known).includes(number))
      expect(missing, paragraph).toEqual([])
    }
  })

  it('counts a number that no linked document has', () => {
    expect(numbersOf('Solved 12.5 % of 1,204, by [reward](reward.md).')).toEqual(['12.5', '1,204'])
  })
})

it('the blog post has the sections of its outline, in order', () => {
  const sections = (text: string) =>
    [...text.matchAll(/^## ([\w ]+)/gm)].map(([, name]) => name?.trim())
  expect(sections(read('blog-post.md'))).toEqual(sections(read('blog-outline.md')))
})

it('every picture of a document is there, and has a text in its place', () => {
  for (const file of readdirSync(DOCS).filter((name) => name.endsWith('.md'))) {
    for (const [, text = '', path = ''] of read(file).matchAll(
      /!\[([^\]]*)\]\((?!https?:)([^)]+)\)/g,
    )) {
      expect(text.length, `${file}: ${path}`).toBeGreaterThan(20)
      const picture = readFileSync(join(DOCS, dirname(file), path))
      if (path.endsWith('.svg'))
        expect(picture.toString()).toMatch(/<title[^>]*>.+<\/title>\s*<desc/)
    }
  }
})

/** Paragraphs that somebody wrote: without code, generated parts, comments and tables. */
function proseOf(document: string): string[] {
  return document
    .replace(/<!-- begin generated: ([^>]+) -->[^]*?<!-- end generated: \1 -->/g, '')
    .replace(/```[^]*?```/g, '')
    .replace(/<!--[^]*?-->/g, '')
    .split(/\n{2,}|\n(?=- )/)
    .filter((paragraph) => !paragraph.startsWith('|'))
}

/**
 * Of two digits or more, or with a decimal point; neither in code marks, nor in a link's address or
 * a name such as `Qwen3-0.6B`, nor a year's or a decision's number.
 */
function numbersOf(text: string): string[] {
  const plain = text.replace(/\]\([^)]*\)|<https?:[^>]*>/g, ']').replace(/decision \d{4}/g, '')
  return [...plain.matchAll(/(?<![\w.,-])\d[\d,.]*\d(?![\w-])/g)].map(([number]) => number)
}

function linkedDocuments(paragraph: string): string[] {
  return [...paragraph.matchAll(/\]\((?!https?:)([^)#]+\.md)[^)]*\)/g)].map(([, link = '']) => link)
}
