import { expect, it } from 'vitest'

import { databaseKeyAt, parseDatabaseKey } from './database-key.ts'

it.each([
  ['island_ferries', 'island_ferries', 'original'],
  ['island_ferries/g1', 'island_ferries/g1', 'original'],
  ['island_ferries@opaque', 'island_ferries', 'opaque'],
  ['island_ferries/v2@shuffled', 'island_ferries/v2', 'shuffled'],
] as const)('reads %s', (key, dataKey, level) => {
  expect(parseDatabaseKey(key)).toEqual({ databaseId: 'island_ferries', dataKey, level })
  expect(databaseKeyAt(dataKey, level)).toBe(key)
})

it.each(['island_ferries@', 'island_ferries@Opaque', 'a@opaque@opaque'])('refuses %s', (key) => {
  expect(parseDatabaseKey(key)).toBeUndefined()
})
