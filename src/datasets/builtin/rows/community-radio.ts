/** A community radio: who broadcast what from where, who wrote in, who gave money. */

import { addDays, daysBetween, earlierFirst, timeOfDay, weekday } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'
import { numberRows } from './number-rows.ts'

const FIRST_DAY = '2023-01-02'
const LAST_DAY = '2024-06-30'
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

const VAN = 5
const NEW_STUDIO = 6
const NEW_STUDIO_OPENED = '2024-01-15'

/** Tracks in an hour, and listeners at a good time of day. */
const GENRES: Readonly<Record<string, { readonly perHour: number; readonly listeners: number }>> = {
  jazz: { perHour: 5, listeners: 210 },
  folk: { perHour: 5, listeners: 170 },
  electronic: { perHour: 4, listeners: 260 },
  rock: { perHour: 6, listeners: 290 },
  world: { perHour: 5, listeners: 230 },
  classical: { perHour: 3, listeners: 150 },
  'hip-hop': { perHour: 6, listeners: 240 },
  children: { perHour: 4, listeners: 180 },
  talk: { perHour: 1, listeners: 250 },
  news: { perHour: 1, listeners: 310 },
}

type Host = FilledRecord<'host_id' | 'name' | 'joined_on'>
type Show = FilledRecord<
  | 'show_id'
  | 'title'
  | 'language'
  | 'genre'
  | 'weekday'
  | 'starts_at'
  | 'slot_minutes'
  | 'every_weeks'
  | 'first_aired'
  | 'lead'
>
type ShowHost = {
  readonly show_id: string
  readonly host_id: string
  readonly role: string
  readonly since: string
}
type Artist = {
  readonly artist_id: number
  readonly genre: string
  readonly formed_year: number
  readonly is_local: number
}
type Track = {
  readonly track_id: number
  readonly artist_id: number
  readonly release_year: number
}
/** Not every end is written down. */
type Outage = {
  readonly row: TableRow & {
    readonly studio_id: number
    readonly began_at: string
    readonly cause: string
  }
  readonly ended_at: string
}
type Slot = { readonly show: Show; readonly day: string }
type Broadcast = {
  readonly broadcast_id: number
  readonly show_id: string
  readonly studio_id: number
  readonly aired_at: string
  readonly kind: string
  readonly presenter_id: string | null
  readonly repeat_of: number | null
  readonly peak_listeners: number | null
}
type Play = {
  readonly broadcast_id: number
  readonly position: number
  readonly track_id: number
}
type Donor = { readonly donor_id: number; readonly member_since: string | null }
/** What a table is drawn from: an item and how often it is. */
type Weighted<T> = readonly (readonly [item: T, weight: number])[]

export function makeCommunityRadioRows(files: SourceFiles, random: Random): TableRows {
  const hosts = files.records('hosts.csv', 'host_id', 'name', 'joined_on')
  const shows = readShows(files)
  const showHosts = shows.flatMap((show) => makeShowHosts(show, hosts))
  const artists = makeArtists(files)
  const tracks = makeTracks(artists, files.lines('titles.txt'), random)
  const outages = makeOutages(files.records('outages.csv', 'cause', 'note'), random)
  const broadcasts = makeBroadcasts({ shows, showHosts, hosts, outages }, random)
  const plays = makePlays(broadcasts, shows, { artists, tracks }, random)
  const donors = makeDonors(files, random)
  return {
    studios: files.records('studios.csv'),
    hosts,
    shows: shows.map(({ lead: _lead, others: _others, ...show }) => show),
    show_hosts: showHosts,
    artists,
    tracks,
    broadcasts,
    plays,
    messages: makeMessages({ broadcasts, shows, plays, tracks }, files, random),
    donors,
    donations: makeDonations(donors, shows, random),
    outages: outages.map(({ row }) => row),
  }
}

function readShows(files: SourceFiles): Show[] {
  return files.records(
    'shows.csv',
    'show_id',
    'title',
    'language',
    'genre',
    'weekday',
    'starts_at',
    'slot_minutes',
    'every_weeks',
    'first_aired',
    'lead',
  )
}

/** Since the show began, or since they joined where that was later. */
function makeShowHosts(show: Show, hosts: readonly Host[]): ShowHost[] {
  const others = (show['others'] ?? '').split('|').filter((host) => host !== '')
  return [show.lead, ...others].map((host_id, index) => {
    const joined = hosts.find((host) => host.host_id === host_id)?.joined_on ?? FIRST_DAY
    const start = joined > show.first_aired ? joined : show.first_aired
    return {
      show_id: show.show_id,
      host_id,
      role: ['lead', 'co-host', 'stand-in'][index] ?? 'stand-in',
      since: index === 0 ? start : addDays(start, 35 * index),
    }
  })
}

