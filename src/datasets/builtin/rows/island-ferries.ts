/** A year of ferries between islands: sailings, the tickets sold for them, what went wrong. */

import { addDays, earlierFirst, timeOfDay, weekday } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'
import { numberRows } from './number-rows.ts'

const FIRST_DAY = '2024-01-01'
const DAYS = 366

/** Cents per nautical mile, and the least that a ticket of the category costs. */
const FARE_RATES: Readonly<Record<string, { readonly perMile: number; readonly least: number }>> = {
  adult: { perMile: 55, least: 380 },
  child: { perMile: 24, least: 150 },
  senior: { perMile: 41, least: 290 },
  bicycle: { perMile: 12, least: 200 },
  car: { perMile: 140, least: 1250 },
}

/** Kept in reserve: they did not sail in this year. */
const RESERVE_VESSELS = new Set(['Gamle Holm', 'Heron 3'])

type Port = FilledRecord<'port_id' | 'has_car_ramp'>
type Route = FilledRecord<
  'route_id' | 'code' | 'operator_id' | 'from_port_id' | 'to_port_id' | 'distance_nm' | 'season'
>
type Vessel = FilledRecord<'vessel_id' | 'name' | 'operator_id'>
type Fare = { readonly route_id: string; readonly category: string; readonly price: number }
type Incident = FilledRecord<'kind' | 'note'>

type Sailing = {
  readonly sailing_id: number
  readonly route_id: string
  readonly vessel_id: string
  readonly departs_at: string
  readonly status: string
  readonly delay_minutes: number | null
}

export function makeIslandFerryRows(files: SourceFiles, random: Random): TableRows {
  const ports = files.records('ports.csv', 'port_id', 'has_car_ramp')
  const vessels = files.records('vessels.csv', 'vessel_id', 'name', 'operator_id')
  const routes = files.records(
    'routes.csv',
    'route_id',
    'code',
    'operator_id',
    'from_port_id',
    'to_port_id',
    'distance_nm',
    'season',
  )
  const fares = routes.flatMap((route) => makeFares(route, ports, random))
  const sailings = makeSailings(routes, vessels, random)
  return {
    ports,
    operators: files.records('operators.csv'),
    vessels,
    routes,
    fares,
    sailings,
    tickets: makeTickets(sailings, fares, random),
    incidents: makeIncidents(sailings, files.records('incidents.csv', 'kind', 'note'), random),
  }
}

function makeFares(route: Route, ports: readonly Port[], random: Random): Fare[] {
  const ends = ports.filter(({ port_id }) =>
    [route.from_port_id, route.to_port_id].includes(port_id),
  )
  const takesCars = ends.every(({ has_car_ramp }) => has_car_ramp === '1')
  return Object.entries(FARE_RATES)
    .filter(([category]) => category !== 'car' || takesCars)
    .map(([category, { perMile, least }]) => {
      const cents = Math.max(least, Math.round(Number(route.distance_nm) * perMile))
      const price = Math.round((cents + random.integer(-40, 60)) / 10) / 10
      return { route_id: route.route_id, category, price }
    })
}

function makeSailings(
  routes: readonly Route[],
  vessels: readonly Vessel[],
  random: Random,
): Sailing[] {
  const departures = routes.flatMap((route, index) => {
    const interval = [3, 4, 5, 6, 9, 11, 13][(index * 5) % 7] ?? 7
    const times = random.sample([390, 435, 510, 555, 660, 735, 870, 945, 1020, 1110], 2)
    const isNightBoat = route.code.startsWith('N')
    return daysOfService(route.season, interval, random).map((day) => ({
      route,
      departs_at: `${day} ${timeOfDay(isNightBoat ? 1365 : random.pick(times))}`,
    }))
  })
  departures.sort((a, b) => earlierFirst(a.departs_at, b.departs_at))
  return departures.map(({ route, departs_at }, index) => {
    const status = random.weighted([
      ['sailed', 88],
      ['cancelled', isStormy(departs_at) ? 16 : 4],
      ['diverted', 3],
    ])
    return {
      sailing_id: 5001 + index,
      route_id: route.route_id,
      vessel_id: pickVessel(route, vessels, departs_at, random).vessel_id,
      departs_at,
      status,
      delay_minutes: status === 'cancelled' ? null : makeDelay(random),
    }
  })
}

