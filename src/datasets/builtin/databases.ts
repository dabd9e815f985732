/** The built-in databases. Each has its text in `data/sources/<db_id>/`. */

import type { BuiltinDatabase } from './database.ts'
import { makeChoirFestivalRows } from './rows/choir-festival.ts'
import { makeIslandFerryRows } from './rows/island-ferries.ts'
import { makeObservatoryRows } from './rows/observatory-nights.ts'
import { makeRepairCafeRows } from './rows/repair-cafe.ts'
import { makeRiverGaugeRows } from './rows/river-gauges.ts'
import { makeSeedLibraryRows } from './rows/seed-library.ts'

export const BUILTIN_DATABASES: readonly BuiltinDatabase[] = [
  { databaseId: 'island_ferries', split: 'train', seed: 101, makeRows: makeIslandFerryRows },
  { databaseId: 'repair_cafe', split: 'train', seed: 102, makeRows: makeRepairCafeRows },
  { databaseId: 'seed_library', split: 'train', seed: 103, makeRows: makeSeedLibraryRows },
  { databaseId: 'choir_festival', split: 'validation', seed: 104, makeRows: makeChoirFestivalRows },
  { databaseId: 'river_gauges', split: 'test', seed: 105, makeRows: makeRiverGaugeRows },
  { databaseId: 'observatory_nights', split: 'train', seed: 112, makeRows: makeObservatoryRows },
]
