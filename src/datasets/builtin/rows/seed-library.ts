/** A seed library: members take packets home, grow them, and bring seed back. */

import { addDays, earlierFirst } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'
import { numberRows } from './number-rows.ts'

const LAST_DAY = '2024-11-30'

/** Varieties that nobody has brought seed of. */
const NEVER_IN_STOCK = new Set(['Plein Blanc', 'Staro'])

type Variety = FilledRecord<'id' | 'name'>
type Member = TableRow & { readonly id: number; readonly joined_on: string }

type Lot = {
  readonly row: TableRow & { readonly lot_no: string; readonly harvest_year: number }
  readonly variety: Variety
}

type Loan = {
  readonly row: TableRow & { readonly taken_on: string }
  readonly lot: Lot
}

type Workshop = TableRow & {
  readonly id: number
  readonly held_on: string
  readonly teacher_id: number | null
  readonly seats: number
}

export function makeSeedLibraryRows(files: SourceFiles, random: Random): TableRows {
  const varieties = files.records('varieties.csv', 'id', 'name')
  const members = makeMembers(files, random)
  const lots = makeLots(varieties, members, random)
  const loans = makeLoans(lots, members, random)
  const workshops = makeWorkshops(files, members, random)
  return {
    species: files.records('species.csv'),
    variety: varieties,
    member: members,
    lot: lots.map(({ row }) => row),
    loan: numberRows(
      'id',
      1,
      loans.map(({ row }) => row),
    ),
    sighting: makeSightings(loans, random),
    workshop: workshops,
    workshop_guest: makeGuests(workshops, members, random),
  }
}

function makeMembers(files: SourceFiles, random: Random): Member[] {
  const givenNames = files.lines('given_names.txt')
  const familyNames = files.lines('family_names.txt')
  const towns = files.records('towns.csv', 'town', 'postcode', 'weight')
  const weightedTowns = towns.map((town) => [town, Number(town.weight)] as const)
  const days = Array.from({ length: 170 }, () => addDays('2017-02-01', random.integer(0, 2780)))
  return days.sort().map((joined_on, index) => {
    const given = random.pick(givenNames)
    const family = random.pick(familyNames)
    const { town, postcode } = random.weighted(weightedTowns)
    return {
      id: index + 1,
      name: `${given} ${family}`,
      town,
      postcode,
      joined_on,
      email: random.weighted([
        [`${plainLetters(given)}.${plainLetters(family)}@post.example`, 70],
        [null, 20],
        ['', 10],
      ]),
      // The three founders were invited by nobody; later members often by an early one.
      invited_by: index > 2 && random.chance(62) ? random.integer(1, Math.min(index, 40)) : null,
    }
  })
}

function plainLetters(name: string): string {
  return name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
}

function makeLots(
  varieties: readonly Variety[],
  members: readonly Member[],
  random: Random,
): Lot[] {
  const offered = varieties
    .filter(({ name }) => !NEVER_IN_STOCK.has(name))
    .map((variety, index) => [variety, 3 + ((index * 11) % 17)] as const)
  return Array.from({ length: 360 }, (_, index) => {
    const variety = random.weighted(offered)
    const harvestYear = Math.min(random.bell(2018, 2025), 2024)
    const growers = members.filter(({ joined_on }) => joined_on < `${harvestYear}-07-01`)
    const row = {
      lot_no: String(index + 1).padStart(5, '0'),
      variety_id: variety.id,
      grown_by: random.chance(12) ? null : random.pick(growers).id,
      harvest_year: harvestYear,
      grams: random.bell(20, 4200) / 10,
      germination_percent: random.chance(18) ? null : Math.min(100, random.bell(38, 118)),
      shelf: `${random.pick(['A', 'A', 'B', 'C', 'D'])}-${String(random.integer(1, 12)).padStart(2, '0')}`,
    }
    return { row, variety }
  })
}

/** Taken from January to June, in one of the three years after the harvest. */
function makeLoans(lots: readonly Lot[], members: readonly Member[], random: Random): Loan[] {
  const drafts = Array.from({ length: 1180 }, () => {
    const lot = random.pick(lots.filter(({ row }) => row.harvest_year < 2024))
    const year = Math.min(2024, lot.row.harvest_year + random.integer(1, 3))
    return { lot, taken_on: addDays(`${year}-01-15`, random.bell(0, 170)) }
  })
  drafts.sort((a, b) => earlierFirst(a.taken_on, b.taken_on))
  return drafts.map(({ lot, taken_on }) => {
    const joined = members.filter(({ joined_on }) => joined_on <= taken_on)
    const returnDay = addDays(taken_on, random.integer(120, 330))
    const isReturned = random.chance(46) && returnDay <= LAST_DAY
    const row = {
      lot_no: lot.row.lot_no,
      // A third of all loans goes to the dozen keenest.
      member_id: random.pick(random.chance(34) ? joined.slice(3, 15) : joined).id,
      taken_on,
      packets: random.weighted([
        [1, 62],
        [2, 26],
        [3, 9],
        [random.integer(4, 9), 3],
      ]),
      returned_on: isReturned ? returnDay : null,
      // Some bring the bag back, and nobody weighs it.
      returned_grams: isReturned && !random.chance(8) ? random.bell(10, 900) / 10 : null,
    }
    return { row, lot }
  })
}

function makeSightings(loans: readonly Loan[], random: Random): TableRow[] {
  const sightings = loans.flatMap(({ row, lot }, index) => {
    if (!random.chance(38)) return []
    const days = Number(lot.variety['days_to_harvest'] ?? 90)
    const stages = ['sprouted', 'in leaf', 'in flower', 'in fruit']
    return stages.slice(0, random.integer(1, 4)).map((stage, step) => ({
      loan_id: index + 1,
      seen_on: addDays(row.taken_on, 14 + Math.round((days * step) / 3) + random.integer(-5, 5)),
      stage,
      height_cm: random.chance(14) ? null : (random.bell(4, 84) * (step + 1) * (step + 1)) / 4,
      pest: random.weighted([
        [null, 55],
        ['', 12],
        ['slugs', 13],
        ['aphids', 10],
        ['flea beetle', 6],
        ['"something with wings"', 4],
      ]),
    }))
  })
  return numberRows('id', 1, sightings)
}

function makeWorkshops(files: SourceFiles, members: readonly Member[], random: Random): Workshop[] {
  const topics = files.records('workshops.csv', 'title')
  return Array.from({ length: 44 }, (_, index) => {
    const { title, fee_eur = null } = random.pick(topics)
    return {
      id: index + 1,
      title,
      held_on: addDays('2019-01-19', index * 48 + random.integer(-14, 14)),
      // Now and then somebody from outside teaches.
      teacher_id: random.chance(15) ? null : random.pick(members.slice(0, 9)).id,
      seats: random.pick([8, 10, 12, 12, 16, 20]),
      fee_eur,
    }
  })
}

function makeGuests(
  workshops: readonly Workshop[],
  members: readonly Member[],
  random: Random,
): TableRow[] {
  return workshops.flatMap(({ id, held_on, seats, teacher_id }) => {
    const invited = members.filter(
      (member) => member.joined_on < addDays(held_on, -40) && member.id !== teacher_id,
    )
    return random.sample(invited, Math.min(seats, random.bell(2, 22))).map((member) => ({
      workshop_id: id,
      member_id: member.id,
      signed_up_on: addDays(held_on, -random.integer(1, 38)),
      came: random.weighted([
        [1, 74],
        [0, 17],
        [null, 9],
      ]),
    }))
  })
}
