/** A repair café: who brought what to which session, who mended it, with which parts. */

import { addDays, timeOfDay } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'

/** Joined to make coffee, and mended nothing so far. */
const NEVER_REPAIRS = 'Rosalind Achterberg'

type Volunteer = FilledRecord<'VolunteerID' | 'FullName' | 'JoinedOn'>
type Kind = FilledRecord<'category' | 'skill' | 'weight_g_min' | 'weight_g_max' | 'brands'>
type Part = FilledRecord<'PartNo' | 'Description' | 'skill' | 'cents'>
type Remark = FilledRecord<'outcome' | 'remark'>
type Skill = { readonly VolunteerID: string; readonly Skill: string; readonly Level: number }
type Session = TableRow & { readonly SessionID: number; readonly HeldOn: string }
type Visitor = TableRow & { readonly VisitorID: number }

type Item = {
  readonly row: TableRow & { readonly ItemID: number }
  readonly session: Session
  readonly kind: Kind
}

type Repair = {
  readonly row: TableRow & { readonly RepairID: number; readonly Outcome: string }
  readonly item: Item
}

export function makeRepairCafeRows(files: SourceFiles, random: Random): TableRows {
  const volunteers = files.records('volunteers.csv', 'VolunteerID', 'FullName', 'JoinedOn')
  const kinds = files.records(
    'items.csv',
    'category',
    'skill',
    'weight_g_min',
    'weight_g_max',
    'brands',
  )
  const remarks = files.records('remarks.csv', 'outcome', 'remark')
  const parts = files.records('parts.csv', 'PartNo', 'Description', 'skill', 'cents')
  const skills = makeSkills(volunteers, kinds, random)
  const sessions = makeSessions(random)
  const visitors = makeVisitors(
    files.lines('given_names.txt'),
    files.lines('family_names.txt'),
    random,
  )
  const items = makeItems(sessions, visitors, kinds, random)
  const repairs = makeRepairs(items, volunteers, skills, remarks, random)
  return {
    Venue: files.records('venues.csv'),
    Session: sessions,
    Volunteer: volunteers,
    VolunteerSkill: skills,
    Visitor: visitors,
    Item: items.map(({ row }) => row),
    Repair: repairs.map(({ row }) => row),
    'Part Used': makePartsUsed(repairs, parts, random),
  }
}

function makeSkills(
  volunteers: readonly Volunteer[],
  kinds: readonly Kind[],
  random: Random,
): Skill[] {
  const skills = [...new Set(kinds.map(({ skill }) => skill)), 'ceramics']
  return volunteers.flatMap(({ VolunteerID }) =>
    random.sample(skills, random.integer(1, 4)).map((skill) => ({
      VolunteerID,
      Skill: skill,
      Level: random.weighted([
        [1, 30],
        [2, 45],
        [3, 25],
      ]),
    })),
  )
}

/** On Saturdays, every two to four weeks. Nothing was ever held at School No. 9. */
function makeSessions(random: Random): Session[] {
  const sessions: Session[] = []
  let day = '2021-03-06'
  while (day < '2024-12-01') {
    const opening = random.pick([600, 780, 840])
    sessions.push({
      SessionID: sessions.length + 1,
      VenueID: random.weighted([
        [1, 30],
        [2, 22],
        [3, 18],
        [4, 12],
        [5, 4],
        [6, 14],
      ]),
      HeldOn: day,
      OpensAt: timeOfDay(opening),
      ClosesAt: timeOfDay(opening + random.pick([120, 180, 180, 210, 240])),
      Theme: random.weighted([
        [null, 50],
        ['', 12],
        ['bicycle day', 12],
        ['textiles & tea', 10],
        ["children's toys", 8],
        ['before the bin', 8],
      ]),
    })
    const weeks = random.weighted([
      [2, 30],
      [3, 50],
      [4, 20],
    ])
    day = addDays(day, weeks * 7)
  }
  return sessions
}

function makeVisitors(
  givenNames: readonly string[],
  familyNames: readonly string[],
  random: Random,
): Visitor[] {
  return Array.from({ length: 380 }, (_, index) => ({
    VisitorID: 1001 + index,
    FullName: `${random.pick(givenNames)} ${random.pick(familyNames)}`,
    Postcode: random.weighted([
      [null, 6],
      [random.pick(['04103', '04109', '04177']), 55],
      [random.pick(['04129', '04155', '04249', '04318']), 34],
      [random.pick(['06108', '01067', '10115']), 5],
    ]),
    BornYear: random.chance(22) ? null : random.bell(1936, 2009),
    Newsletter: random.weighted([
      ['yes', 38],
      ['no', 40],
      ['', 10],
      [null, 12],
    ]),
  }))
}

