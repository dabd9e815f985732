/** Who hikes, and which beds they booked in the mountain huts. */

import { addDays, daysBetween, earlierFirst, weekday } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow } from '../database.ts'
import type { Random } from '../random.ts'
import type { Hut } from './mountain-hut.ts'
import { isClosed, isStaffed } from './mountain-hut.ts'
import { numberRows } from './number-rows.ts'

const BOOKED_YEARS = [2022, 2023, 2024]

/** Prices rose in the last of them. */
const DEARER_YEAR = 2024

/** The Hay Barn is for whoever comes first. */
const NOT_BOOKABLE = '34'

/** Whose birthday it was on 1 October 2024: how old people are is asked of that day. */
const BORN_IN_OCTOBER: ReadonlyMap<number, string> = new Map([
  [210, '1994-10-01'],
  [377, '1964-10-01'],
  [540, '1964-10-01'],
])

export type Hiker = TableRow & { readonly hiker_id: number; readonly section_id: string | null }

type Section = FilledRecord<'section_id'>

export function makeHikers(
  files: SourceFiles,
  sections: readonly Section[],
  random: Random,
): Hiker[] {
  const givenNames = files.lines('given_names.txt')
  const familyNames = files.lines('family_names.txt')
  return Array.from({ length: 820 }, (_, index) => {
    const isMember = random.chance(44)
    return {
      hiker_id: 3001 + index,
      full_name: `${random.pick(givenNames)} ${random.pick(familyNames)}`,
      country: random.weighted([
        ['AT', 30],
        ['DE', 26],
        ['IT', 14],
        ['PL', 12],
        ['CZ', 8],
        ['FR', 7],
        [random.pick(['NL', 'GB', 'JP', 'NO', 'SK']), 7],
        [null, 5],
      ]),
      born_on: BORN_IN_OCTOBER.get(index) ?? makeBirthDate(random),
      section_id: isMember
        ? random.weighted(
            sections.map(({ section_id }, rank) => [section_id, rank === 0 ? 30 : 12 - rank]),
          )
        : null,
      membership_no: isMember ? membershipNumber(index, random) : null,
    }
  })
}

/** Old enough to book a bed in 2022. */
function makeBirthDate(random: Random): string | null {
  const days = daysBetween('1941-01-01', '2005-12-31')
  return random.weighted([
    [null, 17],
    [addDays('1941-01-01', random.bell(0, days)), 45],
    [addDays('1941-01-01', random.integer(Math.floor(days / 2), days)), 38],
  ])
}

/** Empty where the card was lost. */
function membershipNumber(index: number, random: Random): string {
  return random.chance(7) ? '' : String(1180 + index * 23 + random.integer(0, 20)).padStart(6, '0')
}

export function makeBookings(
  huts: readonly Hut[],
  hikers: readonly Hiker[],
  random: Random,
): TableRow[] {
  // The first come every year; the last have only asked for the newsletter.
  const regulars = hikers.slice(0, 110)
  const guests = hikers.slice(0, 775)
  const bookings = BOOKED_YEARS.flatMap((year) =>
    huts
      .filter(
        (hut) => hut.kind !== 'bivouac' && hut.hut_id !== NOT_BOOKABLE && !isClosed(hut, year),
      )
      .flatMap((hut) =>
        Array.from({ length: Math.round((Number(hut.beds) * random.bell(40, 150)) / 100) }, () =>
          makeBooking(hut, year, random.pick(random.chance(36) ? regulars : guests), random),
        ),
      ),
  )
  const possible = withoutOverlaps(bookings)
  possible.sort((a, b) => earlierFirst(a.booked_on, b.booked_on))
  return numberRows('booking_id', 10_001, possible)
}

/** Nobody sleeps in two huts in one night: of two such bookings the first stays. */
function withoutOverlaps<Booking extends { hiker_id: number; arrives_on: string; nights: number }>(
  bookings: readonly Booking[],
): Booking[] {
  const taken = new Set<string>()
  return bookings.filter(({ hiker_id, arrives_on, nights }) => {
    const keys = Array.from(
      { length: nights },
      (_, index) => `${hiker_id} ${addDays(arrives_on, index)}`,
    )
    if (keys.some((key) => taken.has(key))) return false
    for (const key of keys) taken.add(key)
    return true
  })
}

function makeBooking(hut: Hut, year: number, hiker: Hiker, random: Random) {
  const arrives_on = pickArrival(hut, year, random)
  const daysAhead = random.weighted([
    [0, 12],
    [random.integer(1, 7), 30],
    [random.integer(8, 60), 42],
    [random.integer(61, 210), 16],
  ])
  const nights = random.weighted([
    [1, 70],
    [2, 21],
    [3, 6],
    [random.integer(4, 7), 3],
  ])
  const guests = random.weighted([
    [1, 19],
    [2, 43],
    [random.integer(3, 5), 26],
    [Math.min(random.integer(6, 14), Math.floor(Number(hut.beds) / 4)), 12],
  ])
  const board = isStaffed(hut) ? pickBoard(random) : null
  const status =
    daysAhead === 0
      ? 'stayed'
      : random.weighted([
          ['stayed', 81],
          ['cancelled', 14],
          ['no show', 5],
        ])
  const fullPrice = nights * guests * pricePerNight(hut, year, hiker, board)
  return {
    hut_id: hut.hut_id,
    hiker_id: hiker.hiker_id,
    booked_on: addDays(arrives_on, -daysAhead),
    arrives_on,
    nights,
    guests,
    board,
    channel:
      daysAhead === 0
        ? 'walk-in'
        : random.weighted([
            ['web', 62],
            ['phone', 22],
            ['e-mail', 16],
          ]),
    status,
    paid: amountPaid(status, fullPrice, guests, random),
  }
}

/** Mostly in August and on Saturdays; high huts are open in spring too, for those on skis. */
function pickArrival(hut: Hut, year: number, random: Random): string {
  const isSkiHut = hut.has_winter_room === '1' && Number(hut.altitude_m) >= 2200
  const [from, days] = random.weighted([
    [['06-15', 25] as const, 20],
    [['07-10', 31] as const, 30],
    [['08-05', 31] as const, 38],
    [['09-05', 17] as const, 18],
    [['03-01', 62] as const, isSkiHut ? 16 : 0],
  ])
  const day = addDays(`${year}-${from}`, random.integer(0, days))
  const isMovable = [3, 4, 5].includes(weekday(day)) && random.chance(50)
  return isMovable ? addDays(day, 6 - weekday(day)) : day
}

function pickBoard(random: Random): string | null {
  return random.weighted([
    ['half board', 57],
    ['breakfast', 21],
    ['none', 14],
    ['', 3],
    [null, 5],
  ])
}

/** For one guest, in euros. */
function pricePerNight(hut: Hut, year: number, hiker: Hiker, board: string | null): number {
  const isMember = hiker.section_id !== null
  const bed = isStaffed(hut) ? (isMember ? 23 : 37) : isMember ? 12 : 19
  const meals = { 'half board': 34.5, breakfast: 13.5 }[board ?? ''] ?? 0
  const rise = year === DEARER_YEAR ? 2.5 : 0
  return bed + meals + rise
}

function amountPaid(
  status: string,
  fullPrice: number,
  guests: number,
  random: Random,
): number | null {
  if (status === 'stayed') return random.chance(4) ? null : fullPrice
  if (status === 'no show') return random.chance(35) ? null : fullPrice / 2
  return random.chance(38) ? 10 * guests : null
}
