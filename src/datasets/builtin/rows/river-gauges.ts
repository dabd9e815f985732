/** River gauges in one wet winter: what they read, floods of forty years, people who look in. */

import { addDays, daysBetween, earlierFirst } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'
import { numberRows } from './number-rows.ts'

const FIRST_DAY = '2023-10-01'
const LAST_DAY = '2024-03-31'

/** Stations that nobody has set alarm levels for. */
const WITHOUT_ALARM = new Set(['00215', '01203', '01302'])

/** Too high up to be reached: nobody has been there for years. */
const NEVER_VISITED = '00603'

type Station = FilledRecord<'station_no' | 'opened_on'>
type Observer = FilledRecord<'observer_id'>
type Quantity = 'level' | 'temperature' | 'rain'

type Sensor = {
  readonly serial: string
  readonly station_no: string
  readonly measures: Quantity
  readonly maker: string | null
  readonly installed_on: string
  readonly removed_on: string | null
}

type AlarmLevel = TableRow & { readonly station_no: string; readonly level_cm: number }

export function makeRiverGaugeRows(files: SourceFiles, random: Random): TableRows {
  const stations = files.records('stations.csv', 'station_no', 'opened_on')
  const observers = files.records('observers.csv', 'observer_id')
  const sensors = makeSensors(stations, random)
  const alarmLevels = makeAlarmLevels(stations, random)
  const rain = makeRain(random)
  return {
    river: files.records('rivers.csv'),
    station: stations,
    sensor: sensors,
    daily_reading: sensors.flatMap((sensor) => makeReadings(sensor, rain, random)),
    alarm_level: alarmLevels,
    flood: makeFloods(stations, alarmLevels, files.lines('flood_notes.txt'), random),
    observer: observers,
    visit: makeVisits(stations, observers, files.lines('visit_remarks.txt'), random),
  }
}

function makeSensors(stations: readonly Station[], random: Random): Sensor[] {
  return stations
    .flatMap((station) => {
      const isClosed = typeof station['closed_on'] === 'string'
      return [
        ...(random.chance(40) ? [makeSensor(station, 'level', true, random)] : []),
        makeSensor(station, 'level', isClosed, random),
        ...(random.chance(62) ? [makeSensor(station, 'temperature', isClosed, random)] : []),
        ...(random.chance(34) ? [makeSensor(station, 'rain', isClosed, random)] : []),
      ]
    })
    .map((sensor, index) => Object.assign({ serial: `0${4000 + index * 37}` }, sensor))
}

/** One that was removed was installed in the first half of the station's years, others later. */
function makeSensor(station: Station, measures: Quantity, isRemoved: boolean, random: Random) {
  const first = station.opened_on > '2005-01-01' ? station.opened_on : '2005-01-01'
  const last = station['closed_on'] ?? '2023-08-01'
  const half = Math.floor(daysBetween(first, last) / 2)
  const installed_on = addDays(first, random.integer(0, half) + (isRemoved ? 0 : half))
  return {
    station_no: station.station_no,
    measures,
    maker: random.weighted([
      ['Pegelwerk', 38],
      ['Pegelwerk AG', 12],
      ['Ottensen & Søn', 22],
      ['Hydra', 16],
      ['', 4],
      [null, 8],
    ]),
    installed_on,
    removed_on: isRemoved ? addDays(installed_on, random.integer(1, half)) : null,
  }
}

function makeAlarmLevels(stations: readonly Station[], random: Random): AlarmLevel[] {
  return stations
    .filter(({ station_no }) => !WITHOUT_ALARM.has(station_no))
    .flatMap(({ station_no }) => {
      const lowest = random.bell(22, 48) * 5
      return Array.from({ length: random.chance(80) ? 3 : 2 }, (_, index) => ({
        station_no,
        grade: index + 1,
        level_cm: lowest + index * random.integer(8, 14) * 5,
      }))
    })
}

/** Tenths of a millimetre on each day: it is the same weeks that are wet at all stations. */
function makeRain(random: Random): readonly number[] {
  let isWet = false
  return Array.from({ length: daysBetween(FIRST_DAY, LAST_DAY) + 1 }, () => {
    if (random.chance(isWet ? 28 : 17)) isWet = !isWet
    const drizzle = random.chance(12) ? random.integer(1, 30) : 0
    return isWet ? random.bell(0, 340) : drizzle
  })
}

