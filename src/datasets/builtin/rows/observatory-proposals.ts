/** Who asked for time at a telescope, what for, and how much of it was granted. */

import { addDays, daysBetween, earlierFirst } from '../calendar.ts'
import type { FilledRecord, TableRow } from '../database.ts'
import type { Random } from '../random.ts'

/** The last one had not been decided on when the data was taken. */
const SEMESTERS = [
  { name: '2022B', first: '2022-08-01', last: '2023-01-31', deadline: '2022-03-31', count: 30 },
  { name: '2023A', first: '2023-02-01', last: '2023-07-31', deadline: '2022-09-30', count: 34 },
  { name: '2023B', first: '2023-08-01', last: '2024-01-31', deadline: '2023-03-31', count: 37 },
  { name: '2024A', first: '2024-02-01', last: '2024-07-31', deadline: '2023-09-29', count: 24 },
] as const

/** Members of the staff list who have asked for nothing yet. */
const NEVER_ASKED = new Set(['0124', '0138', '0139', '0142'])

/** On no proposal at all, not even as a helper. */
const NEVER_NAMED = '0142'

const FIT_KINDS: Readonly<Record<string, readonly string[]>> = {
  spectrograph: ['galaxy', 'star', 'nebula', 'quasar'],
  camera: ['galaxy', 'nebula', 'cluster', 'quasar', 'comet', 'asteroid'],
  polarimeter: ['star', 'comet'],
  photometer: ['star'],
}

export type Astronomer = FilledRecord<'badge' | 'full_name'>
export type Instrument = FilledRecord<'code' | 'telescope_id' | 'kind' | 'installed_on'>
export type Target = FilledRecord<'target_id' | 'kind'>
type Title = FilledRecord<'title' | 'kind'>
type Place = { readonly instrument: Instrument; readonly latitude: number }

export type Proposal = {
  readonly row: TableRow & { readonly proposal_code: string }
  readonly instrument: Instrument
  readonly pi: Astronomer
  readonly helpers: readonly Astronomer[]
  readonly targets: readonly Target[]
  readonly hoursGranted: number
  /** First and last night of the semester. */
  readonly first: string
  readonly last: string
}

export function makeProposals(
  titles: readonly Title[],
  places: readonly Place[],
  astronomers: readonly Astronomer[],
  targets: readonly Target[],
  random: Random,
): Proposal[] {
  const askers = astronomers
    .filter(({ badge }) => !NEVER_ASKED.has(badge))
    .map((astronomer, index) => [astronomer, 2 + ((index * 7) % 11)] as const)
  return SEMESTERS.flatMap((semester) =>
    Array.from({ length: semester.count }, () => {
      // Half of all come in the last two days.
      const daysEarly = random.weighted([
        [random.integer(0, 1), 50],
        [random.integer(2, 9), 35],
        [random.integer(10, 41), 15],
      ])
      return addDays(semester.deadline, -daysEarly)
    })
      .sort(earlierFirst)
      .map((submitted_on, index) => {
        const { title, kind } = random.pick(titles)
        const { instrument, latitude } = random.pick(
          places.filter((place) => isOffered(place.instrument, kind, semester)),
        )
        const pi = random.weighted(askers)
        const visible = targets.filter(
          (target) => target.kind === kind && risesAt(target, latitude),
        )
        const asked = random.bell(6, 90)
        const rank = semester.name === '2024A' ? null : makeRank(random)
        const halves = grantedHalves(asked, rank, random)
        const row = {
          proposal_code: `${semester.name.slice(2)}-${String(index + 1).padStart(3, '0')}`,
          title,
          pi: pi.badge,
          instrument_code: instrument.code,
          semester: semester.name,
          submitted_on,
          hours_asked: asked / 2,
          hours_granted: halves === null ? null : halves / 2,
          rank,
        }
        return {
          row,
          instrument,
          pi,
          helpers: pickHelpers(pi, astronomers, random),
          targets: random.sample(visible, random.integer(1, 4)),
          hoursGranted: (halves ?? 0) / 2,
          first: semester.first,
          last: semester.last,
        }
      }),
  )
}

function isOffered(
  { kind, installed_on, removed_on = null }: Instrument,
  targetKind: string,
  { first, last }: (typeof SEMESTERS)[number],
): boolean {
  const isThere = installed_on <= last && (removed_on ?? '9999') > first
  return isThere && (FIT_KINDS[kind] ?? []).includes(targetKind)
}

/** Comets and asteroids wander, and come by everywhere. */
function risesAt({ dec_deg = null }: Target, latitude: number): boolean {
  return dec_deg === null || Math.abs(Number(dec_deg) - latitude) < 62
}

/** The empty rank is a slip of the committee: time was granted all the same. */
function makeRank(random: Random): string {
  return random.weighted([
    ['A', 30],
    ['B', 36],
    ['C', 29],
    ['', 5],
  ])
}

function grantedHalves(asked: number, rank: string | null, random: Random): number | null {
  if (rank === null) return null
  if (rank === 'A') return asked
  return rank === 'C' ? 0 : Math.round((asked * random.pick([40, 50, 75, 100])) / 100)
}

/** Mostly from the same institute. */
function pickHelpers(
  pi: Astronomer,
  astronomers: readonly Astronomer[],
  random: Random,
): Astronomer[] {
  const others = astronomers.filter(({ badge }) => badge !== pi.badge && badge !== NEVER_NAMED)
  const colleagues = others.filter(({ institute }) => institute === pi['institute'])
  const near = random.sample(colleagues, random.integer(0, 2))
  const far = random.sample(others, random.integer(0, 2))
  return [...new Set([...near, ...far])]
}

/** Whether a target is in the night half of the sky; one without a place may be anywhere. */
export function isUp({ ra_hours = null }: Target, day: string): boolean {
  if (ra_hours === null) return true
  // The hour that stands highest at midnight: 12 on the day of the spring equinox.
  const highest = 12 + (daysBetween('2022-03-20', day) * 24) / 365.25
  const apart = Math.abs(((((Number(ra_hours) - highest) % 24) + 36) % 24) - 12)
  return apart < 6.5
}
