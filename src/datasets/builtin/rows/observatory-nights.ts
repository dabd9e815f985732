/** Telescopes on four sites, three semesters: who got time, what the nights gave, what came of it. */

import { addDays, earlierFirst, timeOfDay } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'
import { numberRows } from './number-rows.ts'
import { isUp, makeProposals } from './observatory-proposals.ts'
import type { Astronomer, Instrument, Proposal, Target } from './observatory-proposals.ts'
import { makeSkies } from './observatory-weather.ts'
import type { Sky } from './observatory-weather.ts'

/** In how many of 100 dark nights a telescope is on the schedule. */
const SCHEDULED: Readonly<Record<string, number>> = {
  '1': 62,
  '2': 38,
  '3': 50,
  '4': 30,
  '5': 36,
  '6': 45,
  '8': 24,
}

/** What came of the exposures is known up to here. */
const LAST_REDUCTION = '2024-03-31'

const NIGHT_MINUTES_MIN = 60

type Site = FilledRecord<'site_id' | 'latitude'>
type Telescope = FilledRecord<'telescope_id' | 'site_id'>
type Observer = FilledRecord<'badge' | 'site_id' | 'weight'>

type Night = {
  readonly row: TableRow & { readonly evening_of: string }
  readonly telescope: Telescope
  /** Minutes after noon; none where the dome stayed closed. */
  readonly opening: { readonly from: number; readonly to: number } | undefined
}

/** What an exposure shows; when it was made and for how long is added. */
type Frame = TableRow & { readonly grade: string | null }

type Exposure = {
  readonly row: TableRow & { readonly started_at: string; readonly grade: string | null }
  /** None for flats, darks and tests. */
  readonly proposal: Proposal | undefined
}

export function makeObservatoryRows(files: SourceFiles, random: Random): TableRows {
  const sites = files.records('sites.csv', 'site_id', 'latitude')
  const telescopes = files.records('telescopes.csv', 'telescope_id', 'site_id')
  const instruments = files.records(
    'instruments.csv',
    'code',
    'telescope_id',
    'kind',
    'installed_on',
  )
  const astronomers = files.records('astronomers.csv', 'badge', 'full_name')
  const targets = files.records('targets.csv', 'target_id', 'kind')
  const places = instruments.map((instrument) => ({
    instrument,
    latitude: latitudeOf(instrument, telescopes, sites),
  }))
  const proposals = makeProposals(
    files.records('titles.csv', 'title', 'kind'),
    places,
    astronomers,
    targets,
    random,
  )
  const { skies, weather } = makeSkies(files, random)
  const observers = files.records('observers.csv', 'badge', 'site_id', 'weight')
  const nights = makeNights(files, telescopes, observers, skies, random)
  const secondsLeft = new Map(proposals.map((proposal) => [proposal, proposal.hoursGranted * 3600]))
  const exposures = nights.flatMap((night, index) =>
    makeExposures(index + 1, night, instruments, secondsLeft, random),
  )
  return {
    site: sites,
    telescope: telescopes,
    instrument: instruments,
    astronomer: astronomers,
    proposal: proposals.map(({ row }) => row),
    co_investigator: proposals.flatMap(({ row, helpers }) =>
      helpers.map(({ badge }) => ({ proposal_code: row.proposal_code, badge })),
    ),
    target: targets,
    proposal_target: proposals.flatMap(({ row, targets: wanted }) =>
      wanted.map(({ target_id }, index) => ({
        proposal_code: row.proposal_code,
        target_id,
        order: index + 1,
      })),
    ),
    night: numberRows(
      'night_id',
      1,
      nights.map(({ row }) => row),
    ),
    exposure: numberRows(
      'exposure_id',
      70_001,
      exposures.map(({ row }) => row),
    ),
    reduction: makeReductions(exposures, random),
    weather,
  }
}

function latitudeOf(
  { telescope_id }: Instrument,
  telescopes: readonly Telescope[],
  sites: readonly Site[],
): number {
  const siteId = telescopes.find((telescope) => telescope.telescope_id === telescope_id)?.site_id
  return Number(sites.find(({ site_id }) => site_id === siteId)?.latitude)
}

