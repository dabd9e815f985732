/** A film archive: what was shot by whom, the prints that survive, their decay, loans and rescue. */

import { addDays, earlierFirst, weekday } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'
import { numberRows } from './number-rows.ts'

const LAST_DAY = '2024-12-31'

/** Nothing is shelved or measured there yet. */
const EMPTY_VAULT = 'Ice House (not yet in use)'

/** On the mailing list, but they have never asked for a print. */
const NEVER_BORROW = new Set(['Kirkjubær Film Evenings', 'Sala Maguey', 'Institut Beaurivage'])

/** Metres that run in a minute, with sound and without, and how many fit on a reel. */
const GAUGES: Readonly<
  Record<string, { readonly sound: number; readonly silent: number; readonly reel: number }>
> = {
  '35mm': { sound: 27.4, silent: 22, reel: 600 },
  '16mm': { sound: 11, silent: 8.8, reel: 360 },
  '9.5mm': { sound: 10.2, silent: 8.2, reel: 240 },
}

const GRADES = ['A', 'B', 'C', 'D', 'E'] as const

type Film = FilledRecord<'film_id' | 'country' | 'sound'>
type NameGroup = FilledRecord<'countries' | 'given' | 'family'>
type Staff = FilledRecord<'staff_id' | 'team' | 'hired_on'>
type Vault = FilledRecord<'vault_id' | 'name' | 'target_temp_c' | 'target_rh'>
type Borrower = FilledRecord<'borrower_id' | 'name' | 'kind'>

/** With what the archive itself may not know. */
type Person = {
  readonly person_id: number
  readonly full_name: string
  readonly country: string
  readonly born: number
  readonly died: number | null
  /** Of the names; those who share one work together. */
  readonly group: string
  /** What they do as a rule; now and then they try something else. */
  readonly trade: string
}

type Print = TableRow & {
  readonly print_id: number
  readonly film_id: string
  readonly element: string
  readonly gauge: string
  readonly base: string
  readonly acquired_on: string
}

type Reel = TableRow & { readonly reel_id: number; readonly print_id: number }

export function makeFilmArchiveRows(files: SourceFiles, random: Random): TableRows {
  const films = files
    .records('films.csv', 'film_id', 'country', 'sound')
    .map((film, index) => withCatalogueNumber(film, index))
  const vaults = files.records('vaults.csv', 'vault_id', 'name', 'target_temp_c', 'target_rh')
  const staff = files.records('staff.csv', 'staff_id', 'team', 'hired_on')
  const borrowers = files.records('borrowers.csv', 'borrower_id', 'name', 'kind')
  const people = makePeople(
    files.records('names.csv', 'countries', 'given', 'family'),
    files.records('namesakes.csv', 'full_name', 'country', 'birth_year'),
    films,
    random,
  )
  const prints = makePrints(films, files.lines('donors.txt'), random)
  const reels = makeReels(prints, films, random)
  return {
    vaults,
    films,
    people: people.map(({ person_id, full_name, country, born, died }) => ({
      person_id,
      full_name,
      country,
      birth_year: random.chance(7) ? null : born,
      death_year: died,
    })),
    credits: films.flatMap((film) => makeCredits(film, people, random)),
    staff,
    prints,
    reels,
    inspections: makeInspections(
      prints,
      reels,
      staff,
      files.records('remarks.csv', 'grades', 'remark'),
      random,
    ),
    borrowers,
    loans: makeLoans(prints, borrowers, random),
    restorations: makeRestorations(films, staff, files.lines('funders.txt'), random),
    climate_readings: vaults
      .filter(({ name }) => name !== EMPTY_VAULT)
      .flatMap((vault) => makeClimateReadings(vault, random)),
  }
}

/** The old numbers have gaps, and they do not follow the order of the list. */
function withCatalogueNumber(film: Film, index: number) {
  const number = 100 + ((index * 67) % 120) * 13 + (index % 5)
  const { film_id, ...others } = film
  return { film_id, catalogue_no: String(number).padStart(6, '0'), ...others }
}

