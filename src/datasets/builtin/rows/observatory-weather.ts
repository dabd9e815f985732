/** The sky above each site, night by night: its weather, the moon, and what closes a dome. */

import { addDays, daysBetween } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow } from '../database.ts'
import type { Random } from '../random.ts'

const FIRST_DAY = '2022-08-01'
const LAST_DAY = '2024-01-31'

/** A day with a new moon, and the days from one to the next, times a hundred. */
const NEW_MOON = '2022-07-28'
const MONTH_HUNDREDTHS = 2953

type Climate = FilledRecord<
  | 'site_id'
  | 'first_day'
  | 'mean_tenths'
  | 'swing_tenths'
  | 'hottest'
  | 'cloudy_in_100'
  | 'clear_in_100'
  | 'humidity'
>

type Reading = {
  readonly taken_at: string
  readonly temperature_c: number
  readonly humidity_percent: number
  readonly wind_ms: number
  readonly cloud_eighths: number
}

export type Sky = {
  readonly site_id: string
  readonly day: string
  readonly moonPercent: number
  readonly closedBy: 'clouds' | 'humidity' | 'wind' | undefined
  readonly turnsBad: boolean
}

/** @returns the skies in order of time, and the readings that were written down: some are lost */
export function makeSkies(
  files: SourceFiles,
  random: Random,
): { readonly skies: Sky[]; readonly weather: TableRow[] } {
  const climates = files.records(
    'climates.csv',
    'site_id',
    'first_day',
    'mean_tenths',
    'swing_tenths',
    'hottest',
    'cloudy_in_100',
    'clear_in_100',
    'humidity',
  )
  const skies: Sky[] = []
  const weather: TableRow[] = []
  const cloudy = new Set<string>()
  for (let day = FIRST_DAY; day <= LAST_DAY; day = addDays(day, 1)) {
    for (const climate of climates) {
      const { site_id } = climate
      if (climate.first_day > day) continue
      const isCloudy = cloudy.has(site_id)
      if (random.chance(Number(isCloudy ? climate.clear_in_100 : climate.cloudy_in_100))) {
        if (isCloudy) cloudy.delete(site_id)
        else cloudy.add(site_id)
      }
      const isBad = cloudy.has(site_id)
      const evening = makeReading(`${day} 20:00`, day, climate, isBad, random)
      const night = makeReading(`${addDays(day, 1)} 02:00`, day, climate, isBad, random)
      skies.push({
        site_id,
        day,
        moonPercent: moonPercent(day),
        closedBy: reasonToClose(evening),
        turnsBad: reasonToClose(night) !== undefined,
      })
      weather.push(...[evening, night].flatMap((reading) => noteDown(site_id, reading, random)))
    }
  }
  return { skies, weather }
}

function makeReading(
  taken_at: string,
  day: string,
  climate: Climate,
  isCloudy: boolean,
  random: Random,
): Reading {
  const year = day.slice(0, 4)
  const apart = Math.abs(daysBetween(`${year}-${climate.hottest}`, day))
  const fromHottest = Math.min(apart, 365 - apart)
  // From the swing above the mean on the hottest day to the swing below it half a year later.
  const season = Math.round((Number(climate.swing_tenths) * (91 - fromHottest)) / 91)
  const isLate = taken_at.endsWith('02:00')
  const tenths = Number(climate.mean_tenths) + season + random.bell(-60, 60) - (isLate ? 21 : 0)
  const humidity = Number(climate.humidity) + random.bell(-24, 34) + (isCloudy ? 24 : 0)
  return {
    taken_at,
    temperature_c: tenths / 10,
    humidity_percent: Math.max(3, Math.min(100, humidity)),
    wind_ms:
      random.weighted([
        [random.integer(2, 90), 62],
        [random.integer(40, 140), 33],
        [random.integer(120, 231), 5],
      ]) / 10,
    cloud_eighths: isCloudy ? random.bell(3, 9) - (random.chance(25) ? 1 : 0) : random.bell(-3, 4),
  }
}

function reasonToClose(reading: Reading): Sky['closedBy'] {
  if (reading.cloud_eighths >= 6) return 'clouds'
  if (reading.humidity_percent >= 90) return 'humidity'
  return reading.wind_ms >= 15 ? 'wind' : undefined
}

/** A reading may be lost whole, or one of its gauges frozen. */
function noteDown(site_id: string, reading: Reading, random: Random): TableRow[] {
  if (random.chance(4)) return []
  const { taken_at, temperature_c, humidity_percent, wind_ms, cloud_eighths } = reading
  return [
    {
      site_id,
      taken_at,
      temperature_c: random.chance(2) ? null : temperature_c,
      humidity_percent: random.chance(3) ? null : humidity_percent,
      wind_ms: random.chance(4) ? null : wind_ms,
      cloud_eighths: random.chance(3) ? null : Math.max(0, Math.min(8, cloud_eighths)),
    },
  ]
}

/** How much of the moon is lit: it lingers about new and full, and hurries through the quarters. */
function moonPercent(day: string): number {
  const age = (daysBetween(NEW_MOON, day) * 100) % MONTH_HUNDREDTHS
  const half = MONTH_HUNDREDTHS / 2
  const share = 1 - Math.abs(age - half) / half
  return Math.round(100 * share * share * (3 - 2 * share))
}