function makeArtists(files: SourceFiles): (TableRow & Artist)[] {
  const artists = files.records('artists.csv', 'name', 'genre', 'formed_year', 'is_local')
  return artists.map(({ name, genre, country, formed_year, is_local }, index) => ({
    artist_id: 301 + index,
    name,
    genre,
    country: country ?? null,
    formed_year: Number(formed_year),
    is_local: Number(is_local),
  }))
}

/** Some titles are taken by several artists; now and then a live version is on the shelf as well. */
function makeTracks(
  artists: readonly Artist[],
  titles: readonly string[],
  random: Random,
): (TableRow & Track)[] {
  const tracks = artists.flatMap(({ artist_id, formed_year }) =>
    random.sample(titles, random.bell(1, 8)).flatMap((title) => {
      const release_year = random.integer(Math.max(formed_year, 1962), 2023)
      const seconds = random.bell(95, 420)
      const studioVersion = { artist_id, title, release_year, seconds }
      if (!random.chance(9)) return [studioVersion]
      const live = {
        artist_id,
        title: `${title} (live)`,
        release_year: Math.min(release_year + random.integer(0, 6), 2023),
        seconds: seconds + random.integer(10, 150),
      }
      return [studioVersion, live]
    }),
  )
  return tracks.map(({ artist_id, title, release_year, seconds }, index) => ({
    track_id: index + 1,
    artist_id,
    title,
    release_year,
    seconds,
    shelf_code: random.chance(8) ? null : String(random.integer(1, 62_000)).padStart(5, '0'),
  }))
}

/** The storms of winter bring more of them. */
function makeOutages(
  examples: readonly FilledRecord<'cause' | 'note'>[],
  random: Random,
): Outage[] {
  const days = allDays().filter((day) => random.chance(isWinter(day) ? 24 : 14))
  return days.map((day, index) => {
    const { cause, note } = random.pick(examples)
    const hours = random.weighted<number>([
      [1, cause === 'flooding' ? 0 : 26],
      [random.integer(2, 6), cause === 'flooding' ? 10 : 48],
      [random.integer(7, 50), 26],
    ])
    const began_at = `${day} ${timeOfDay(60 * random.integer(9, 22) + 5 * random.integer(0, 11))}`
    const ended_at = later(began_at, hours * 60 - 5 * random.integer(0, 6))
    const row = {
      outage_id: index + 1,
      studio_id: pickStudio(day, random),
      began_at,
      ended_at: random.chance(9) ? null : ended_at,
      cause,
      note: random.weighted([
        [note, 62],
        [null, 22],
        ['', 16],
      ]),
    }
    return { row, ended_at }
  })
}

function allDays(): string[] {
  const count = daysBetween(FIRST_DAY, LAST_DAY) + 1
  return Array.from({ length: count }, (_, index) => addDays(FIRST_DAY, index))
}

function pickStudio(day: string, random: Random): number {
  const studios: Weighted<number> = [
    [1, 34],
    [2, 28],
    [3, 10],
    [4, 17],
    [VAN, 4],
    [NEW_STUDIO, day >= NEW_STUDIO_OPENED ? 22 : 0],
  ]
  return random.weighted(studios.filter(([, weight]) => weight > 0))
}

function isWinter(day: string): boolean {
  return ['11', '12', '01', '02'].includes(day.slice(5, 7))
}

/** `2024-03-01 23:50` and so many minutes. */
function later(moment: string, minutes: number): string {
  const ended = Date.parse(`${moment.replace(' ', 'T')}:00Z`) + minutes * 60_000
  return new Date(ended).toISOString().slice(0, 16).replace('T', ' ')
}