function makePeople(
  groups: readonly NameGroup[],
  namesakes: readonly FilledRecord<'full_name' | 'country' | 'birth_year'>[],
  films: readonly Film[],
  random: Random,
): Person[] {
  const others = groups.flatMap(({ countries, given, family }) => {
    const fromHere = films.filter(({ country }) => countries.split('|').includes(country))
    return Array.from({ length: 10 + Math.round(fromHere.length * 1.6) }, () => {
      const born = random.integer(1872, 1958)
      const died = born + random.bell(42, 99)
      return {
        full_name: `${random.pick(given.split('|'))} ${random.pick(family.split('|'))}`,
        country: random.pick(fromHere).country,
        born,
        died: died > 2024 ? null : died,
        group: countries,
      }
    })
  })
  const known = namesakes.map(({ full_name, country, birth_year, death_year }) => ({
    full_name,
    country,
    born: Number(birth_year),
    died: death_year === null || death_year === undefined ? null : Number(death_year),
    group: groups.find(({ countries }) => countries.split('|').includes(country))?.countries ?? '',
  }))
  const everybody = random.sample([...known, ...others], Infinity)
  return numberRows(
    'person_id',
    1,
    everybody.map((person) => Object.assign({ trade: pickTrade(random) }, person)),
  )
}

function pickTrade(random: Random): string {
  return random.weighted([
    ['actor', 42],
    ['director', 17],
    ['screenwriter', 15],
    ['cinematographer', 12],
    ['editor', 8],
    ['composer', 6],
  ])
}

/** Who made a film: grown up and alive by then, mostly from the same part of the world. */
function makeCredits(film: Film, people: readonly Person[], random: Random): TableRow[] {
  if (film['genre'] === null) return []
  const year = Number(film['release_year'] ?? 1922)
  const able = people.filter(
    ({ born, died }) => born + 19 <= year && year <= Math.min(died ?? 9999, born + 68),
  )
  const near = able.filter(({ group }) => group.split('|').includes(film.country))
  const pick = (from: readonly Person[], role: string): Person =>
    random.weighted(
      from.map((person) => [
        person,
        (person.trade === role ? 24 : 1) * (1 + (person.person_id % 5) ** 2),
      ]),
    )
  const isShort = Number(film['runtime_min'] ?? 60) < 40
  const roles = [
    ...repeat(
      'director',
      random.weighted([
        [1, 93],
        [2, 7],
      ]),
    ),
    ...repeat(
      'screenwriter',
      random.weighted([
        [0, isShort ? 70 : 12],
        [1, 68],
        [2, 20],
      ]),
    ),
    ...repeat('cinematographer', random.chance(92) ? 1 : 0),
    ...repeat('editor', random.chance(film.sound === 'silent' ? 35 : 80) ? 1 : 0),
    ...repeat('composer', film.sound !== 'silent' && random.chance(85) ? 1 : 0),
    ...repeat('actor', film['genre'] === 'documentary' ? 0 : random.bell(1, isShort ? 3 : 7)),
  ]
  const taken = new Set<string>()
  let billing = 0
  return roles.flatMap((role) => {
    const { person_id, full_name } = pick(near.length > 0 && random.chance(88) ? near : able, role)
    const key = `${person_id} ${role}`
    if (taken.has(key)) return []
    taken.add(key)
    return {
      film_id: film.film_id,
      person_id,
      role,
      billing: role === 'actor' ? (billing += 1) : null,
      'credited as': random.weighted([
        [null, 76],
        ['', 10],
        [full_name.replace(/^(\S)\S*/u, '$1.'), 12],
        [full_name.toUpperCase(), 2],
      ]),
    }
  })
}

function repeat<T>(item: T, count: number): T[] {
  return Array.from({ length: count }, () => item)
}

/** Of some films nothing is left; the archive's first prints came in 1956. */
function makePrints(films: readonly Film[], donors: readonly string[], random: Random): Print[] {
  const prints = films.flatMap((film) => {
    const isOld = Number(film['release_year'] ?? 1925) < 1930
    const count = random.weighted([
      [0, isOld ? 22 : 9],
      [1, 30],
      [2, 22],
      [random.integer(3, 4), isOld ? 10 : 24],
      [random.integer(5, 9), isOld ? 3 : 13],
    ])
    return Array.from({ length: count }, () => makePrint(film, donors, random))
  })
  prints.sort((a, b) => earlierFirst(a.acquired_on, b.acquired_on))
  return numberRows(
    'print_id',
    1,
    prints.map((print, index) => Object.assign({ barcode: barcodeOf(index) }, print)),
  )
}