function makeItems(
  sessions: readonly Session[],
  visitors: readonly Visitor[],
  kinds: readonly Kind[],
  random: Random,
): Item[] {
  const weightedKinds = kinds.map((kind, index) => [kind, 4 + ((index * 7) % 11)] as const)
  // The first come again and again, the last have only signed up for the newsletter.
  const regulars = visitors.slice(0, 60)
  const guests = visitors.slice(0, 360)
  const arrivals = sessions.flatMap((session) =>
    Array.from({ length: random.bell(5, 24) }, () => session),
  )
  return arrivals.map((session, index) => {
    const kind = random.weighted(weightedKinds)
    const grams = random.bell(Number(kind.weight_g_min), Number(kind.weight_g_max))
    const boughtYear = Math.min(random.bell(1994, 2030), Number(session.HeldOn.slice(0, 4)))
    const row = {
      ItemID: index + 1,
      SessionID: session.SessionID,
      VisitorID: random.pick(random.chance(35) ? regulars : guests).VisitorID,
      Category: kind.category,
      Brand: random.chance(24) ? null : random.pick(kind.brands.split('|')),
      BoughtYear: random.chance(30) ? null : boughtYear,
      WeightKg: random.chance(9) ? null : Math.round(grams / 10) / 100,
    }
    return { row, session, kind }
  })
}

/** One attempt as a rule, none for the few who left too early, two where the first was cut short. */
function makeRepairs(
  items: readonly Item[],
  volunteers: readonly Volunteer[],
  skills: readonly Skill[],
  remarks: readonly Remark[],
  random: Random,
): Repair[] {
  const attempts = items.flatMap((item) => {
    const count = random.weighted([
      [0, 7],
      [1, 82],
      [2, 11],
    ])
    return Array.from({ length: count }, (_, index) => ({ item, isLast: index === count - 1 }))
  })
  return attempts.map(({ item, isLast }, index) => {
    const result = random.weighted([
      ['fixed', 58],
      ['advice given', 16],
      ['not repairable', 17],
      ['come back', 9],
    ])
    const outcome = isLast ? result : 'come back'
    const row = {
      RepairID: index + 1,
      ItemID: item.row.ItemID,
      VolunteerID: pickVolunteer(item, volunteers, skills, random).VolunteerID,
      Minutes: random.chance(5) ? null : 5 * random.bell(1, outcome === 'fixed' ? 22 : 16),
      Outcome: outcome,
      Remark: random.weighted([
        [random.pick(remarks.filter((example) => example.outcome === outcome)).remark, 45],
        [null, 40],
        ['', 15],
      ]),
    }
    return { row, item }
  })
}

/** Somebody who had joined by then; four times as likely with the skill for it. */
function pickVolunteer(
  { session, kind }: Item,
  volunteers: readonly Volunteer[],
  skills: readonly Skill[],
  random: Random,
): Volunteer {
  const present = volunteers.filter(
    ({ JoinedOn, FullName }) => JoinedOn <= session.HeldOn && FullName !== NEVER_REPAIRS,
  )
  return random.weighted(
    present.map((volunteer, index) => {
      const isSkilled = skills.some(
        ({ VolunteerID, Skill }) => VolunteerID === volunteer.VolunteerID && Skill === kind.skill,
      )
      return [volunteer, (isSkilled ? 20 : 5) + (index % 4)]
    }),
  )
}

function makePartsUsed(
  repairs: readonly Repair[],
  parts: readonly Part[],
  random: Random,
): TableRow[] {
  return repairs
    .filter(({ row }) => random.chance(row.Outcome === 'fixed' ? 55 : 12))
    .flatMap(({ row, item }) => {
      const fit = parts.filter(({ skill }) => skill === item.kind.skill)
      const count = random.weighted([
        [1, 70],
        [2, 25],
        [3, 5],
      ])
      return random.sample(fit, count).map(({ PartNo, Description, cents }) => ({
        RepairID: row.RepairID,
        'Part No': PartNo,
        Description,
        Quantity: random.weighted([
          [1, 70],
          [2, 20],
          [random.integer(3, 8), 10],
        ]),
        // Prices went up now and then.
        'Unit Price':
          Math.round(Number(cents) * (random.pick([100, 100, 100, 110, 125]) / 100)) / 100,
      }))
    })
}
