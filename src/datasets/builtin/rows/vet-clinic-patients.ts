/** Owners of the veterinary clinic's patients, and the patients themselves. */

import { addDays, earlierFirst } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow } from '../database.ts'
import type { Random } from '../random.ts'

const FIRST_DAY = '2021-01-04'
export const LAST_DAY = '2024-12-20'

type Species = FilledRecord<'speciesId' | 'names' | 'share' | 'lifeYears' | 'gramsMin' | 'gramsMax'>

export type Owner = TableRow & { readonly ownerId: number; readonly registeredOn: string }

export type Patient = {
  readonly animalId: number
  readonly owner: Owner
  readonly species: Species
  readonly breedId: string | null
  /** Grown up. */
  readonly grams: number
  readonly bornOn: string
  readonly firstVisitOn: string
  /** After the last day where it lives. */
  readonly diedOn: string
}

type Breed = FilledRecord<'breedId' | 'speciesId'>
type Town = FilledRecord<'town' | 'weight'>

/** They registered, and have not come so far. */
const WITHOUT_ANIMALS = 14

/** Nobody has brought one. */
const UNSEEN_BREEDS = new Set(['25', '26'])

export function makeOwners(files: SourceFiles, random: Random): Owner[] {
  const givenNames = files.lines('given_names.txt')
  const familyNames = files.lines('family_names.txt')
  const towns = files.records('towns.csv', 'town', 'weight').map(weightOf)
  const days = Array.from({ length: 560 }, () =>
    addDays(
      '2014-01-02',
      random.weighted([
        [random.integer(0, 2560), 62],
        [random.integer(2561, 3940), 38],
      ]),
    ),
  ).sort(earlierFirst)
  return days.map((registeredOn, index) => {
    const town = random.weighted(towns)
    const familyName = random.pick(familyNames)
    return {
      ownerId: 1001 + index,
      familyName,
      givenName: random.chance(6) ? null : random.pick(givenNames),
      town: town.town,
      postcode:
        typeof town['postcodes'] === 'string' ? random.pick(town['postcodes'].split('|')) : null,
      phone: random.weighted([
        [`03${random.integer(4100, 4899)} ${random.integer(10_000, 99_999)}`, 80],
        ['', 6],
        [null, 14],
      ]),
      email: random.weighted([
        [`kontakt${index + 11}@${random.pick(['brackmail', 'lohe-net', 'postfach7'])}.example`, 58],
        ['', 12],
        [null, 30],
      ]),
      registeredOn,
    }
  })
}

function weightOf(town: Town): readonly [Town, number] {
  return [town, Number(town.weight)]
}

export function makePatients(
  files: SourceFiles,
  owners: readonly Owner[],
  random: Random,
): Patient[] {
  const species = files
    .records('species.csv', 'speciesId', 'names', 'share', 'lifeYears', 'gramsMin', 'gramsMax')
    .map((kind) => [kind, Number(kind.share)] as const)
  const breeds = files.records('breeds.csv', 'breedId', 'speciesId')
  const owned = owners.slice(0, -WITHOUT_ANIMALS).flatMap((owner) => {
    const count = random.weighted([
      [1, 59],
      [2, 27],
      [3, 9],
      [random.integer(4, 6), 5],
    ])
    return Array.from({ length: count }, () => owner)
  })
  return owned.map((owner, index) =>
    makePatient(2001 + index, owner, random.weighted(species), breeds, random),
  )
}

function makePatient(
  animalId: number,
  owner: Owner,
  species: Species,
  breeds: readonly Breed[],
  random: Random,
): Patient {
  const lifeDays = 365 * Number(species.lifeYears)
  const knownSince = owner.registeredOn > FIRST_DAY ? owner.registeredOn : FIRST_DAY
  const waitDays = random.weighted([
    [random.integer(0, 30), 40],
    [random.integer(0, 900), 60],
  ])
  const planned = addDays(knownSince, waitDays)
  const firstVisitOn = planned > '2024-12-13' ? knownSince : planned
  const ageDays = random.weighted([
    [random.integer(50, 300), 52],
    [random.integer(300, Math.round(lifeDays * 0.75)), 48],
  ])
  const bornOn = addDays(firstVisitOn, -ageDays)
  const daysOfAge = Math.round((lifeDays * random.bell(80, 125)) / 100)
  const fate = addDays(bornOn, Math.max(daysOfAge, ageDays + 20))
  const accident = addDays(firstVisitOn, random.integer(40, random.chance(30) ? 1400 : 9000))
  const known = breeds.filter(
    ({ breedId, speciesId }) => speciesId === species.speciesId && !UNSEEN_BREEDS.has(breedId),
  )
  const breed = known.length === 0 || random.chance(15) ? undefined : random.pick(known)
  return {
    animalId,
    owner,
    species,
    breedId: breed?.breedId ?? null,
    grams: makeWeight(species, breed, random),
    bornOn,
    firstVisitOn,
    diedOn: fate < accident ? fate : accident,
  }
}

function makeWeight(species: Species, breed: Breed | undefined, random: Random): number {
  const least = Number(species.gramsMin)
  const most = Number(species.gramsMax)
  const middle = Math.round((least + most) / 2)
  const isLarge = breed?.['isLarge'] ?? null
  if (isLarge === '1') return random.bell(middle, most)
  return isLarge === '0' ? random.bell(least, middle) : random.bell(least, most)
}

/** @param putToSleep - the numbers of those whose death the clinic knows of for certain */
export function makeAnimals(
  patients: readonly Patient[],
  names: ReadonlyMap<string, readonly string[]>,
  putToSleep: ReadonlySet<number>,
  random: Random,
): TableRow[] {
  return patients.map(({ animalId, owner, species, breedId, bornOn, diedOn }) => {
    const sex = random.weighted([
      ['f', 47],
      ['m', 46],
      [null, 7],
    ])
    const isDeathKnown = diedOn <= LAST_DAY && (putToSleep.has(animalId) || random.chance(70))
    const isChipped = ['1', '2', '9'].includes(species.speciesId) && random.chance(72)
    return {
      animalId,
      ownerId: owner.ownerId,
      speciesId: species.speciesId,
      breedId,
      name: random.pick(names.get(species.names) ?? []),
      sex,
      neutered: random.weighted([
        ['yes', 46],
        ['no', 42],
        ['', 12],
      ]),
      bornOn: random.chance(17) ? null : bornOn,
      diedOn: isDeathKnown ? diedOn : null,
      chipNo: isChipped ? `0${9_800_000 + animalId * 613 + random.integer(0, 600)}` : null,
    }
  })
}