function barcodeOf(index: number): string {
  return String(4010 + index * 37 + (index % 3)).padStart(8, '0')
}

function makePrint(film: Film, donors: readonly string[], random: Random) {
  const released = Number(film['release_year'] ?? 1925)
  const made = Math.min(
    released +
      random.weighted([
        [0, 60],
        [random.integer(1, 12), 20],
        [random.integer(13, 60), 20],
      ]),
    2012,
  )
  const gauge = random.weighted([
    ['35mm', 70],
    ['16mm', made > 1924 ? 24 : 0],
    ['9.5mm', made > 1923 && made < 1961 ? 6 : 0],
  ])
  const isNitrate = gauge === '35mm' && made < 1952
  const base = isNitrate ? 'nitrate' : made > 1986 ? 'polyester' : 'acetate'
  const firstYear = Math.max(1956, made + 1)
  const acquired = random.integer(firstYear, 2024)
  const day = addDays(`${acquired}-01-02`, random.integer(0, 355))
  return {
    film_id: film.film_id,
    vault_id: pickVault(base, random),
    element: random.weighted([
      ['projection print', 66],
      ['original negative', made === released && gauge === '35mm' ? 20 : 0],
      ['duplicate negative', 9],
      ['interpositive', gauge === '35mm' ? 5 : 0],
      ['sound negative', film.sound === 'sound' && gauge === '35mm' ? 4 : 0],
    ]),
    gauge,
    base,
    made_year: random.chance(13) ? null : made,
    acquired_on: day,
    donor: random.weighted<string | null>([
      [null, 30],
      ['', 8],
      [donors[random.bell(0, donors.length - 1)] ?? null, 62],
    ]),
  }
}

function pickVault(base: string, random: Random): number | null {
  if (random.chance(3)) return null
  if (random.chance(4)) return 7
  if (base === 'nitrate')
    return random.weighted([
      [1, 70],
      [2, 28],
      [3, 2],
    ])
  if (base === 'acetate')
    return random.weighted([
      [3, 55],
      [4, 33],
      [5, 8],
      [6, 4],
    ])
  return random.weighted([
    [5, 60],
    [6, 40],
  ])
}

/** Cut into reels of one size; now and then one is missing. */
function makeReels(prints: readonly Print[], films: readonly Film[], random: Random): Reel[] {
  const reels = prints.flatMap((print) => {
    const film = films.find(({ film_id }) => film_id === print.film_id)
    const gauge = GAUGES[print.gauge]
    if (film === undefined || gauge === undefined) return []
    const perMinute = film.sound === 'silent' ? gauge.silent : gauge.sound
    const metres = Number(film['runtime_min'] ?? 70) * perMinute
    const count = Math.ceil(metres / gauge.reel)
    const can = random.weighted([
      ['metal', 45],
      ['plastic', 40],
      [null, 11],
      ['', 4],
    ])
    const isMissing = Array.from({ length: count }, () => random.chance(4))
    return isMissing.flatMap((missing, index) =>
      missing && count > 1
        ? []
        : {
            print_id: print.print_id,
            reel_no: index + 1,
            length_m: random.chance(6)
              ? null
              : Math.round((metres / count) * (random.integer(930, 1010) / 100)) / 10,
            can,
          },
    )
  })
  return numberRows('reel_id', 1, reels)
}

