/** The built-in databases. Each has its text in `data/sources/<db_id>/`. */

import type { BuiltinDatabase } from './database.ts'
import { makeChessLeagueRows } from './rows/chess-league.ts'
import { makeChoirFestivalRows } from './rows/choir-festival.ts'
import { makeFilmArchiveRows } from './rows/film-archive.ts'
import { makeFishAuctionRows } from './rows/fish-auction.ts'
import { makeCommunityRadioRows } from './rows/community-radio.ts'
import { makeIslandFerryRows } from './rows/island-ferries.ts'
import { makeMountainHutRows } from './rows/mountain-huts.ts'
import { makeObservatoryRows } from './rows/observatory-nights.ts'
import { makeRepairCafeRows } from './rows/repair-cafe.ts'
import { makeRiverGaugeRows } from './rows/river-gauges.ts'
import { makeSeedLibraryRows } from './rows/seed-library.ts'
import { makeVetClinicRows } from './rows/vet-clinic.ts'

export const BUILTIN_DATABASES: readonly BuiltinDatabase[] = [
  { databaseId: 'island_ferries', split: 'train', seed: 101, makeRows: makeIslandFerryRows },
  { databaseId: 'repair_cafe', split: 'train', seed: 102, makeRows: makeRepairCafeRows },
  { databaseId: 'seed_library', split: 'train', seed: 103, makeRows: makeSeedLibraryRows },
  { databaseId: 'choir_festival', split: 'validation', seed: 104, makeRows: makeChoirFestivalRows },
  { databaseId: 'river_gauges', split: 'test', seed: 105, makeRows: makeRiverGaugeRows },
  { databaseId: 'mountain_huts', split: 'train', seed: 106, makeRows: makeMountainHutRows },
  { databaseId: 'vet_clinic', split: 'train', seed: 107, makeRows: makeVetClinicRows },
  { databaseId: 'film_archive', split: 'train', seed: 108, makeRows: makeFilmArchiveRows },
  { databaseId: 'fish_auction', split: 'validation', seed: 109, makeRows: makeFishAuctionRows },
  { databaseId: 'community_radio', split: 'train', seed: 110, makeRows: makeCommunityRadioRows },
  { databaseId: 'chess_league', split: 'test', seed: 111, makeRows: makeChessLeagueRows },
  { databaseId: 'observatory_nights', split: 'train', seed: 112, makeRows: makeObservatoryRows },
]
