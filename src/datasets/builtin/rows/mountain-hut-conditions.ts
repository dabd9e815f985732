/** The weather at the mountain huts, and what hikers report of the trails. */

import { addDays, earlierFirst } from '../calendar.ts'
import type { FilledRecord, TableRow } from '../database.ts'
import type { Random } from '../random.ts'
import type { Hiker } from './mountain-hut-guests.ts'
import type { Hut } from './mountain-hut.ts'
import { isClosed } from './mountain-hut.ts'
import { numberRows } from './number-rows.ts'

const NOTED_YEARS = [2023, 2024]
const REPORTED_YEARS = [2022, 2023, 2024]

/** Their wardens write down the weather. */
const WEATHER_HUTS = new Set(['1', '4', '7', '10', '12', '14', '16', '19', '21', '23', '25', '27'])

/** Nobody has reported on these. */
const UNREPORTED_TRAILS = new Set(['108', '147'])

type Trail = FilledRecord<'trail_id' | 'grade'>
type ReportNote = FilledRecord<'condition' | 'note'>

/** The same fronts pass over all huts; the higher the hut, the colder. */
export function makeWeatherNotes(
  huts: readonly Hut[],
  remarks: readonly string[],
  random: Random,
): TableRow[] {
  const senders = huts.filter(({ hut_id }) => WEATHER_HUTS.has(hut_id))
  return NOTED_YEARS.flatMap((year) => {
    let isWet = false
    return Array.from({ length: 108 }, (_, index) => {
      if (random.chance(isWet ? 36 : 19)) isWet = !isWet
      return { day: addDays(`${year}-06-15`, index), index, isWet }
    }).flatMap((front) =>
      senders
        .filter((hut) => !isClosed(hut, year) && !random.chance(7))
        .map((hut) => makeWeatherNote(hut, front, remarks, random)),
    )
  })
}

function makeWeatherNote(
  hut: Hut,
  { day, index, isWet }: { readonly day: string; readonly index: number; readonly isWet: boolean },
  remarks: readonly string[],
  random: Random,
): TableRow {
  const aboveBase = Number(hut.altitude_m) - 1500
  // Warmest at the beginning of August.
  const season = 40 - Math.abs(index - 48)
  const tenths =
    95 + season - Math.round(aboveBase * 0.062) + random.bell(-45, 45) - (isWet ? 30 : 0)
  const falling = tenths < 18 ? 'snow' : 'rain'
  const sky = random.weighted([
    [isWet ? falling : 'clear', 46],
    [isWet ? 'fog' : 'cloudy', 33],
    [isWet ? 'thunderstorm' : 'cloudy', isWet ? 14 : 8],
    ['', 2],
    [null, 3],
  ])
  return {
    hut_id: hut.hut_id,
    noted_on: day,
    sky,
    temp_c: random.chance(3) ? null : tenths / 10,
    'wind (km/h)': random.chance(5) ? null : random.bell(0, isWet ? 74 : 38),
    snow_cm:
      sky === 'snow'
        ? random.bell(1, 24)
        : random.weighted([
            [0, 70],
            [null, 30],
          ]),
    remark: random.weighted([
      [random.pick(remarks), 6],
      ['', 14],
      [null, 80],
    ]),
  }
}

export function makeTrailReports(
  trails: readonly Trail[],
  hikers: readonly Hiker[],
  notes: readonly ReportNote[],
  random: Random,
): TableRow[] {
  const reported = trails.filter(({ trail_id }) => !UNREPORTED_TRAILS.has(trail_id))
  const reporters = random.sample(hikers, 160)
  const reports = Array.from({ length: 460 }, () => {
    const year = random.pick(REPORTED_YEARS)
    const reported_on = addDays(`${year}-05-20`, random.bell(0, 140))
    const isEarly = reported_on.slice(5) < '06-25'
    const condition = random.weighted([
      ['good', 48],
      ['wet', 20],
      ['snow', isEarly ? 45 : 4],
      ['rockfall', 9],
      ['closed', 4],
    ])
    return {
      trail_id: random.weighted(
        reported.map(({ trail_id }, rank) => [trail_id, 3 + ((rank * 7) % 13)]),
      ),
      hiker_id: random.chance(34) ? null : random.pick(reporters).hiker_id,
      reported_on,
      condition,
      note: random.weighted([
        [random.pick(notes.filter((example) => example.condition === condition)).note, 46],
        [null, 38],
        ['', 16],
      ]),
    }
  })
  reports.sort((a, b) => earlierFirst(a.reported_on, b.reported_on))
  return numberRows('report_id', 1, reports)
}