function makeNights(
  files: SourceFiles,
  telescopes: readonly Telescope[],
  observers: readonly Observer[],
  skies: readonly Sky[],
  random: Random,
): Night[] {
  const darkness = files.records('dark_minutes.csv', 'site_id')
  const remarks = files.lines('remarks.txt')
  return skies.flatMap((sky) => {
    const dark = darkness.find(({ site_id }) => site_id === sky.site_id)
    const minutes = Number(dark?.[`m${sky.day.slice(5, 7)}`] ?? 0)
    if (minutes < NIGHT_MINUTES_MIN) return []
    return telescopes
      .filter(
        ({ telescope_id, site_id, retired_on = null }) =>
          site_id === sky.site_id &&
          (retired_on ?? '9999') >= sky.day &&
          random.chance(SCHEDULED[telescope_id] ?? 0),
      )
      .map((telescope) => {
        const crew = observers.filter(({ site_id }) => site_id === sky.site_id)
        return makeNight(sky, telescope, minutes, crew, remarks, random)
      })
  })
}

function makeNight(
  sky: Sky,
  telescope: Telescope,
  darkMinutes: number,
  crew: readonly Observer[],
  remarks: readonly string[],
  random: Random,
): Night {
  const whole = darkMinutes + random.integer(-2, 2) * 5
  const dusk = 720 - 5 * Math.floor(whole / 10)
  const cause = sky.closedBy ?? (random.chance(3) ? 'technical' : undefined)
  const isCut = cause === undefined && random.chance(sky.turnsBad ? 65 : 6)
  const cut = isCut ? 5 * random.integer(3, Math.floor(whole / 9)) : 0
  const opening = cause === undefined ? { from: dusk, to: dusk + whole - cut } : undefined
  const row = {
    telescope_id: telescope.telescope_id,
    evening_of: sky.day,
    observer: random.weighted(crew.map(({ badge, weight }) => [badge, Number(weight)])),
    moon_percent: sky.moonPercent,
    opened_at: opening === undefined ? null : clockTime(opening.from),
    closed_at: opening === undefined ? null : clockTime(opening.to),
    lost_minutes: cause === undefined ? cut : whole,
    lost_to: cause ?? (isCut ? random.pick(['clouds', 'clouds', 'humidity', 'technical']) : null),
    remark: random.weighted([
      [random.pick(remarks), opening === undefined ? 4 : 20],
      [null, 66],
      ['', 14],
    ]),
  }
  return { row, telescope, opening }
}

function clockTime(minutesAfterNoon: number): string {
  return timeOfDay((minutesAfterNoon + 720) % 1440)
}

/** After midnight a night goes on under the next day's date. */
function moment(evening: string, minutesAfterNoon: number): string {
  const day = minutesAfterNoon < 720 ? evening : addDays(evening, 1)
  return `${day} ${clockTime(minutesAfterNoon)}`
}

function makeExposures(
  night_id: number,
  { row: night, telescope, opening }: Night,
  instruments: readonly Instrument[],
  secondsLeft: Map<Proposal, number>,
  random: Random,
): Exposure[] {
  if (opening === undefined) return []
  const day = night.evening_of
  const mounted = instruments.filter(
    ({ telescope_id, installed_on, removed_on = null }) =>
      telescope_id === telescope.telescope_id &&
      installed_on <= day &&
      (removed_on ?? '9999') >= day,
  )
  const seeingBest = random.bell(5, 17)
  const exposures: Exposure[] = []
  let minute = opening.from
  const expose = (seconds: number, frame: Frame, proposal: Proposal | undefined): boolean => {
    if (minute + Math.ceil(seconds / 60) > opening.to) return false
    const started_at = moment(day, minute)
    minute += Math.ceil(seconds / 60) + random.integer(1, 4)
    exposures.push({ row: Object.assign({ night_id }, frame, { started_at, seconds }), proposal })
    if (proposal !== undefined) {
      secondsLeft.set(proposal, (secondsLeft.get(proposal) ?? 0) - seconds)
    }
    return true
  }

  if (mounted.length > 0 && random.chance(32)) {
    const kind = random.weighted([
      ['flat', 60],
      ['dark', 25],
      ['test', 15],
    ])
    const instrument = random.pick(mounted)
    for (let count = random.integer(1, 3); count > 0; count -= 1) {
      expose(kind === 'flat' ? random.integer(2, 20) : 60, calibration(instrument, kind), undefined)
    }
  }
  // A proposal is on the list until its time is used up; the last exposures may exceed it.
  const wanted = [...secondsLeft]
    .filter(
      ([{ instrument, first, last }, left]) =>
        left > 0 && first <= day && last >= day && mounted.includes(instrument),
    )
    .map(([proposal]) => proposal)
  for (const proposal of random.sample(wanted, random.integer(1, 3))) {
    const up = proposal.targets.filter((target) => isUp(target, day))
    for (const target of random.sample(up, random.integer(1, 2))) {
      const seconds = random.pick(EXPOSURE_SECONDS[proposal.instrument.kind] ?? [300])
      const filter = pickFilter(proposal.instrument, random)
      // Pointing, focusing, waiting for a target to rise: a night is mostly that.
      minute += random.integer(4, 95)
      for (let count = random.integer(1, 4); count > 0; count -= 1) {
        const seeing = seeingBest + random.integer(0, 9)
        const frame = scienceFrame(proposal, target, filter, seeing, random)
        if (!expose(seconds, frame, proposal)) break
      }
    }
  }
  return exposures
}

