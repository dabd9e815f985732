/** What helicopters carried up to the mountain huts. */

import { addDays, earlierFirst } from '../calendar.ts'
import type { FilledRecord, TableRow } from '../database.ts'
import type { Random } from '../random.ts'
import type { Hut } from './mountain-hut.ts'
import { isClosed, isStaffed } from './mountain-hut.ts'
import { numberRows } from './number-rows.ts'

const FLOWN_YEARS = [2021, 2022, 2023, 2024]

/** Below this there is a road or a goods lift. */
const FLOWN_FROM_M = 1900

/** The more weight it has, the more often a product is on board; with none, never. */
export type Product = FilledRecord<'product_id' | 'kg_per_unit' | 'weight'>

type Flight = TableRow & { readonly flight_id: number; readonly flown_on: string }

export function makeFlights(huts: readonly Hut[], random: Random): Flight[] {
  const flights = FLOWN_YEARS.flatMap((year) =>
    huts
      .filter(
        (hut) => isStaffed(hut) && Number(hut.altitude_m) >= FLOWN_FROM_M && !isClosed(hut, year),
      )
      .flatMap((hut) =>
        Array.from({ length: random.bell(1, 6) }, (_, index) => {
          const minutes = Math.round(Number(hut.altitude_m) / 130) + random.bell(-6, 12)
          return {
            hut_id: hut.hut_id,
            // The first flight opens the hut, the others follow three or four weeks apart.
            flown_on: addDays(`${year}-06-03`, index * 24 + random.integer(0, 11)),
            pilot: random.weighted([
              ['Ines Falkner', 38],
              ['Régis Cordier', 30],
              ["Mads O'Brannigan", 22],
              [null, 10],
            ]),
            minutes,
            cost: random.chance(6) ? null : minutes * 36.5,
          }
        }),
      ),
  )
  flights.sort((a, b) => earlierFirst(a.flown_on, b.flown_on))
  return numberRows('flight_id', 501, flights)
}

export function makeFlightLoads(
  flights: readonly Flight[],
  products: readonly Product[],
  random: Random,
): TableRow[] {
  const weighted = products.map((product) => [product, Number(product.weight)] as const)
  return flights.flatMap(({ flight_id }) => {
    const loaded = new Set(
      Array.from({ length: random.bell(3, 9) }, () => random.weighted(weighted)),
    )
    return [...loaded].map(({ product_id, kg_per_unit }) => ({
      flight_id,
      product_id,
      quantity: random.bell(1, Math.max(1, Math.min(24, Math.floor(280 / Number(kg_per_unit))))),
    }))
  })
}
