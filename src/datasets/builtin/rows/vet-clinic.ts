/** A veterinary clinic: animals and their owners, visits, findings, medicines, vaccines, bills. */

import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'
import {
  makeFindings,
  makeInvoices,
  makePrescriptions,
  makeVaccinations,
} from './vet-clinic-care.ts'
import { makeAnimals, makeOwners, makePatients } from './vet-clinic-patients.ts'
import { makeVisits } from './vet-clinic-visits.ts'

export function makeVetClinicRows(files: SourceFiles, random: Random): TableRows {
  const vets = files.records('vets.csv', 'vetId', 'startedOn', 'load')
  const diagnoses = files.records('diagnoses.csv', 'code', 'isChronic', 'species', 'weight')
  const medicines = files.records('medicines.csv', 'medicineId', 'form', 'unitPrice')
  const vaccines = files.records('vaccines.csv', 'vaccine', 'species', 'months')
  const owners = makeOwners(files, random)
  const patients = makePatients(files, owners, random)
  const visits = makeVisits(patients, vets, diagnoses, files.lines('visit_notes.txt'), random)
  const prescriptions = makePrescriptions(
    visits,
    medicines,
    files.lines('instructions.txt'),
    random,
  )
  const vaccinations = makeVaccinations(visits, vaccines, random)
  const putToSleep = visits.filter(({ reason }) => reason === 'euthanasia')
  return {
    owner: owners,
    species: columnsOf(files.records('species.csv'), ['speciesId', 'name', 'latinName', 'order']),
    breed: files.records('breeds.csv'),
    animal: makeAnimals(
      patients,
      namesByGroup(files),
      new Set(putToSleep.map(({ patient }) => patient.animalId)),
      random,
    ),
    vet: columnsOf(vets, ['vetId', 'fullName', 'speciality', 'startedOn', 'leftOn', 'trainedBy']),
    visit: visits.map(({ row }) => row),
    diagnosis: columnsOf(diagnoses, ['code', 'name', 'bodySystem', 'isChronic']),
    finding: makeFindings(visits, random),
    medicine: medicines,
    prescription: prescriptions,
    vaccination: vaccinations,
    invoice: makeInvoices(visits, prescriptions, vaccinations, random),
  }
}

function namesByGroup(files: SourceFiles): ReadonlyMap<string, readonly string[]> {
  const groups: readonly FilledRecord<'group' | 'names'>[] = files.records(
    'animal_names.csv',
    'group',
    'names',
  )
  return new Map(groups.map(({ group, names }) => [group, names.split('|')]))
}

/** The other columns are for making rows by. */
function columnsOf(records: readonly TableRow[], columns: readonly string[]): TableRow[] {
  return records.map((record) =>
    Object.fromEntries(columns.map((column) => [column, record[column] ?? null])),
  )
}
