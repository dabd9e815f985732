import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { formatDatedText, parseDatedText } from './calendar-days.ts'

it('counts days across months, leap years and centuries', () => {
  const days = ['1999-12-31', '2000-01-01', '2000-02-29', '2000-03-01', '2100-02-28', '2100-03-01']
  const counted = days.map((text) => parseDatedText(text)?.day ?? 0)
  expect(counted.map((day) => day - (counted[0] ?? 0))).toEqual([0, 1, 60, 61, 36_584, 36_585])
})

it('keeps what follows the date', () => {
  const dated = parseDatedText('2024-02-28 09:30:00') ?? { day: 0, rest: '' }
  expect(formatDatedText({ ...dated, day: dated.day + 2 })).toBe('2024-03-01 09:30:00')
})

it.each(['2023-02-29', '2024-13-01', '0000-00-00', '2024-1-1', '2024-01-011', 'x2024-01-01', ''])(
  'finds no date in %j',
  (text) => {
    expect(parseDatedText(text)).toBeUndefined()
  },
)

it('agrees with the calendar that the machine has', () => {
  const anyDay = fc.date({
    min: new Date('0001-01-01'),
    max: new Date('9999-12-30'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(anyDay, (date) => {
      const text = date.toISOString().slice(0, 10)
      const next = new Date(date.getTime() + 86_400_000).toISOString().slice(0, 10)
      const dated = parseDatedText(text)
      expect(dated && formatDatedText(dated)).toBe(text)
      expect(dated && formatDatedText({ ...dated, day: dated.day + 1 })).toBe(next)
    }),
    { numRuns: 2000 },
  )
})
