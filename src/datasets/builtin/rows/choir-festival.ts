/** A choir festival: ten editions, who came, what they sang, and how the jurors marked it. */

import { addDays, daysBetween, timeOfDay } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'
import { numberRows } from './number-rows.ts'

/** Choirs that applied and never came in time; every other one has an entry. */
const NEVER_ENTERED = new Set(['KR01', 'PL03'])

/** Pieces of the song book that nobody has chosen yet. */
const NEVER_SUNG = new Set(['7', '45', '59'])

type Festival = FilledRecord<'edition' | 'host_town' | 'opened_on' | 'closed_on'>
type Choir = FilledRecord<'choir_id' | 'town' | 'country' | 'voices'>
type Piece = FilledRecord<'piece_id' | 'seconds' | 'parts'>
type Juror = FilledRecord<'juror_id' | 'country' | 'since'>

type Entry = {
  readonly row: TableRow & { readonly entry_id: number }
  readonly festival: Festival
  readonly choir: Choir
}

export function makeChoirFestivalRows(files: SourceFiles, random: Random): TableRows {
  const festivals = files.records('festivals.csv', 'edition', 'host_town', 'opened_on', 'closed_on')
  const choirs = files.records('choirs.csv', 'choir_id', 'town', 'country', 'voices')
  const pieces = files.records('pieces.csv', 'piece_id', 'seconds', 'parts')
  const jurors = files.records('jurors.csv', 'juror_id', 'country', 'since')
  const conductors = files.records('conductors.csv', 'given', 'family')
  const names = conductors.map(({ given, family }) => `${given} ${family}`)
  const entries = makeEntries(festivals, choirs, names, random)
  const performances = makePerformances(entries, pieces, random)
  return {
    festival: festivals,
    choir: choirs,
    composer: files.records('composers.csv'),
    piece: pieces,
    entry: entries.map(({ row }) => row),
    performance: performances,
    juror: jurors,
    score: makeScores(performances, entries, jurors, files.lines('remarks.txt'), random),
  }
}

function makeEntries(
  festivals: readonly Festival[],
  choirs: readonly Choir[],
  conductors: readonly string[],
  random: Random,
): Entry[] {
  const conductorOf = new Map<Choir, string>()
  return festivals
    .flatMap((festival) => {
      const able = choirs.filter(
        ({ choir_id, founded }) =>
          !NEVER_ENTERED.has(choir_id) && Number(founded ?? 0) + 2 < Number(festival.edition),
      )
      return random.sample(able, random.integer(15, 23)).map((choir, index) => ({
        festival,
        choir,
        startNo: String(index + 1).padStart(2, '0'),
      }))
    })
    .map(({ festival, choir, startNo }, index) => {
      // A choir keeps its conductor for some years.
      const former = random.chance(18) ? undefined : conductorOf.get(choir)
      const conductor = former ?? random.pick(conductors)
      conductorOf.set(choir, conductor)
      const travelKm = random.chance(9) ? null : random.bell(60, 3100)
      const row = {
        entry_id: index + 1,
        edition: festival.edition,
        start_no: startNo,
        choir_id: choir.choir_id,
        conductor,
        singers: choir.voices === 'mixed' ? random.bell(16, 74) : random.bell(11, 52),
        travel_km: choir.town === festival.host_town ? 0 : travelKm,
        withdrew: random.chance(7) ? 'yes' : 'no',
      }
      return { row, festival, choir }
    })
}

/** One programme of two to four pieces for each choir that came, sung on one evening in one hall. */
function makePerformances(entries: readonly Entry[], pieces: readonly Piece[], random: Random) {
  const performances = entries
    .filter(({ row }) => row['withdrew'] === 'no')
    .flatMap(({ row, festival, choir }) => {
      const lastDay = daysBetween(festival.opened_on, festival.closed_on)
      const day = addDays(festival.opened_on, random.integer(0, lastDay))
      const hall = random.weighted([
        ['Great Hall', 42],
        ["St. Olave's", 33],
        ['Town Library', 18],
        ['Open air', 7],
      ])
      const count = random.weighted([
        [2, 35],
        [3, 55],
        [4, 10],
      ])
      let minute = random.integer(112, 250) * 5
      return random.sample(fitPieces(pieces, festival, choir), count).map((piece, index) => {
        const sungAt = minute
        minute += 2 + Math.ceil(Number(piece.seconds) / 60)
        return {
          entry_id: row.entry_id,
          piece_id: piece.piece_id,
          order: index + 1,
          hall,
          sung_at: `${day} ${timeOfDay(sungAt)}`,
        }
      })
    })
  return numberRows('performance_id', 301, performances)
}

/** What was written by then; many parts only for choirs that have all voices. */
function fitPieces(pieces: readonly Piece[], festival: Festival, choir: Choir): Piece[] {
  return pieces.filter(
    ({ piece_id, written, parts }) =>
      !NEVER_SUNG.has(piece_id) &&
      Number(written ?? 0) < Number(festival.edition) &&
      (choir.voices === 'mixed' || Number(parts) <= 4),
  )
}

function makeScores(
  performances: readonly (TableRow & { readonly entry_id: number })[],
  entries: readonly Entry[],
  jurors: readonly Juror[],
  remarks: readonly string[],
  random: Random,
): TableRow[] {
  const entryById = new Map(entries.map((entry) => [entry.row.entry_id, entry]))
  const juryOf = new Map<Festival, Juror[]>()
  const levelOf = new Map<Choir, number>()
  return performances.flatMap(({ performance_id = null, entry_id }) => {
    const entry = entryById.get(entry_id)
    if (entry === undefined) return []
    const { festival, choir } = entry
    const able = jurors.filter(({ since }) => since <= festival.edition)
    const jury = juryOf.get(festival) ?? random.sample(able, 5)
    juryOf.set(festival, jury)
    const level = levelOf.get(choir) ?? random.bell(60, 92)
    levelOf.set(choir, level)
    return jury.map(({ juror_id, country }) => {
      // Jurors give their own country no marks.
      const abstains = country === choir.country || random.chance(2)
      return {
        performance_id,
        juror_id,
        intonation: abstains ? null : makeMark(level, random),
        expression: abstains ? null : makeMark(level, random),
        remark: random.weighted([
          [random.pick(remarks), 18],
          [null, 70],
          ['', 12],
        ]),
      }
    })
  })
}

/** From 0 to 10 in quarters, around a tenth of `level`. */
function makeMark(level: number, random: Random): number {
  return Math.min(40, Math.round((level * 4) / 10) + random.bell(-8, 8)) / 4
}