const EXPOSURE_SECONDS: Readonly<Record<string, readonly number[]>> = {
  spectrograph: [600, 900, 1200, 1800, 1800, 2700],
  camera: [30, 60, 120, 120, 300, 600],
  polarimeter: [240, 480, 960],
  photometer: [10, 10, 20],
}

function calibration({ code, kind: instrumentKind }: Instrument, kind: string): Frame {
  return {
    instrument_code: code,
    kind,
    proposal_code: null,
    target_id: null,
    filter: kind === 'flat' && instrumentKind === 'camera' ? 'V' : null,
    airmass: null,
    seeing_arcsec: null,
    grade: null,
  }
}

function pickFilter({ kind }: Instrument, random: Random): string | null {
  if (kind === 'spectrograph') return random.chance(80) ? null : ''
  return random.weighted([
    ['V', 30],
    ['R', 26],
    ['B', 20],
    ['I', 12],
    ['U', 5],
    ['Hα', 7],
  ])
}

function scienceFrame(
  { row, instrument }: Proposal,
  { target_id }: Target,
  filter: string | null,
  seeingTenths: number,
  random: Random,
): Frame {
  const luck = seeingTenths + random.integer(-4, 6)
  const quality = luck < 13 ? 'A' : 'B'
  return {
    instrument_code: instrument.code,
    kind: 'science',
    proposal_code: row.proposal_code,
    target_id,
    filter,
    airmass: random.bell(100, 236) / 100,
    seeing_arcsec: random.chance(9) ? null : seeingTenths / 10,
    grade: random.weighted([
      [luck < 21 ? quality : 'C', 93],
      ['', 4],
      [null, 3],
    ]),
  }
}

/** Most science exposures are reduced, some of them twice: the first try failed, or displeased. */
function makeReductions(exposures: readonly Exposure[], random: Random): TableRow[] {
  const reductions = exposures.flatMap(({ row, proposal }, index) => {
    if (proposal === undefined || !random.chance(row.grade === 'C' ? 41 : 76)) return []
    const exposure_id = 70_001 + index
    const evening = row.started_at.slice(0, 10)
    const finished_on = addDays(evening, random.bell(1, 130))
    const first = makeReduction(exposure_id, finished_on, proposal, random)
    const isRepeated = random.chance(first.outcome === 'failed' ? 58 : 5)
    const later = addDays(finished_on, random.bell(6, 160))
    const again = isRepeated ? [makeReduction(exposure_id, later, proposal, random)] : []
    return [first, ...again].filter((reduction) => reduction.finished_on <= LAST_REDUCTION)
  })
  reductions.sort((a, b) => earlierFirst(a.finished_on, b.finished_on))
  return numberRows('reduction_id', 1, reductions)
}

function makeReduction(
  exposure_id: number,
  finished_on: string,
  { pi, helpers }: Proposal,
  random: Random,
) {
  const outcome = random.weighted([
    ['ok', 80],
    ['poor', 9],
    ['failed', 11],
  ])
  const team: readonly Astronomer[] = [pi, pi, ...helpers]
  const standard = finished_on < '2023-02-15' ? '2.9' : '2.10'
  return {
    exposure_id,
    reduced_by: random.chance(46) ? null : random.pick(team).badge,
    finished_on,
    pipeline: random.weighted([
      [finished_on < '2023-10-02' ? standard : '3.0', 88],
      ['by hand', 12],
    ]),
    outcome,
    signal_to_noise:
      outcome === 'failed' ? null : random.bell(30, outcome === 'ok' ? 1650 : 320) / 10,
  }
}