function makeReadings(sensor: Sensor, rain: readonly number[], random: Random): TableRow[] {
  const until = sensor.removed_on ?? LAST_DAY
  const base = random.bell(60, 160)
  const swing = random.integer(4, 16)
  const readings: TableRow[] = []
  let storedRain = 200
  for (const [index, dayRain] of rain.entries()) {
    const day = addDays(FIRST_DAY, index)
    if (day > until) break
    storedRain = Math.round(storedRain * 0.82) + dayRain
    const noise = random.bell(-12, 12)
    const value = {
      level: base + Math.round((storedRain * swing) / 100) + noise,
      // It cools until the middle of January.
      temperature: (base + 60 - Math.min(index, 107) + noise) / 10,
      rain:
        Math.max(0, Math.round((dayRain * (70 + swing * 4)) / 100) + (dayRain > 0 ? noise : 0)) /
        10,
    }[sensor.measures]
    const quality = random.weighted([
      [null, 3],
      ['suspect', 4],
      ['', 6],
      ['good', 87],
    ])
    // A reading without quality is an outage; a suspect one is now and then twice what it was.
    const readValue = quality === 'suspect' && random.chance(40) ? value * 2 : value
    readings.push({
      serial: sensor.serial,
      day,
      value: quality === null ? null : readValue,
      quality,
    })
  }
  return readings
}

function makeFloods(
  stations: readonly Station[],
  alarmLevels: readonly AlarmLevel[],
  notes: readonly string[],
  random: Random,
): TableRow[] {
  const floods = stations.flatMap((station) => {
    const { station_no } = station
    const first = station.opened_on > '1985-01-01' ? station.opened_on : '1985-01-01'
    const days = daysBetween(first, station['closed_on'] ?? LAST_DAY)
    const alarmCm = alarmLevels.find((alarm) => alarm.station_no === station_no)?.level_cm ?? 180
    const count = random.weighted([
      [0, 10],
      [random.integer(1, 6), 60],
      [random.integer(5, 14), 30],
    ])
    return Array.from({ length: count }, () => {
      const began_on = addDays(first, random.integer(0, days))
      return {
        station_no,
        began_on,
        ended_on: random.chance(6) ? null : addDays(began_on, random.bell(0, 26)),
        peak_cm: alarmCm + random.bell(-10, 190),
        damage_eur: random.weighted([
          [null, 34],
          [0, 20],
          [random.integer(4, 900) * 500, 46],
        ]),
        note: random.weighted([
          [random.pick(notes), 40],
          [null, 45],
          ['', 15],
        ]),
      }
    })
  })
  floods.sort((a, b) => earlierFirst(a.began_on, b.began_on))
  return numberRows('flood_id', 1, floods)
}

function makeVisits(
  stations: readonly Station[],
  observers: readonly Observer[],
  remarks: readonly string[],
  random: Random,
): TableRow[] {
  const visitable = stations.filter(
    (station) =>
      station.station_no !== NEVER_VISITED && (station['closed_on'] ?? LAST_DAY) > '2021-01-01',
  )
  const visits = Array.from({ length: 610 }, () => {
    const station = random.pick(visitable)
    const first = station.opened_on > '2021-01-01' ? station.opened_on : '2021-01-01'
    const days = daysBetween(first, station['closed_on'] ?? LAST_DAY)
    return {
      station_no: station.station_no,
      observer_id: random.weighted(
        observers.map(({ observer_id }, index) => [observer_id, 14 - index]),
      ),
      visited_on: addDays(first, random.integer(0, days)),
      purpose: random.weighted([
        ['calibration', 38],
        ['repair', 20],
        ['cleaning', 30],
        ['ice watch', 7],
        ['school visit', 5],
      ]),
      minutes: random.chance(7) ? null : random.bell(1, 38) * 5,
      'staff gauge (cm)': random.chance(22) ? null : random.bell(50, 290),
      remark: random.weighted([
        [random.pick(remarks), 30],
        [null, 55],
        ['', 15],
      ]),
    }
  })
  visits.sort((a, b) => earlierFirst(a.visited_on, b.visited_on))
  return numberRows('visit_id', 1, visits)
}
