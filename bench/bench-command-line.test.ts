import { describe, expect, it } from 'vitest'

import { parseCommandLine } from './bench-command-line.ts'

describe('the command line of the benchmark', () => {
  it('measures everything when nothing is said', () => {
    expect(parseCommandLine([])).toMatchObject({
      parts: ['throughput', 'capacity', 'neighbours', 'start', 'transport', 'page'],
      isQuick: false,
      isWriting: false,
      generators: undefined,
    })
  })

  it('takes some parts, in their own order', () => {
    expect(parseCommandLine(['--only', 'start,capacity']).parts).toEqual(['capacity', 'start'])
  })

  it.each([
    [['--only', 'speed'], 'got speed'],
    [['--only', ''], 'got '],
    [['--generators', '0'], 'from 1 to 16, got 0'],
    [['--generators', 'two'], 'got two'],
    [['--quick', '--write'], 'leave out --quick'],
    [['--fast'], '--fast'],
  ])('refuses %s', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(message)
  })
})