/** About every `interval` days of the season, but never on a Sunday. */
function daysOfService(season: string, interval: number, random: Random): string[] {
  const days: string[] = []
  for (let day = random.integer(0, interval); day < DAYS; day += random.bell(1, 2 * interval - 1)) {
    const date = addDays(FIRST_DAY, day)
    const isSummer = date >= '2024-05-01' && date <= '2024-09-30'
    const isInSeason = season === 'all year' || (season === 'summer') === isSummer
    if (isInSeason && weekday(date) !== 0) days.push(date)
  }
  return days
}

function isStormy(departs_at: string): boolean {
  return ['01', '02', '11', '12'].includes(departs_at.slice(5, 7))
}

function makeDelay(random: Random): number {
  return random.weighted([
    [0, 46],
    [random.integer(1, 14), 40],
    [random.integer(15, 45), 11],
    [random.integer(46, 190), 3],
  ])
}

/** A ship of the route's operator that was not yet retired; the first ones sail most. */
function pickVessel(
  route: Route,
  vessels: readonly Vessel[],
  departs_at: string,
  random: Random,
): Vessel {
  const fit = vessels.filter(
    ({ operator_id, retired_on, name }) =>
      operator_id === route.operator_id &&
      (retired_on ?? '9999') > departs_at &&
      !RESERVE_VESSELS.has(name),
  )
  return random.weighted(fit.map((vessel, index) => [vessel, 12 - index]))
}

function makeTickets(
  sailings: readonly Sailing[],
  fares: readonly Fare[],
  random: Random,
): TableRow[] {
  const tickets = sailings
    .filter(({ status }) => status !== 'cancelled')
    .flatMap(({ sailing_id, route_id, departs_at }) => {
      const isHighSummer = ['06', '07', '08'].includes(departs_at.slice(5, 7))
      const count = random.weighted([
        [0, isHighSummer ? 4 : 22],
        [random.integer(1, 3), 50],
        [random.integer(3, 7), isHighSummer ? 45 : 15],
      ])
      const offers = fares.filter((fare) => fare.route_id === route_id)
      return Array.from({ length: count }, () => makeTicket(sailing_id, offers, random))
    })
  return numberRows('ticket_id', 20_001, tickets)
}

function makeTicket(sailing_id: number, offers: readonly Fare[], random: Random) {
  const { category, price } = random.weighted(
    offers.map((fare) => [fare, fare.category === 'adult' ? 60 : 15]),
  )
  const quantity = random.weighted([
    [1, 55],
    [2, 30],
    [random.integer(3, 6), 15],
  ])
  const [voucher_code, percentPaid] = random.weighted<readonly [string | null, number]>([
    [[null, 100], 62],
    [['', 100], 24],
    [['ISLE10', 90], 9],
    [['STORM20', 80], 5],
  ])
  return {
    sailing_id,
    category,
    quantity,
    total_paid: Math.round(Math.round(price * 100) * quantity * (percentPaid / 100)) / 100,
    sold_via: random.weighted([
      ['web', 48],
      ['kiosk', 33],
      ['phone', 11],
      [null, 8],
    ]),
    voucher_code,
  }
}

function makeIncidents(
  sailings: readonly Sailing[],
  examples: readonly Incident[],
  random: Random,
): TableRow[] {
  const incidents = sailings
    .filter(({ status }) => random.chance(status === 'sailed' ? 4 : 32))
    .map(({ sailing_id, departs_at }) => {
      const kind = random.weighted([
        ['weather', 40],
        ['mechanical', 24],
        ['passenger', 20],
        ['wildlife', 5],
        ['other', 11],
      ])
      const daysLater = random.weighted([
        [0, 80],
        [1, 14],
        [4, 6],
      ])
      return {
        sailing_id,
        reported_on: addDays(departs_at.slice(0, 10), daysLater),
        kind,
        note: random.weighted([
          [random.pick(examples.filter((example) => example.kind === kind)).note, 74],
          [null, 16],
          ['', 10],
        ]),
      }
    })
  return numberRows('incident_id', 1, incidents)
}
