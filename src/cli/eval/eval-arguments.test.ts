import { expect, it } from 'vitest'

import { POLICY_NAMES } from '../../evaluation/policies/policy-set.ts'
import { parseEvalArguments } from './eval-arguments.ts'

const parse = (line: string) =>
  parseEvalArguments(
    line.split(' ').filter((word) => word !== ''),
    {},
  )

it('plays a hundred questions of the built-in data by default', () => {
  expect(parse('')).toMatchObject({
    kind: 'eval',
    options: { policies: ['heuristic'], dataset: 'builtin', episodeCount: 100, dataDir: './data' },
  })
})

it('takes several policies, or all, and every question', () => {
  expect(parse('--policy random,oracle,random --episodes all')).toMatchObject({
    options: { policies: ['oracle', 'random'], episodeCount: undefined },
  })
  expect(parse('--policy all')).toMatchObject({ options: { policies: POLICY_NAMES } })
})

it('draws the same questions however the splits are written', () => {
  expect(parse('--split test,train')).toMatchObject({ options: { splits: ['train', 'test'] } })
})

it.each([
  ['--policy genius', 'Expected --policy to be one of oracle'],
  ['--split dev', 'Expected --split to be one of train, validation, test, got dev'],
  ['--episodes 0', 'Expected --episodes to be a number from 1 to 1000000, got 0'],
  ['--seed -1', '--seed'],
  ['--parallel 257', 'Expected --parallel to be a number from 1 to 256, got 257'],
  ['--grading kind', '--grading'],
  ['--url ftp://host', 'Expected the URL of a server, got ftp://host'],
  ['--nonsense', '--nonsense'],
])('refuses %s', (line, reason) => {
  const parsed = parse(line)
  expect(parsed.kind).toBe('unusable')
  expect(parsed.kind === 'unusable' && parsed.reason).toContain(reason)
})

it('names a folder of its own after all that makes a run another one', () => {
  const dirOf = (line: string) => {
    const parsed = parse(`--export csv ${line}`)
    return parsed.kind === 'eval' ? parsed.options.outDir : undefined
  }
  const plain = 'dist/eval/heuristic-train-validation-test-builtin-100-0'
  expect(dirOf('')).toBe(plain)
  expect(dirOf('--grading published --credit')).toBe(`${plain}-published-credit`)
  expect(dirOf('--out here')).toBe('here')
})