function makeBroadcasts(
  of: {
    readonly shows: readonly Show[]
    readonly showHosts: readonly ShowHost[]
    readonly hosts: readonly Host[]
    readonly outages: readonly Outage[]
  },
  random: Random,
): Broadcast[] {
  const slots = of.shows
    .flatMap((show) => slotDays(show).map((day) => ({ show, day })))
    .sort((a, b) => earlierFirst(startOf(a), startOf(b)))
  const aired: Broadcast[] = []
  for (const slot of slots) {
    const planned = pickRoom(slot, of.outages, random)
    const original = planned.isCancelled ? undefined : pickRepeated(slot, aired, random)
    const presenter = pickPresenter(slot, of, random)
    const kind = planned.isCancelled
      ? 'cancelled'
      : original === undefined
        ? random.weighted([
            ['live', 80],
            ['recorded', 20],
          ])
        : 'repeat'
    aired.push({
      broadcast_id: 1001 + aired.length,
      show_id: slot.show.show_id,
      studio_id: planned.studio_id,
      aired_at: startOf(slot),
      kind,
      presenter_id: kind === 'repeat' ? null : presenter,
      repeat_of: original?.broadcast_id ?? null,
      peak_listeners: kind === 'cancelled' ? null : countListeners(slot, kind, random),
    })
  }
  return aired
}

/** The days within the period: every so many weeks from the first one on. */
function slotDays({ first_aired, ended_on, every_weeks }: Show): string[] {
  const days: string[] = []
  const step = 7 * Number(every_weeks)
  const past = Math.max(0, Math.ceil(daysBetween(first_aired, FIRST_DAY) / step))
  let day = addDays(first_aired, past * step)
  while (day <= LAST_DAY && day <= (ended_on ?? LAST_DAY)) {
    days.push(day)
    day = addDays(day, step)
  }
  return days
}

function startOf({ show, day }: Slot): string {
  if (WEEKDAYS[weekday(day)] !== show.weekday) {
    throw new Error(`Expected ${show.title} to begin on a ${show.weekday}, got ${show.first_aired}`)
  }
  return `${day} ${show.starts_at}`
}

/**
 * Where a studio is out of order, the show goes to another one or is cancelled; without a network
 * it may stay.
 */
function pickRoom(
  { show, day }: Slot,
  outages: readonly Outage[],
  random: Random,
): { studio_id: number; isCancelled: boolean } {
  const home = show.every_weeks === '4' ? 4 : 1 + ((Number(show.show_id) * 5) % 3)
  const isSummer = day.slice(5, 7) === '07' || day.slice(5, 7) === '06'
  const studio_id = random.weighted([
    [home, 70],
    [pickStudio(day, random), 25],
    [VAN, isSummer && show.genre !== 'talk' ? 5 : 1],
  ])
  const from = `${day} ${show.starts_at}`
  const until = later(from, Number(show.slot_minutes))
  const outagesOf = (studio: number): readonly Outage[] =>
    outages.filter(
      ({ row, ended_at }) => row.studio_id === studio && row.began_at < until && ended_at > from,
    )
  const own = outagesOf(studio_id)
  const canStay = own.every(({ row }) => row.cause === 'network') && random.chance(60)
  if (own.length === 0 || canStay) return { studio_id, isCancelled: random.chance(2) }
  const spare = [1, 2, 4].find((studio) => studio !== studio_id && outagesOf(studio).length === 0)
  if (spare === undefined || random.chance(60)) return { studio_id, isCancelled: true }
  return { studio_id: spare, isCancelled: false }
}

/** In the holidays every other show is a repeat of one of its last ones. */
function pickRepeated(
  { show, day }: Slot,
  aired: readonly Broadcast[],
  random: Random,
): Broadcast | undefined {
  const isHoliday = day.slice(5, 7) === '08' || day.slice(5) >= '12-24' || day.slice(5) <= '01-02'
  const isNews = show.genre === 'news'
  if (!random.chance(isNews ? 0 : isHoliday ? 48 : 4)) return undefined
  const own = aired.filter(
    ({ show_id, kind }) => show_id === show.show_id && ['live', 'recorded'].includes(kind),
  )
  return own.length === 0 ? undefined : random.pick(own.slice(-9))
}

/** The lead as a rule, somebody else of the show now and then, one of the old hands in need. */
function pickPresenter(
  { show, day }: Slot,
  { showHosts, hosts }: { showHosts: readonly ShowHost[]; hosts: readonly Host[] },
  random: Random,
): string {
  const isHere = (host_id: string): boolean =>
    (hosts.find((host) => host.host_id === host_id)?.['left_on'] ?? '9999') > day
  const own = showHosts.filter(
    ({ show_id, host_id, since }) => show_id === show.show_id && since <= day && isHere(host_id),
  )
  const weights: Readonly<Record<string, number>> = { lead: 60, 'co-host': 25, 'stand-in': 10 }
  return random.weighted([
    ...own.map(({ host_id, role }) => [host_id, weights[role] ?? 1] as const),
    [random.pick(['1', '2', '3', '9']), 4],
  ])
}

