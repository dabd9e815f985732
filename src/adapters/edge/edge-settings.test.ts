import { describe, expect, it } from 'vitest'

import { parseEdgeSettings } from './edge-settings.ts'

describe('the settings of the Worker', () => {
  it('are its vars; what is no text is none', () => {
    expect(parseEdgeSettings({ STEP_BUDGET: '7', SESSIONS: {}, LOG_LEVEL: '' })).toMatchObject({
      STEP_BUDGET: 7,
      LOG_LEVEL: 'info',
      QUERY_VM_STEPS_MAX: 100_000_000,
    })
  })

  it.each([
    ['STEP_BUDGET', '0', 'Expected STEP_BUDGET to be a whole number from 1 to 100, got 0'],
    [
      'QUERY_MEMORY_MB',
      '256',
      'Expected QUERY_MEMORY_MB to be a whole number from 16 to 80, got 256',
    ],
    ['HOST', '::', 'Expected HOST to be absent, since it means nothing at the edge'],
    [
      'OPENENV_VALIDATION_TOKEN',
      'short',
      'Expected OPENENV_VALIDATION_TOKEN to be a text of 32 to 256 characters, got one of 5',
    ],
  ])('name what is wrong in one line: %s', (name, value, line) => {
    expect(() => parseEdgeSettings({ [name]: value })).toThrow(line)
  })
})
