/** Mountain huts: who looks after them, who slept there, what was flown in, how the paths were. */

import { addDays } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'
import { makeTrailReports, makeWeatherNotes } from './mountain-hut-conditions.ts'
import { makeBookings, makeHikers } from './mountain-hut-guests.ts'
import { makeFlightLoads, makeFlights } from './mountain-hut-supplies.ts'
import type { Hut } from './mountain-hut.ts'
import { closedYear, isClosed, isStaffed } from './mountain-hut.ts'
import { numberRows } from './number-rows.ts'

const FIRST_TERM_YEAR = 2015
const LAST_YEAR = 2024

/** On the list, but never hired. */
const NEVER_HIRED = new Set(['40', '46'])

type Warden = FilledRecord<'warden_id'>

type Term = {
  readonly hut_id: string
  readonly warden_id: string
  readonly role: string
  readonly firstYear: number
  readonly lastYear: number
}

export function makeMountainHutRows(files: SourceFiles, random: Random): TableRows {
  const sections = files.records('sections.csv', 'section_id')
  const huts = files.records('huts.csv', 'hut_id', 'altitude_m', 'beds', 'kind', 'has_winter_room')
  const wardens = files.records('wardens.csv', 'warden_id')
  const trails = files.records('trails.csv', 'trail_id', 'grade')
  const products = files.records('products.csv', 'product_id', 'kg_per_unit', 'weight')
  const hikers = makeHikers(files, sections, random)
  const flights = makeFlights(huts, random)
  return {
    sections,
    huts,
    wardens,
    warden_terms: makeTerms(huts, wardens, random),
    trails,
    hikers,
    bookings: makeBookings(huts, hikers, random),
    products: products.map(({ product_id, kg_per_unit, ...product }) => ({
      product_id,
      name: product['name'] ?? null,
      category: product['category'] ?? null,
      unit: product['unit'] ?? null,
      kg_per_unit,
      price_per_unit: product['price_per_unit'] ?? null,
    })),
    supply_flights: flights,
    flight_loads: makeFlightLoads(flights, products, random),
    weather_notes: makeWeatherNotes(huts, files.lines('weather_remarks.txt'), random),
    trail_reports: makeTrailReports(
      trails,
      hikers,
      files.records('report_notes.csv', 'condition', 'note'),
      random,
    ),
  }
}

/** Percent of the vacant posts that are filled in a year. */
const ROLES = [
  ['lead', 100],
  ['deputy', 34],
  ['kitchen', 14],
] as const

/** Year by year the posts that fell vacant are filled; who has worked before is made lead. */
function makeTerms(huts: readonly Hut[], wardens: readonly Warden[], random: Random): TableRow[] {
  const terms: Term[] = []
  for (let year = FIRST_TERM_YEAR; year <= LAST_YEAR; year += 1) {
    for (const [role, percentFilled] of ROLES) {
      const vacant = huts.filter(
        (hut) =>
          isStaffed(hut) &&
          !isClosed(hut, year) &&
          !terms.some(
            (term) => term.hut_id === hut.hut_id && term.role === role && term.lastYear >= year,
          ),
      )
      for (const hut of vacant) {
        const free = freeWardens(wardens, terms, year)
        if (free.length > 0 && random.chance(percentFilled)) {
          terms.push(makeTerm(hut, role, year, free, terms, random))
        }
      }
    }
  }
  const rows = terms.map(({ hut_id, warden_id, role, firstYear, lastYear }) => ({
    hut_id,
    warden_id,
    role,
    from: addDays(`${firstYear}-06-06`, random.integer(0, 10)),
    to: lastYear > LAST_YEAR ? null : addDays(`${lastYear}-09-24`, random.integer(0, 12)),
  }))
  return numberRows('term_id', 1, rows)
}

function freeWardens(
  wardens: readonly Warden[],
  terms: readonly Term[],
  year: number,
): readonly Warden[] {
  return wardens.filter(
    ({ warden_id, born_year }) =>
      !NEVER_HIRED.has(warden_id) &&
      Number(born_year ?? 1975) + 18 <= year &&
      !terms.some((term) => term.warden_id === warden_id && term.lastYear >= year),
  )
}

function makeTerm(
  hut: Hut,
  role: string,
  firstYear: number,
  free: readonly Warden[],
  terms: readonly Term[],
  random: Random,
): Term {
  const { hut_id } = hut
  const { warden_id } = random.weighted(
    free.map((warden) => {
      const earlier = terms.filter((term) => term.warden_id === warden.warden_id)
      const knowsTheHut = earlier.some((term) => term.hut_id === hut_id)
      return [warden, 2 + (role === 'lead' ? 4 * earlier.length : 0) + (knowsTheHut ? 9 : 0)]
    }),
  )
  const years = random.weighted([
    [1, role === 'lead' ? 12 : 50],
    [2, 25],
    [3, 18],
    [random.integer(4, 7), role === 'lead' ? 30 : 3],
  ])
  const closedFrom = firstYear < closedYear(hut) ? closedYear(hut) : Infinity
  return {
    hut_id,
    warden_id,
    role,
    firstYear,
    lastYear: Math.min(firstYear + years, closedFrom) - 1,
  }
}
