/** What the veterinary clinic found, prescribed, vaccinated against and billed at each visit. */

import { addDays, earlierFirst } from '../calendar.ts'
import type { FilledRecord, TableRow } from '../database.ts'
import type { Random } from '../random.ts'
import { numberRows } from './number-rows.ts'
import { LAST_DAY } from './vet-clinic-patients.ts'
import type { Diagnosis, Visit } from './vet-clinic-visits.ts'

export type Medicine = FilledRecord<'medicineId' | 'form' | 'unitPrice'>

export type Vaccine = FilledRecord<'vaccine' | 'species' | 'months'>

type Prescription = {
  readonly prescriptionId: number
  readonly visitId: number
  readonly quantity: number
  readonly unitPrice: number
}

/** In percent of today's. */
const PRICES: Readonly<Record<string, number>> = {
  '2021': 88,
  '2022': 92,
  '2023': 100,
  '2024': 100,
}

export function makeFindings(visits: readonly Visit[], random: Random): TableRow[] {
  return visits.flatMap(({ visitId, reason, diagnoses }) =>
    diagnoses.map(({ code }) => ({
      visitId,
      code,
      certainty: random.weighted([
        ['confirmed', reason === 'follow-up' ? 150 : 58],
        ['suspected', 30],
        ['', 4],
        [null, 8],
      ]),
    })),
  )
}

export function makePrescriptions(
  visits: readonly Visit[],
  medicines: readonly Medicine[],
  instructions: readonly string[],
  random: Random,
): (Prescription & TableRow)[] {
  const rows = visits.flatMap(({ visitId, startedAt, diagnoses }) =>
    [...new Set(diagnoses.flatMap((diagnosis) => prescribe(diagnosis, random)))].map(
      (medicineId) => {
        const medicine = medicines.find((offer) => offer.medicineId === medicineId)
        const isTablet = medicine?.form === 'tablet'
        const cents = Number(medicine?.unitPrice ?? 0) * (PRICES[startedAt.slice(0, 4)] ?? 100)
        return {
          visitId,
          medicineId,
          quantity: isTablet
            ? 10 * random.integer(1, 6)
            : random.weighted([
                [1, 80],
                [2, 16],
                [3, 4],
              ]),
          days: random.chance(14) ? null : random.pick([5, 7, 7, 10, 14, 21, 28]),
          unitPrice: Math.round(cents) / 100,
          instructions: random.weighted([
            [random.pick(instructions), 55],
            ['', 12],
            [null, 33],
          ]),
        }
      },
    ),
  )
  return numberRows('prescriptionId', 1, rows)
}

/** Often one medicine, now and then two, or good advice alone. */
function prescribe(diagnosis: Diagnosis, random: Random): string[] {
  const count = random.weighted([
    [0, 20],
    [1, 66],
    [2, 14],
  ])
  return random.sample(diagnosis['medicines']?.split('|') ?? [], count)
}

export function makeVaccinations(
  visits: readonly Visit[],
  vaccines: readonly Vaccine[],
  random: Random,
): TableRow[] {
  const rows = visits
    .filter(({ reason }) => reason === 'vaccination')
    .flatMap(({ visitId, startedAt, patient }) => {
      const fit = vaccines.filter(({ species }) =>
        species.split('|').includes(patient.species.speciesId),
      )
      return random.sample(fit, random.chance(45) ? 2 : 1).map(({ vaccine, months }) => ({
        visitId,
        vaccine,
        batchNo: random.weighted([
          [
            batchOf(
              startedAt,
              vaccines.findIndex((offer) => offer.vaccine === vaccine),
            ),
            93,
          ],
          ['', 3],
          [null, 4],
        ]),
        validUntil: addMonths(startedAt.slice(0, 10), Number(months)),
      }))
    })
  return numberRows('vaccinationId', 1, rows)
}

/** A new batch comes every quarter; the numbers of different vaccines may be the same. */
function batchOf(startedAt: string, vaccineIndex: number): string {
  const months = 12 * Number(startedAt.slice(0, 4)) + Number(startedAt.slice(5, 7)) - 1
  const quarter = Math.floor(months / 3) - 4 * 2021
  return String(118 + quarter * 24 + vaccineIndex * 12).padStart(5, '0')
}

function addMonths(day: string, months: number): string {
  const index = 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7)) - 1 + months
  const month = String((index % 12) + 1).padStart(2, '0')
  // No month is too short for it.
  const date = Number(day.slice(8)) > 28 ? '28' : day.slice(8)
  return `${Math.floor(index / 12)}-${month}-${date}`
}

/** For nearly every visit; of the last week's many are still to be written. */
export function makeInvoices(
  visits: readonly Visit[],
  prescriptions: readonly Prescription[],
  vaccinations: readonly TableRow[],
  random: Random,
): TableRow[] {
  const prescribed = Map.groupBy(prescriptions, ({ visitId }) => visitId)
  const shots = Map.groupBy(vaccinations, (row) => row['visitId'])
  const invoices = visits
    .filter(({ startedAt }) => random.chance(startedAt > '2024-12-12' ? 40 : 97))
    .map((visit) => {
      const { visitId } = visit
      const goods = (prescribed.get(visitId) ?? []).reduce(
        (sum, { quantity, unitPrice }) => sum + quantity * Math.round(unitPrice * 100),
        2850 * (shots.get(visitId)?.length ?? 0),
      )
      return makeInvoice(visit, goods, random)
    })
  invoices.sort((a, b) => earlierFirst(a.issuedOn, b.issuedOn))
  return numberByYear(invoices)
}

/** @param goods - what medicines and vaccines cost, in cents */
function makeInvoice({ visitId, startedAt, reason, row }: Visit, goods: number, random: Random) {
  const discountPercent = random.weighted([
    [null, 68],
    [0, 14],
    [10, 12],
    [20, 6],
  ])
  const cents = basicFee(reason) + 190 * Number(row['minutes'] ?? 15) + goods
  const daysLater = random.weighted([
    [0, 64],
    [random.integer(1, 14), 36],
  ])
  const issuedOn = addDays(startedAt.slice(0, 10), daysLater)
  const payment = makePayment(issuedOn, random)
  return {
    visitId,
    issuedOn,
    amount: Math.round((cents * (100 - (discountPercent ?? 0))) / 100) / 100,
    discountPercent,
    method: payment.method,
    paidOn: payment.paidOn,
  }
}

/** In cents. */
function basicFee(reason: string): number {
  return { emergency: 9800, surgery: 14_500, dental: 5600, 'follow-up': 1450 }[reason] ?? 2680
}

function makePayment(issuedOn: string, random: Random) {
  const method = random.weighted([
    ['card', 42],
    ['cash', 21],
    ['transfer', 33],
    ['', 4],
  ])
  const days = method === 'transfer' ? random.bell(2, 70) : 0
  const paidOn = addDays(issuedOn, days)
  const isPaid = paidOn <= LAST_DAY && !random.chance(method === 'transfer' ? 9 : 1)
  return isPaid ? { method, paidOn } : { method: null, paidOn: null }
}

/** `2024-00017` is the seventeenth of its year. */
function numberByYear<Row extends { readonly issuedOn: string }>(rows: readonly Row[]) {
  const counts = new Map<string, number>()
  return rows.map((row) => {
    const year = row.issuedOn.slice(0, 4)
    const number = (counts.get(year) ?? 0) + 1
    counts.set(year, number)
    return { invoiceNo: `${year}-${String(number).padStart(5, '0')}`, ...row }
  })
}
