import { expect, it } from 'vitest'

import { questionsToldElsewhere, splitOf } from './splits.ts'

it.each([
  ['world_1', 'test'],
  ['concert_singer', 'test'],
  ['pets_1', 'validation'],
  ['car_1', 'train'],
  ['cre_Doc_Template_Mgt', 'train'],
])('holds %s for %s', (databaseId, split) => {
  expect(splitOf(databaseId)).toBe(split)
})

it('gives any other database a split by its name alone, four in five of them to train', () => {
  const splits = Array.from({ length: 1000 }, (_, index) => splitOf(`database_${index}`))
  const shares = Map.groupBy(splits, (split) => split)
  expect(shares.get('test')?.length).toBeGreaterThan(70)
  expect(shares.get('validation')?.length).toBeGreaterThan(70)
  expect(shares.get('train')?.length).toBeGreaterThan(740)
  // Written down once: another value would move databases that were trained on into the test split.
  expect(splitOf('academic')).toBe('test')
  expect(splitOf('network_1')).toBe('validation')
  expect(splitOf('constructor')).toBe('train')
})

it('never parts questions that share gold SQL: the split held out furthest keeps them', () => {
  const question = (split: 'train' | 'validation' | 'test', goldSql: string) => ({ split, goldSql })
  const shared = [
    question('train', 'SELECT count(*) FROM singer'),
    question('validation', 'select COUNT ( * ) from singer;'),
    question('test', 'SELECT count(*) -- all\nFROM singer'),
  ]
  const others = [question('train', 'SELECT 1'), question('train', 'SELECT 1')]
  expect([...questionsToldElsewhere([...shared, ...others])]).toEqual(shared.slice(0, 2))
})