/** A print is looked at reel by reel on one day, by one person; it gets no better with time. */
function makeInspections(
  prints: readonly Print[],
  reels: readonly Reel[],
  staff: readonly Staff[],
  remarks: readonly FilledRecord<'grades' | 'remark'>[],
  random: Random,
): TableRow[] {
  const inspectors = staff.filter(({ team }) => !['Direction', 'Access'].includes(team))
  const inspections = prints.flatMap((print) => {
    const health = random.weighted([
      [0, print.base === 'polyester' ? 80 : 30],
      [1, 40],
      [2, 22],
      [3, print.base === 'polyester' ? 0 : 8],
    ])
    const days = daysOfInspection(print.acquired_on, random)
    return days.flatMap((day, visit) => {
      const present = inspectors.filter(
        ({ hired_on, left_on }) => hired_on <= day && (left_on ?? LAST_DAY) >= day,
      )
      const { staff_id } = random.weighted(
        present.map((person) => [person, person.team === 'Preservation' ? 9 : 2]),
      )
      return reels
        .filter(({ print_id }) => print_id === print.print_id && random.chance(88))
        .map(({ reel_id }) => {
          const worse =
            random.weighted([
              [0, 55],
              [1, 35],
              [2, 10],
            ]) + (visit > 1 ? 1 : 0)
          const level = Math.min(health + worse, 4)
          const grade = GRADES[level] ?? 'E'
          const fit = remarks.filter(({ grades }) => grades.split('|').includes(grade))
          return {
            reel_id,
            staff_id,
            inspected_on: day,
            grade,
            shrinkage_pct: random.chance(18)
              ? null
              : (level * 18 + random.integer(0, print.base === 'polyester' ? 12 : 45)) / 100,
            acid_level:
              print.base !== 'acetate' || random.chance(15)
                ? null
                : Math.max(0, Math.min(3, level - 1 + random.integer(-1, 1))),
            remark: random.weighted([
              [random.pick(fit).remark, 38],
              [null, 50],
              ['', 12],
            ]),
          }
        })
    })
  })
  inspections.sort((a, b) => earlierFirst(a.inspected_on, b.inspected_on))
  return numberRows('inspection_id', 1, inspections)
}

/** Working days from 2012 on, years apart. */
function daysOfInspection(acquired_on: string, random: Random): string[] {
  const days: string[] = []
  const start = acquired_on < '2012-01-09' ? '2012-01-09' : acquired_on
  let day = addDays(start, random.integer(5, acquired_on < '2012-01-09' ? 1900 : 200))
  while (day < LAST_DAY && days.length < 4) {
    if (weekday(day) === 0) day = addDays(day, 1)
    if (weekday(day) === 6) day = addDays(day, 2)
    if (day > LAST_DAY) break
    if (random.chance(80)) days.push(day)
    day = addDays(day, random.integer(700, 2300))
  }
  return days
}

/** Only projection prints that cannot burn go out, and one can be in one place at a time. */
function makeLoans(
  prints: readonly Print[],
  borrowers: readonly Borrower[],
  random: Random,
): TableRow[] {
  const fit = prints.filter(
    ({ element, base }) => element === 'projection print' && base !== 'nitrate',
  )
  const active = borrowers
    .filter(({ name }) => !NEVER_BORROW.has(name))
    .map((borrower, index) => {
      return [borrower, borrower.kind === 'festival' ? 14 : 3 + (index % 5)] as const
    })
  const busyUntil = new Map<number, string>()
  const requests = Array.from({ length: 620 }, () => requestDay(random)).sort(earlierFirst)
  const loans = requests.map((requested_on) => {
    const free = fit.filter(
      ({ print_id, acquired_on }) =>
        acquired_on < requested_on && (busyUntil.get(print_id) ?? '') < requested_on,
    )
    const { print_id } = random.weighted(
      free.map((print) => [print, 2 + (Number(print.film_id) % 7)]),
    )
    const { borrower_id, kind } = random.weighted(active)
    const shipment = makeShipment(requested_on, kind, random)
    if (shipment.shipped_on !== null) busyUntil.set(print_id, shipment.returned_on ?? '9999')
    return Object.assign({ print_id, borrower_id, requested_on }, shipment)
  })
  return numberRows('loan_id', 1001, loans)
}

const NOT_SHIPPED = {
  shipped_on: null,
  due_on: null,
  returned_on: null,
  fee: null,
  screenings: null,
}

/** Sent soon after it was asked for, or not at all; back early, in time or late, or not yet. */
function makeShipment(requested_on: string, kind: string, random: Random) {
  if (random.chance(7)) return NOT_SHIPPED
  const shipped_on = addDays(requested_on, random.bell(5, 48))
  if (shipped_on > LAST_DAY) return NOT_SHIPPED
  const due_on = addDays(shipped_on, random.pick([14, 21, 21, 28, 28, 35]))
  const lateness = random.weighted([
    [random.integer(-9, -1), 48],
    [0, 22],
    [random.integer(1, 33), 30],
  ])
  const returned_on = addDays(due_on, lateness)
  const isOut = returned_on > LAST_DAY || random.integer(1, 250) === 1
  const fee = random.chance(kind === 'university' ? 60 : 9) ? 0 : random.bell(28, 150) * 2.5
  const screenings =
    isOut || random.chance(8)
      ? null
      : random.weighted([
          [1, 50],
          [2, 28],
          [3, 14],
          [random.integer(4, 8), 8],
        ])
  return { shipped_on, due_on, returned_on: isOut ? null : returned_on, fee, screenings }
}

