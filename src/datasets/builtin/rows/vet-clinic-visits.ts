/** Who came to the veterinary clinic on which day, why, and whom they saw. */

import { addDays, daysBetween, earlierFirst, timeOfDay, weekday } from '../calendar.ts'
import type { FilledRecord, TableRow } from '../database.ts'
import type { Random } from '../random.ts'
import { LAST_DAY } from './vet-clinic-patients.ts'
import type { Patient } from './vet-clinic-patients.ts'

export type Vet = FilledRecord<'vetId' | 'startedOn' | 'load'>

export type Diagnosis = FilledRecord<'code' | 'isChronic' | 'species' | 'weight'>

export type Visit = {
  readonly visitId: number
  readonly patient: Patient
  readonly startedAt: string
  readonly reason: string
  readonly diagnoses: readonly Diagnosis[]
  readonly row: TableRow
}

/** Before it has a number and a vet. */
type Plan = {
  readonly patient: Patient
  readonly startedAt: string
  readonly reason: string
  readonly diagnoses: readonly Diagnosis[]
  readonly follows: Plan | undefined
}

const TREATED = new Set(['illness', 'emergency', 'surgery'])

export function makeVisits(
  patients: readonly Patient[],
  vets: readonly Vet[],
  diagnoses: readonly Diagnosis[],
  notes: readonly string[],
  random: Random,
): Visit[] {
  const plans = patients.flatMap((patient) => planVisits(patient, diagnoses, random))
  plans.sort((a, b) => earlierFirst(a.startedAt, b.startedAt))
  const numbers = new Map(plans.map((plan, index) => [plan, 30_001 + index]))
  const busy = new Set<string>()
  return plans.map((plan) => {
    const vetId = pickVet(plan, vets, busy, random)
    busy.add(`${vetId} ${plan.startedAt}`)
    const visitId = numbers.get(plan) ?? 0
    const { patient, startedAt, reason, diagnoses: found } = plan
    const row = makeRow(plan, visitId, vetId, numbers, notes, random)
    return { visitId, patient, startedAt, reason, diagnoses: found, row }
  })
}

/** From the first visit until the animal dies, moves away or the records end. */
function planVisits(patient: Patient, diagnoses: readonly Diagnosis[], random: Random): Plan[] {
  // Put on file by telephone, and never brought.
  if (random.chance(2)) return []
  const staysDays = random.chance(24) ? random.integer(60, 900) : Infinity
  const isPutToSleep = patient.diedOn <= LAST_DAY && random.chance(40)
  const chronic: Diagnosis[] = []
  const plans: Plan[] = []
  let day = patient.firstVisitOn
  while (day <= LAST_DAY && day < patient.diedOn) {
    if (daysBetween(patient.firstVisitOn, day) > staysDays) return plans
    const plan = planVisit(patient, day, undefined, chronic, diagnoses, random)
    plans.push(plan)
    chronic.push(...plan.diagnoses.filter(({ isChronic }) => isChronic === '1'))
    const later = addDays(day, random.bell(4, 26))
    if (
      TREATED.has(plan.reason) &&
      later < patient.diedOn &&
      later <= LAST_DAY &&
      random.chance(38)
    ) {
      plans.push(planVisit(patient, later, plan, chronic, diagnoses, random))
    }
    day = addDays(later, nextVisitAfter(patient, day, random))
  }
  if (isPutToSleep && weekday(patient.diedOn) !== 0) {
    plans.push({
      patient,
      startedAt: `${patient.diedOn} ${timeOfDay(15 * random.integer(34, 70))}`,
      reason: 'euthanasia',
      diagnoses: [],
      follows: undefined,
    })
  }
  return plans
}

/** The young are vaccinated several times. */
function nextVisitAfter({ bornOn, species }: Patient, day: string, random: Random): number {
  if (daysBetween(bornOn, day) < 140) return random.integer(5, 20)
  return ['1', '2'].includes(species.speciesId) ? random.bell(20, 420) : random.bell(50, 640)
}

function planVisit(
  patient: Patient,
  day: string,
  follows: Plan | undefined,
  chronic: readonly Diagnosis[],
  diagnoses: readonly Diagnosis[],
  random: Random,
): Plan {
  const reason = follows === undefined ? pickReason(patient, day, random) : 'follow-up'
  // Closed on Sundays but for emergencies, and on Saturdays from noon.
  const openDay = weekday(day) === 0 && reason !== 'emergency' ? addDays(day, 1) : day
  const isSaturday = weekday(openDay) === 6
  const quarters =
    reason === 'emergency' ? random.integer(0, 95) : random.integer(33, isSaturday ? 47 : 70)
  return {
    patient,
    startedAt: `${openDay} ${timeOfDay(15 * quarters)}`,
    reason,
    diagnoses: follows?.diagnoses ?? diagnose(patient, reason, chronic, diagnoses, random),
    follows,
  }
}

