import { expect, it } from 'vitest'

import { addUsage } from './usage.ts'

const usage = { requestCount: 2, retryCount: 1, promptTokens: 10, completionTokens: 3, cost: 0.5 }

it('adds up', () => {
  expect(addUsage(usage, usage)).toEqual({
    requestCount: 4,
    retryCount: 2,
    promptTokens: 20,
    completionTokens: 6,
    cost: 1,
  })
})

it('does not know a sum of which a part is not known', () => {
  const sum = addUsage(usage, { ...usage, promptTokens: null, cost: null })
  expect(sum).toMatchObject({ promptTokens: null, completionTokens: 6, cost: null })
})
