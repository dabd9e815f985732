import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { SYSTEM_PROMPT } from './system-prompt.ts'

it('R14: is what the Python client gives trainers', () => {
  const file = join(import.meta.dirname, '../../clients/python/tasks.py')
  const [, written = ''] =
    /^SYSTEM_PROMPT = """\\\n([^]*?)"""$/m.exec(readFileSync(file, 'utf8')) ?? []
  // A backslash at the end of a line joins it with the next.
  expect(written.replaceAll('\\\n', '')).toBe(SYSTEM_PROMPT)
})