function countListeners({ show, day }: Slot, kind: string, random: Random): number | null {
  if (random.chance(7)) return null
  const hour = Number(show.starts_at.slice(0, 2))
  const base = GENRES[show.genre]?.listeners ?? 100
  const byHour = hour < 8 ? 135 : hour < 17 ? 80 : hour < 20 ? 120 : hour < 22 ? 95 : 55
  const bySeason = isWinter(day) ? 115 : day.slice(5, 7) === '08' ? 72 : 100
  const byKind = kind === 'repeat' ? 60 : 100
  const byShow = 60 + ((Number(show.show_id) * 37) % 71)
  const expected = (base * byHour * bySeason * byKind * byShow) / 100_000_000
  return Math.max(3, Math.round((expected * random.bell(55, 150)) / 100))
}

function makePlays(
  broadcasts: readonly Broadcast[],
  shows: readonly Show[],
  shelf: { readonly artists: readonly Artist[]; readonly tracks: readonly Track[] },
  random: Random,
): Play[] {
  const playedIn = new Map<number, readonly number[]>()
  const byGenre = new Map(
    Object.keys(GENRES).map((genre) => [genre, weighTracks(genre, shelf)] as const),
  )
  return broadcasts.flatMap(({ broadcast_id, show_id, kind, aired_at, repeat_of }) => {
    if (kind === 'cancelled') return []
    const show = shows.find((candidate) => candidate.show_id === show_id)
    const drawn = Array.from({ length: countTracks(show, random) }, () =>
      random.weighted(byGenre.get(show?.genre ?? '') ?? []),
    ).filter(({ release_year }) => release_year < Number(aired_at.slice(0, 4)))
    const fresh = [...new Set(drawn.map(({ track_id }) => track_id))]
    const ids = repeat_of === null ? fresh : (playedIn.get(repeat_of) ?? [])
    playedIn.set(broadcast_id, ids)
    return ids.map((track_id, index) => ({ broadcast_id, position: index + 1, track_id }))
  })
}

function countTracks(show: Show | undefined, random: Random): number {
  const perHour = GENRES[show?.genre ?? '']?.perHour ?? 0
  const usual = Math.max(1, Math.round((perHour * Number(show?.slot_minutes ?? 0)) / 60))
  return random.bell(perHour === 1 ? 0 : usual - 1, usual + 2)
}

/** A show keeps to its genre, mostly; a talk show takes what is popular. Hits are few. */
function weighTracks(
  genre: string,
  { artists, tracks }: { readonly artists: readonly Artist[]; readonly tracks: readonly Track[] },
): Weighted<Track> {
  const hasGenre = artists.some((artist) => artist.genre === genre)
  const weighted = tracks.map((track) => {
    const artist = artists.find(({ artist_id }) => artist_id === track.artist_id)
    const fit = artist?.genre === genre ? 40 : hasGenre ? 1 : 8
    const hit = [9, 1, 3, 1, 6, 2, 1, 4, 1, 2, 1][(track.track_id * 7) % 11] ?? 1
    // The last on the shelf have never been taken out.
    const isForgotten = track.track_id % 23 === 5
    return [track, isForgotten ? 0 : fit * hit * (artist?.is_local === 1 ? 2 : 1)] as const
  })
  return weighted.filter(([, weight]) => weight > 0)
}

