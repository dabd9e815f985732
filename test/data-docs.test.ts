import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, expect, it, vi } from 'vitest'

import { data } from '../src/cli/data/data.ts'
import { AUDIT_ITEMS } from '../src/datasets/audit/audit-items.ts'
import { PINNED_SOURCES } from '../src/datasets/spider-download.ts'
import { ANSWER_TYPES, SPLITS } from '../src/questions/question.ts'
import { hasSpider, testDataDir } from './fixtures.ts'

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'data.md'), 'utf8')

it.each([...AUDIT_ITEMS, ...ANSWER_TYPES, ...SPLITS])('docs/data.md explains `%s`', (word) => {
  expect(page).toContain(`\`${word}\``)
})

const dockerfile = readFileSync(join(import.meta.dirname, '..', 'Dockerfile'), 'utf8')

it.each(PINNED_SOURCES)('docs/data.md and the Dockerfile name %s', (source) => {
  expect(page).toContain(source)
  expect(dockerfile).toContain(source)
})

/** Runs every gold of both data sets again, which takes a minute or two. */
const AUDIT_MS_MAX = 600_000

afterEach(() => {
  vi.restoreAllMocks()
})

it(
  'docs/data.md says what the audit finds, and the audit passes',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sqlenv-data-docs-'))
    vi.spyOn(console, 'log').mockImplementation(() => undefined)
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
    try {
      const copy = join(folder, 'data.md')
      writeFileSync(copy, page)
      const names = hasSpider ? ['builtin', 'spider'] : ['builtin']
      const args = ['audit', ...names, '--data-dir', testDataDir(), '--docs', copy]
      expect(await data(args)).toBe(0)
      expect(readFileSync(copy, 'utf8')).toBe(page)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  AUDIT_MS_MAX,
)