/** From 2015 to 2024, mostly for autumn and the dark months. */
function requestDay(random: Random): string {
  const month = random.weighted([
    [1, 9],
    [2, 6],
    [3, 6],
    [4, 5],
    [5, 5],
    [6, 6],
    [7, 5],
    [8, 13],
    [9, 16],
    [10, 12],
    [11, 9],
    [12, 5],
  ])
  const year = random.integer(2015, 2024)
  const start = `${year}-${String(month).padStart(2, '0')}-01`
  return addDays(start, random.integer(0, 27))
}

function makeRestorations(
  films: readonly Film[],
  staff: readonly Staff[],
  funders: readonly string[],
  random: Random,
): TableRow[] {
  const known = films.filter((film) => film['genre'] !== null)
  const restorations = Array.from({ length: 66 }, () => {
    const started_on = addDays('2009-01-05', random.integer(0, 5820))
    const leads = staff.filter(
      ({ team, hired_on, left_on }) =>
        team === 'Preservation' && hired_on <= started_on && (left_on ?? LAST_DAY) > started_on,
    )
    const finish = addDays(started_on, random.bell(50, 760))
    const isDone = finish <= LAST_DAY && !random.chance(5)
    const budget = random.bell(12, 190) * 500
    return {
      film_id: random.weighted(known.map((film, index) => [film, 1 + (index % 5) ** 2])).film_id,
      lead_id: random.weighted(leads.map((person, index) => [person, 6 - Math.min(index, 4)]))
        .staff_id,
      method: random.weighted([
        ['4K scan', started_on > '2014' ? 45 : 0],
        ['2K scan', started_on > '2014' ? 12 : 40],
        ['photochemical', started_on > '2016' ? 10 : 45],
        ['wet-gate printing', 14],
      ]),
      started_on,
      finished_on: isDone ? finish : null,
      budget,
      spent: isDone ? Math.round((budget * random.bell(70, 136)) / 100) : null,
      funder: random.weighted<string | null>([
        [random.pick(funders), 78],
        [null, 15],
        ['', 7],
      ]),
    }
  })
  restorations.sort((a, b) => earlierFirst(a.started_on, b.started_on))
  return numberRows('restoration_id', 1, restorations)
}

/** Every morning of 2024; in quarantine on Mondays only. The lofts feel the summer. */
function makeClimateReadings(vault: Vault, random: Random): TableRow[] {
  const days = Array.from({ length: 366 }, (_, index) => addDays('2024-01-01', index))
  const isLoft = vault.name.startsWith('Mill Loft')
  return days
    .filter((day) => (vault.name === 'Quarantine' ? weekday(day) === 1 : !wasOffLine(vault, day)))
    .map((day) => {
      const warmth = isLoft ? summerWarmth(day) : 0
      const tenths =
        random.bell(-6, 8) + warmth * 11 + (chillerFailed(vault, day) ? random.integer(52, 96) : 0)
      const damp = random.bell(-3, 4) + warmth * 2 + (random.chance(2) ? 9 : 0)
      return {
        vault_id: vault.vault_id,
        read_at: `${day} ${vault.name === 'Quarantine' ? '09:00' : '07:30'}`,
        temp_c: random.chance(1) ? null : (Number(vault.target_temp_c) * 10 + tenths) / 10,
        'RH %': random.chance(2) ? null : Number(vault.target_rh) + damp,
      }
    })
}

function wasOffLine({ name }: Vault, day: string): boolean {
  return name === 'Mill Loft West' && day >= '2024-02-10' && day <= '2024-02-19'
}

function chillerFailed({ name }: Vault, day: string): boolean {
  return name === 'Long Cellar' && day >= '2024-07-18' && day <= '2024-07-23'
}

/** 0 in winter, up to 3 in July. */
function summerWarmth(day: string): number {
  return { '05': 1, '06': 2, '07': 3, '08': 2, '09': 1 }[day.slice(5, 7)] ?? 0
}