function makeMessages(
  of: {
    readonly broadcasts: readonly Broadcast[]
    readonly shows: readonly Show[]
    readonly plays: readonly Play[]
    readonly tracks: readonly Track[]
  },
  files: SourceFiles,
  random: Random,
): TableRow[] {
  const examples = files.records('messages.csv', 'topic', 'body')
  const givenNames = files.lines('given_names.txt')
  const tracksIn = new Map<number, number[]>()
  for (const { broadcast_id, track_id } of of.plays) {
    tracksIn.set(broadcast_id, [...(tracksIn.get(broadcast_id) ?? []), track_id])
  }
  const messages = of.broadcasts.flatMap((broadcast) => {
    const show = of.shows.find(({ show_id }) => show_id === broadcast.show_id)
    const count = countMessages(broadcast, random)
    const minutes = Number(show?.slot_minutes ?? 60)
    const played = tracksIn.get(broadcast.broadcast_id) ?? []
    return Array.from({ length: count }, () => {
      const topic = pickTopic(broadcast, show, random)
      const heard = played.length > 0 && random.chance(45)
      const wanted = heard ? random.pick(played) : random.pick(of.tracks).track_id
      const known = examples.filter((example) => example.topic === topic)
      return {
        broadcast_id: broadcast.broadcast_id,
        sent_at: later(broadcast.aired_at, random.integer(0, minutes + 4)),
        channel: random.weighted([
          ['app', 38],
          ['text', 30],
          ['phone', 20],
          ['email', 12],
        ]),
        from: random.weighted([
          [random.pick(givenNames.slice(0, 12)), 30],
          [random.pick(givenNames), 48],
          ['', 8],
          [null, 14],
        ]),
        topic,
        wanted_track_id: topic === 'request' ? wanted : null,
        body: random.weighted([
          [random.pick(known).body, 72],
          [null, 16],
          ['', 12],
        ]),
      }
    }).sort((a, b) => earlierFirst(a.sent_at, b.sent_at))
  })
  return numberRows('message_id', 50_001, messages)
}

/** Nobody writes to a repeat, and few do at night. */
function countMessages({ kind, peak_listeners }: Broadcast, random: Random): number {
  if (kind === 'repeat' || kind === 'recorded') return random.chance(6) ? 1 : 0
  const most = Math.round((peak_listeners ?? 100) / 40)
  return random.chance(30) ? 0 : random.bell(0, Math.min(most, 9))
}

function pickTopic({ kind }: Broadcast, show: Show | undefined, random: Random): string {
  if (kind === 'cancelled') return 'complaint'
  const isTalk = show?.genre === 'talk' || show?.genre === 'news'
  return random.weighted([
    ['request', isTalk ? 10 : 44],
    ['greeting', 26],
    ['complaint', isTalk ? 16 : 7],
    ['quiz', show?.genre === 'children' || isTalk ? 18 : 2],
    ['question', 14],
  ])
}

function makeDonors(files: SourceFiles, random: Random): (TableRow & Donor)[] {
  const givenNames = files.lines('given_names.txt')
  const familyNames = files.lines('family_names.txt')
  return Array.from({ length: 240 }, (_, index) => {
    const given = random.pick(givenNames)
    return {
      donor_id: 7001 + index,
      name: `${given} ${random.pick(familyNames)}`,
      postcode: random.weighted([
        [null, 9],
        [random.pick(['04107', '04109', '04229']), 56],
        [random.pick(['04155', '04317', '04347', '06110']), 35],
      ]),
      email: random.weighted([
        [`${given.toLowerCase()}${random.integer(3, 99)}@mail.example`, 68],
        ['', 12],
        [null, 20],
      ]),
      member_since: random.chance(40) ? addDays('2012-01-01', random.bell(0, 4300)) : null,
    }
  })
}

/** The drive of every November brings as much as three other months. */
function makeDonations(
  donors: readonly Donor[],
  shows: readonly Show[],
  random: Random,
): TableRow[] {
  const regulars = donors.slice(0, 45)
  const givers = donors.slice(0, 226)
  const donations = allDays().flatMap((day) => {
    const most = day.slice(5, 7) === '11' ? 9 : 4
    return Array.from({ length: random.bell(0, most) }, () => {
      const onAir = shows.filter(
        ({ first_aired, ended_on }) => first_aired <= day && (ended_on ?? '9999') >= day,
      )
      return {
        donor_id: random.pick(random.chance(40) ? regulars : givers).donor_id,
        show_id: random.chance(38) ? null : pickSupported(onAir, random).show_id,
        given_on: day,
        amount: random.weighted([
          [5, 16],
          [10, 28],
          [20, 22],
          [random.pick([12.5, 7.77, 17.3, 33.33]), 12],
          [50, 14],
          [random.pick([97.1, 100, 150, 250]), 7],
          [random.pick([500, 1200]), 1],
        ]),
        method: random.weighted([
          ['transfer', 46],
          ['card', 31],
          ['cash', 15],
          ['standing order', 8],
        ]),
      }
    })
  })
  return numberRows('donation_id', 1, donations)
}

/** Some shows have friends, others have none. */
function pickSupported(shows: readonly Show[], random: Random): Show {
  const weighted = shows.map(
    (show) => [show, [0, 9, 2, 5, 1, 3, 0, 7][Number(show.show_id) % 8] ?? 1] as const,
  )
  return random.weighted(weighted.filter(([, weight]) => weight > 0))
}
