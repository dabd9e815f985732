import { expect, it } from 'vitest'

import { actionFacts } from './examples.ts'

const CHOICES = { sample_rows: 5, result_rows_max: 20, query_timeout_ms: 5000 }

function whatQueryDoes(choices: typeof CHOICES): string | undefined {
  return actionFacts(choices).find(({ action }) => action === 'QUERY')?.does
}

it('says how long a query may take', () => {
  expect(whatQueryDoes(CHOICES)).toContain('for at most 5 s')
})

it('says no time where a runtime counts the work of a query instead', () => {
  expect(whatQueryDoes({ ...CHOICES, query_timeout_ms: 0 })).toBe(
    'runs it, reading only, with a bound on its work, and shows 20 rows',
  )
})
