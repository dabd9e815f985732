import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { PINNED_SOURCES } from '../src/datasets/spider-download.ts'
import { ANSWER_TYPES, FLAGS, SPLITS } from '../src/questions/question.ts'

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'data.md'), 'utf8')

it.each([...FLAGS, ...ANSWER_TYPES, ...SPLITS])('docs/data.md explains `%s`', (word) => {
  expect(page).toContain(`\`${word}\``)
})

const dockerfile = readFileSync(join(import.meta.dirname, '..', 'Dockerfile'), 'utf8')

it.each(PINNED_SOURCES)('docs/data.md and the Dockerfile name %s', (source) => {
  expect(page).toContain(source)
  expect(dockerfile).toContain(source)
})
