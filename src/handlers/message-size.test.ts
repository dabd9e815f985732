import { expect, it } from 'vitest'

import { parseSettings } from '../adapters/node/config.ts'
import { episodeLimitsOf } from '../adapters/settings/common-settings.ts'
import { messageBytesMax } from './message-size.ts'

const maxWith = (variables: Record<string, string>) =>
  messageBytesMax(episodeLimitsOf(parseSettings(variables), 0))

it('is 1 MiB by default', () => {
  expect(maxWith({})).toBe(1024 * 1024)
})

it('is as much as the longest argument takes, however it is written', () => {
  for (const bytes of [1024, 65_536, 200_000, 1_048_576]) {
    const argument = '\\u0041'.repeat(bytes)
    const frame = `{"type":"step","data":{"action_type":"QUERY","argument":"${argument}"}}`
    expect(frame.length).toBeLessThan(maxWith({ ARGUMENT_BYTES_MAX: String(bytes) }))
  }
})
