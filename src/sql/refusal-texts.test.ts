import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { REFUSAL_TEXTS } from './refusal-texts.ts'

it.each(['pragma', 'schema_table', 'table_function'] as const)(
  'R8: points to DESCRIBE where a statement looks for the schema: %s',
  (reason) => {
    expect(REFUSAL_TEXTS[reason]).toContain('DESCRIBE')
  },
)

it('has every reason explained in docs/sql-safety.md', () => {
  const page = readFileSync(new URL('../../docs/sql-safety.md', import.meta.url), 'utf8')
  for (const reason of Object.keys(REFUSAL_TEXTS)) expect(page).toContain(`| \`${reason}\``)
})