function pickReason({ species, bornOn }: Patient, day: string, random: Random): string {
  const isVaccinated = ['1', '2', '3', '9', '10'].includes(species.speciesId)
  const isYoung = daysBetween(bornOn, day) < 140
  return random.weighted([
    ['check-up', 26],
    ['vaccination', isVaccinated ? (isYoung ? 80 : 27) : 0],
    ['illness', 31],
    ['emergency', 5],
    ['surgery', 6],
    ['dental', 4],
  ])
}

/** What is chronic comes up again; else what the kind of animal gets. */
function diagnose(
  { species }: Patient,
  reason: string,
  chronic: readonly Diagnosis[],
  diagnoses: readonly Diagnosis[],
  random: Random,
): readonly Diagnosis[] {
  const percentSick = { 'check-up': 14, vaccination: 3 }[reason] ?? 93
  if (!random.chance(percentSick)) return []
  const fit = diagnoses
    .filter((diagnosis) => diagnosis.species.split('|').includes(species.speciesId))
    .map((diagnosis) => [diagnosis, Number(diagnosis.weight)] as const)
  const count = random.weighted([
    [1, 78],
    [2, 22],
  ])
  const known = chronic.length > 0 && random.chance(55) ? [random.pick(chronic)] : []
  const found = Array.from({ length: count - known.length }, () => random.weighted(fit))
  return [...new Set([...known, ...found])]
}

/** Somebody who is employed and free; who knows the field sees more of it. */
function pickVet(
  { patient, startedAt, reason }: Plan,
  vets: readonly Vet[],
  busy: ReadonlySet<string>,
  random: Random,
): string {
  const day = startedAt.slice(0, 10)
  const isExotic = ['6', '7', '8', '10'].includes(patient.species.speciesId)
  const fit = vets.filter(
    (vet) =>
      vet.startedOn <= day &&
      (vet['leftOn'] ?? LAST_DAY) >= day &&
      !busy.has(`${vet.vetId} ${startedAt}`),
  )
  return random.weighted(
    fit.map((vet) => {
      const isExpert =
        (reason === 'surgery' && vet['speciality'] === 'surgery') ||
        (isExotic && vet['speciality'] === 'exotic animals') ||
        (reason === 'dental' && vet['speciality'] === 'dentistry')
      return [vet, Number(vet.load) * (isExpert ? 6 : 1)]
    }),
  ).vetId
}

function makeRow(
  { patient, startedAt, reason, follows }: Plan,
  visitId: number,
  vetId: string,
  numbers: ReadonlyMap<Plan, number>,
  notes: readonly string[],
  random: Random,
): TableRow {
  return {
    visitId,
    animalId: patient.animalId,
    vetId,
    startedAt,
    reason,
    minutes: random.chance(4) ? null : minutesFor(reason, random),
    weightKg: random.chance(13) ? null : weigh(patient, startedAt, random),
    temperatureC: takeTemperature(patient, reason, random),
    followsVisitId: follows === undefined ? null : (numbers.get(follows) ?? null),
    note: random.weighted([
      [random.pick(notes), 9],
      ['', 11],
      [null, 80],
    ]),
  }
}

function minutesFor(reason: string, random: Random): number {
  if (reason === 'surgery') return 5 * random.bell(6, 36)
  return 5 * random.bell(1, reason === 'dental' ? 14 : 8)
}

/** It grows in its first year. */
function weigh({ bornOn, grams }: Patient, startedAt: string, random: Random): number {
  const grown = Math.min(100, 30 + Math.floor(daysBetween(bornOn, startedAt.slice(0, 10)) / 5.2))
  const now = (grams * grown * random.bell(92, 109)) / 10_000
  return now > 1000 ? Math.round(now / 10) / 100 : Math.round(now) / 1000
}

function takeTemperature({ species }: Patient, reason: string, random: Random): number | null {
  const least = Number(species['tenthsMin'] ?? 0)
  const isTaken = random.chance(TREATED.has(reason) ? 78 : 34)
  if (least === 0 || !isTaken) return null
  const fever = TREATED.has(reason) && random.chance(30) ? random.integer(5, 18) : 0
  return (random.bell(least, Number(species['tenthsMax'] ?? least)) + fever) / 10
}
