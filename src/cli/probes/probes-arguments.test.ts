import { expect, it } from 'vitest'

import { parseProbesArguments } from './probes-arguments.ts'

const parse = (line: string) =>
  parseProbesArguments(
    line.split(' ').filter((word) => word !== ''),
    { SQLENV_DATA_DIR: '/data' },
  )

it('plays two hundred questions of the built-in data by default', () => {
  expect(parse('')).toEqual({
    kind: 'probes',
    options: { dataset: 'builtin', episodeCount: 200, seed: 0, dataDir: '/data', isWritten: false },
  })
})

it('takes every question, and another place for the data', () => {
  expect(parse('--episodes all --data-dir here --write')).toMatchObject({
    options: { episodeCount: undefined, dataDir: 'here', isWritten: true },
  })
})

it.each([
  ['--episodes 0', 'Expected --episodes to be a number from 1 to 1000000, got 0'],
  ['--seed x', 'Expected --seed to be a number from 0'],
  ['--policy oracle', '--policy'],
])('refuses %s', (line, reason) => {
  const parsed = parse(line)
  expect(parsed.kind === 'unusable' && parsed.reason).toContain(reason)
})
