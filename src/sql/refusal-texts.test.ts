import { expect, it } from 'vitest'

import { REFUSAL_TEXTS } from './refusal-texts.ts'

it.each(['pragma', 'schema_table', 'table_function'] as const)(
  'R8: points to DESCRIBE where a statement looks for the schema: %s',
  (reason) => {
    expect(REFUSAL_TEXTS[reason]).toContain('DESCRIBE')
  },
)
