/** A chess league: four seasons in three divisions, every game of them, and the ratings by month. */

import { addDays, earlierFirst, weekday } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'
import { numberRows } from './number-rows.ts'

const DIVISIONS = [1, 2, 3]
const TEAMS_PER_DIVISION = 10
const BOARDS = 6
const SQUAD = 9
/** What White is worth, and playing at home, in rating points. */
const WHITE_RATING = 35
const HOME_RATING = 25

const FIRST_MONTH = '2021-08'
const LAST_MONTH = '2025-06'

type Club = FilledRecord<'club_id' | 'name' | 'short name' | 'founded_year' | 'venue_id' | 'start'>
type Season = FilledRecord<'season_id' | 'label' | 'starts_on' | 'ends_on'>
type Arbiter = FilledRecord<'arbiter_id' | 'name' | 'licence_no' | 'licensed_until'>
type Opening = FilledRecord<'code' | 'name' | 'family' | 'weight'>

type Player = {
  readonly row: TableRow & {
    readonly player_id: number
    readonly club_id: string
    readonly joined_on: string
    readonly left_on: string | null
  }
  /** At first, and then as the games went. */
  rating: number
  /** Rated since the last list came out. */
  games: number
}

type Team = {
  readonly team_id: number
  readonly season_id: string
  readonly club_id: string
  readonly team_no: number
  readonly division: number
  readonly captain_id: number | null
}

type Round = {
  readonly round_id: number
  readonly season_id: string
  readonly division: number
  readonly round_no: number
  readonly planned_on: string
}

type Match = {
  readonly match_id: number
  readonly round_id: number
  readonly home_team_id: number
  readonly away_team_id: number
  readonly venue_id: string
  readonly arbiter_id: string | null
  readonly status: string
  readonly played_on: string | null
  readonly home_points: number | null
  readonly away_points: number | null
}

type Game = {
  readonly match_id: number
  readonly board: number
  readonly white_id: number | null
  readonly black_id: number | null
  readonly result: string
  readonly ended_by: string
  readonly moves: number | null
  readonly opening_code: string | null
}

/** Who plays for which team, strongest first. */
type Squads = ReadonlyMap<Team, readonly Player[]>

type League = {
  readonly clubs: readonly Club[]
  readonly arbiters: readonly Arbiter[]
  readonly openings: readonly Opening[]
  readonly players: readonly Player[]
  readonly teams: Team[]
  readonly rounds: Round[]
  readonly matches: Match[]
  readonly games: Game[]
  readonly ratings: TableRow[]
}

export function makeChessLeagueRows(files: SourceFiles, random: Random): TableRows {
  const clubs = files.records(
    'clubs.csv',
    'club_id',
    'name',
    'short name',
    'founded_year',
    'venue_id',
    'start',
  )
  const seasons = files.records('seasons.csv', 'season_id', 'label', 'starts_on', 'ends_on')
  const arbiters = files.records(
    'arbiters.csv',
    'arbiter_id',
    'name',
    'licence_no',
    'licensed_until',
  )
  const openings = files.records('openings.csv', 'code', 'name', 'family', 'weight')
  const players = makePlayers(clubs, files, random)
  const league: League = {
    clubs,
    arbiters,
    openings,
    players,
    teams: [],
    rounds: [],
    matches: [],
    games: [],
    ratings: [],
  }
  playAll(league, seasons, random)
  return {
    venues: files.records('venues.csv'),
    clubs: clubs.map(({ start: _start, ...club }) => club),
    arbiters,
    players: players.map(({ row }) => row),
    ratings: league.ratings,
    seasons,
    teams: league.teams,
    rounds: league.rounds,
    matches: league.matches,
    openings: openings.map(({ weight: _weight, ...opening }) => opening),
    games: league.games,
    protests: makeProtests(league, files.records('protests.csv', 'reason', 'note'), random),
  }
}

/** Nine for each team that a club began with, and some who only pay their fee. */
function makePlayers(clubs: readonly Club[], files: SourceFiles, random: Random): Player[] {
  const givenNames = files.lines('given_names.txt')
  const familyNames = files.lines('family_names.txt')
  const ratings = clubs.flatMap((club) =>
    [...club.start.split('|'), '4'].flatMap((division) =>
      Array.from({ length: division === '4' ? 4 : SQUAD + 1 }, () => ({
        club,
        rating: random.bell(2330 - 250 * Number(division), 2600 - 250 * Number(division)),
      })),
    ),
  )
  return ratings.map(({ club, rating }, index) => {
    const born_on = addDays('1938-02-11', random.bell(0, 27_400))
    return {
      row: {
        player_id: 1 + index,
        club_id: club.club_id,
        family_name: random.pick(familyNames),
        given_name: random.pick(givenNames),
        born_on: random.chance(7) ? null : born_on,
        title: titleFor(rating, random),
        member_no: String(random.integer(1, 99) * 1000 + index).padStart(6, '0'),
        ...makeMembership(born_on, random),
      },
      rating,
      games: 0,
    }
  })
}

function titleFor(rating: number, random: Random): string | null {
  if (rating > 2225) return random.pick(['FM', 'FM', 'FM', 'FM', 'IM'])
  if (rating > 2130) return random.pick(['CM', 'CM', 'NM', null, null])
  return random.weighted([
    [null, 82],
    ['', 18],
  ])
}

/** Nobody joins before the age of seven. */
function makeMembership(
  born_on: string,
  random: Random,
): { joined_on: string; left_on: string | null } {
  const usual = random.chance(76)
    ? addDays('1988-01-10', random.integer(0, 12_200))
    : addDays('2021-09-01', random.integer(0, 1150))
  const seventh = addDays(born_on, 2600)
  const joined_on = usual > seventh ? usual : addDays(seventh, random.integer(0, 2000))
  const hasLeft = joined_on < '2021-01-01' && random.chance(9)
  return { joined_on, left_on: hasLeft ? addDays('2022-06-01', random.integer(0, 1000)) : null }
}

/** Month by month, since a game is paired by the ratings that earlier games have led to. */
function playAll(league: League, seasons: readonly Season[], random: Random): void {
  let divisions = firstDivisions(league.clubs)
  let month = FIRST_MONTH
  for (const season of seasons) {
    const teams = makeTeams(season, divisions, league, random)
    const squads = makeSquads(teams, league.players, season)
    const fixtures = makeFixtures(season, teams, league, random)
    for (const fixture of fixtures) {
      while (month <= fixture.day.slice(0, 7)) month = publishRatings(month, league, random)
      playMatch(fixture, squads, league, random)
    }
    divisions = nextDivisions(teams, league)
  }
  while (month <= LAST_MONTH) month = publishRatings(month, league, random)
  league.matches.sort((a, b) => a.match_id - b.match_id)
  league.games.sort((a, b) => a.match_id - b.match_id || a.board - b.board)
}

type Place = { readonly club_id: string; readonly team_no: number; readonly division: number }

function firstDivisions(clubs: readonly Club[]): Place[] {
  const places = clubs.flatMap(({ club_id, start }) =>
    start
      .split('|')
      .map((division, index) => ({ club_id, team_no: index + 1, division: Number(division) })),
  )
  for (const division of DIVISIONS) {
    const count = places.filter((place) => place.division === division).length
    if (count !== TEAMS_PER_DIVISION) {
      throw new Error(`Expected ${TEAMS_PER_DIVISION} teams in division ${division}, got ${count}`)
    }
  }
  return places
}

function makeTeams(
  season: Season,
  places: readonly Place[],
  league: League,
  random: Random,
): Team[] {
  const teams = places.map(({ club_id, team_no, division }, index) => {
    const members = membersOf(club_id, league.players, season)
    const squad = members.slice((team_no - 1) * SQUAD, team_no * SQUAD)
    return {
      team_id: 101 + league.teams.length + index,
      season_id: season.season_id,
      club_id,
      team_no,
      division,
      captain_id: random.chance(9) ? null : random.pick(squad).row.player_id,
    }
  })
  league.teams.push(...teams)
  return teams
}

/** Those who were in the club when the season began, strongest first. */
function membersOf(club_id: string, players: readonly Player[], season: Season): Player[] {
  return players
    .filter(
      ({ row }) =>
        row.club_id === club_id &&
        row.joined_on <= season.starts_on &&
        (row.left_on ?? '9999') > season.ends_on,
    )
    .sort((a, b) => b.rating - a.rating || a.row.player_id - b.row.player_id)
}

function makeSquads(teams: readonly Team[], players: readonly Player[], season: Season): Squads {
  return new Map(
    teams.map((team) => {
      const members = membersOf(team.club_id, players, season)
      return [team, members.slice((team.team_no - 1) * SQUAD, team.team_no * SQUAD)]
    }),
  )
}

type Fixture = {
  readonly match_id: number
  readonly round: Round
  readonly home: Team
  readonly away: Team
  readonly venue_id: string
  readonly arbiter_id: string | null
  readonly status: string
  readonly day: string
}

/** Each against each, on nine Sundays between October and April. */
function makeFixtures(
  season: Season,
  teams: readonly Team[],
  league: League,
  random: Random,
): Fixture[] {
  const sundays = sundaysOf(season)
  const fixtures = sundays.flatMap((planned_on, index) =>
    DIVISIONS.flatMap((division) => {
      const round = {
        round_id: 1 + league.rounds.length,
        season_id: season.season_id,
        division,
        round_no: index + 1,
        planned_on,
      }
      league.rounds.push(round)
      const own = teams.filter((team) => team.division === division)
      return pairingsOf(own, index).map(([home, away]) => ({ round, home, away }))
    }),
  )
  const played = fixtures.map(({ round, home, away }, index): Fixture => {
    const status = pickStatus(round, random)
    const venue = league.clubs.find(({ club_id }) => club_id === home.club_id)?.venue_id ?? '1'
    return {
      match_id: 1 + league.matches.length + index,
      round,
      home,
      away,
      venue_id: random.chance(5) ? random.pick(['1', '6', '12']) : venue,
      arbiter_id: pickArbiter(round, league.arbiters, random),
      status,
      day: status === 'moved' ? movedTo(round.planned_on, random) : round.planned_on,
    }
  })
  return played.sort((a, b) => earlierFirst(a.day, b.day))
}

function sundaysOf({ starts_on }: Season): string[] {
  let day = addDays(starts_on, 33)
  while (weekday(day) !== 0) day = addDays(day, 1)
  return [0, 21, 42, 63, 98, 119, 140, 168, 189].map((days) => addDays(day, days))
}

/** The circle method: the last one stays, the others move on by one each round. */
function pairingsOf(teams: readonly Team[], roundIndex: number): (readonly [Team, Team])[] {
  const last = teams.at(-1)
  const others = teams.slice(0, -1)
  const turned = others.map((_, index) => others[(index + roundIndex) % others.length])
  const order = [...turned, last].filter((team) => team !== undefined)
  return Array.from({ length: order.length / 2 }, (_, index) => {
    const pair = [order[index], order[order.length - 1 - index]] as const
    const [a, b] = pair
    if (a === undefined || b === undefined) throw new Error('Expected an even number of teams')
    return (index === 0 ? roundIndex : index) % 2 === 0 ? [a, b] : [b, a]
  })
}

function pickStatus({ division, round_no, season_id }: Round, random: Random): string {
  // In that winter the last round of the lowest division fell victim to a strike of the buses.
  if (season_id === '2' && division === 3 && round_no === 9 && random.chance(70)) return 'cancelled'
  return random.weighted([
    ['played', 880],
    ['moved', division === 3 ? 110 : 60],
    ['forfeited', division === 3 ? 42 : 14],
  ])
}

function movedTo(planned_on: string, random: Random): string {
  return addDays(planned_on, random.pick([-8, -1, -1, 6, 7, 7, 13, 14, 20]))
}

function pickArbiter(
  { division, planned_on }: Round,
  arbiters: readonly Arbiter[],
  random: Random,
): string | null {
  if (random.chance([0, 4, 30, 72][division] ?? 0)) return null
  // Some forgot to renew their licence, and nobody noticed.
  const fit = arbiters.filter(
    ({ licensed_until, licence_no }) =>
      addDays(licensed_until, 160) >= planned_on && licence_no !== '00091',
  )
  return random.weighted(fit.map(({ arbiter_id }, index) => [arbiter_id, 14 - index]))
}

function playMatch(fixture: Fixture, squads: Squads, league: League, random: Random): void {
  const { match_id, status, home, away } = fixture
  const games =
    status === 'played' || status === 'moved' ? playBoards(fixture, squads, league, random) : []
  league.games.push(...games.map(({ game }) => game))
  const points = pointsOf(
    status,
    games.map(({ homeScore }) => homeScore),
    games.map(({ awayScore }) => awayScore),
    random,
  )
  league.matches.push({
    match_id,
    round_id: fixture.round.round_id,
    home_team_id: home.team_id,
    away_team_id: away.team_id,
    venue_id: fixture.venue_id,
    arbiter_id: fixture.arbiter_id,
    status,
    played_on: status === 'played' || status === 'moved' ? fixture.day : null,
    ...points,
  })
}

function pointsOf(
  status: string,
  homeScores: readonly number[],
  awayScores: readonly number[],
  random: Random,
): { home_points: number | null; away_points: number | null } {
  if (status === 'cancelled') return { home_points: null, away_points: null }
  if (status === 'forfeited') {
    return random.chance(25)
      ? { home_points: 0, away_points: BOARDS }
      : { home_points: BOARDS, away_points: 0 }
  }
  const total = (scores: readonly number[]): number => scores.reduce((sum, score) => sum + score, 0)
  return { home_points: total(homeScores), away_points: total(awayScores) }
}

type Board = { readonly game: Game; readonly homeScore: number; readonly awayScore: number }

/** The home team has Black on the odd boards. */
function playBoards(
  { match_id, home, away }: Fixture,
  squads: Squads,
  { openings }: League,
  random: Random,
): Board[] {
  const homeLine = lineUp(squads.get(home) ?? [], random)
  const awayLine = lineUp(squads.get(away) ?? [], random)
  return Array.from({ length: BOARDS }, (_, index) => {
    const isHomeWhite = index % 2 === 1
    const white = isHomeWhite ? homeLine[index] : awayLine[index]
    const black = isHomeWhite ? awayLine[index] : homeLine[index]
    const advantage = isHomeWhite ? WHITE_RATING + HOME_RATING : WHITE_RATING - HOME_RATING
    const played = playGame({ white, black, advantage }, openings, random)
    const whiteScore = SCORES[played.result] ?? 0
    const blackScore = played.result === '---' ? 0 : 1 - whiteScore
    const game = {
      match_id,
      board: index + 1,
      white_id: white?.row.player_id ?? null,
      black_id: black?.row.player_id ?? null,
      ...played,
    }
    return {
      game,
      homeScore: isHomeWhite ? whiteScore : blackScore,
      awayScore: isHomeWhite ? blackScore : whiteScore,
    }
  })
}

/** Six of the squad in the order of their strength; now and then the last board stays empty. */
function lineUp(squad: readonly Player[], random: Random): readonly Player[] {
  const present = new Set(random.sample(squad, random.chance(7) ? BOARDS - 1 : BOARDS))
  return squad.filter((player) => present.has(player))
}

const SCORES: Readonly<Record<string, number>> = { '1-0': 1, '½-½': 0.5, '0-1': 0, '+:-': 1 }

function playGame(
  {
    white,
    black,
    advantage,
  }: {
    readonly white: Player | undefined
    readonly black: Player | undefined
    readonly advantage: number
  },
  openings: readonly Opening[],
  random: Random,
): Pick<Game, 'result' | 'ended_by' | 'moves' | 'opening_code'> {
  if (white === undefined || black === undefined) {
    const result = white === black ? '---' : white === undefined ? '-:+' : '+:-'
    return { result, ended_by: 'forfeit', moves: null, opening_code: null }
  }
  const expected = expectedScore(white.rating + advantage, black.rating)
  const drawn = Math.max(80, 300 - Math.round(Math.abs(white.rating - black.rating) / 2))
  const draw = Math.min(drawn, 2 * expected, 2 * (1000 - expected))
  const drawnAt = random.integer(1, 1000)
  const won = expected - Math.round(draw / 2)
  const result = drawnAt <= won ? '1-0' : drawnAt <= won + draw ? '½-½' : '0-1'
  const score = Math.round((SCORES[result] ?? 0) * 1000)
  const change = Math.round(((score - expected) * 20) / 1000)
  white.rating += change
  black.rating -= change
  white.games += 1
  black.games += 1
  const isSheetLost = random.chance(4)
  return {
    result,
    ended_by: endOf(result, random),
    moves: isSheetLost ? null : random.bell(result === '½-½' ? 9 : 17, 82),
    opening_code: isSheetLost ? null : pickOpening(openings, random),
  }
}

/** Of 1000; a straight line in place of the curve. */
function expectedScore(rating: number, opponent: number): number {
  return Math.min(940, Math.max(60, 500 + Math.round(((rating - opponent) * 10) / 8)))
}

function endOf(result: string, random: Random): string {
  if (result === '½-½') {
    return random.weighted([
      ['agreed', 68],
      ['repetition', 22],
      ['stalemate', 4],
      ['material', 6],
    ])
  }
  return random.weighted([
    ['resigned', 70],
    ['checkmate', 16],
    ['time', 14],
  ])
}

function pickOpening(openings: readonly Opening[], random: Random): string | null {
  if (random.chance(3)) return null
  const known = openings.filter(({ weight }) => weight !== '0')
  return random.weighted(known.map(({ code, weight }) => [code, Number(weight)]))
}

/** The list of a month: what was played since the last one, here and at tournaments elsewhere. */
function publishRatings(month: string, { players, ratings }: League, random: Random): string {
  for (const player of players) {
    const { player_id, joined_on, left_on } = player.row
    if (joined_on.slice(0, 7) > month || (left_on ?? '9999') < month) continue
    const isAway = random.chance(month.endsWith('-08') ? 40 : 13)
    const elsewhere = isAway ? random.integer(1, 9) : 0
    if (isAway) player.rating += random.bell(-26, 27)
    ratings.push({ player_id, month, rating: player.rating, games: player.games + elsewhere })
    player.games = 0
  }
  return addDays(`${month}-01`, 31).slice(0, 7)
}

/** Up to two go up from each of the lower divisions, and as many come down for them. */
function nextDivisions(teams: readonly Team[], { matches }: League): Place[] {
  const table = standings(teams, matches)
  const moves = new Map<Team, number>()
  for (const upper of [1, 2]) {
    const up = table
      .filter(({ division }) => division === upper + 1)
      .slice(0, -2)
      .filter((team) => !isBehindElder(team, upper, teams))
      .slice(0, 2)
    const down = table
      .filter(({ division }) => division === upper)
      .slice(TEAMS_PER_DIVISION - up.length)
    for (const team of down) moves.set(team, upper + 1)
    for (const team of up) moves.set(team, upper)
  }
  return teams.map((team) => ({
    club_id: team.club_id,
    team_no: team.team_no,
    division: moves.get(team) ?? team.division,
  }))
}

/** A second team may not play where the first does, or above it. */
function isBehindElder(team: Team, target: number, teams: readonly Team[]): boolean {
  return teams.some(
    ({ club_id, team_no, division }) =>
      club_id === team.club_id && team_no < team.team_no && division >= target,
  )
}

/** Best first: by match points, then by board points, then by the team's number. */
function standings(teams: readonly Team[], matches: readonly Match[]): Team[] {
  const scoreOf = new Map(
    teams.map((team) => {
      const results = matches.flatMap(
        ({ home_team_id, away_team_id, home_points, away_points }) => {
          if (home_team_id === team.team_id) return [[home_points ?? 0, away_points ?? 0] as const]
          if (away_team_id === team.team_id) return [[away_points ?? 0, home_points ?? 0] as const]
          return []
        },
      )
      const matchPoints = results.map(([own, other]) => (own > other ? 2 : own === other ? 1 : 0))
      const boardPoints = results.map(([own]) => own)
      const total = (points: readonly number[]): number => points.reduce((sum, n) => sum + n, 0)
      return [team, 1000 * total(matchPoints) + total(boardPoints)] as const
    }),
  )
  return [...teams].sort(
    (a, b) => (scoreOf.get(b) ?? 0) - (scoreOf.get(a) ?? 0) || a.team_id - b.team_id,
  )
}

/** Within two weeks of the match, by either side; some are still open. */
function makeProtests(
  { matches, rounds }: League,
  examples: readonly FilledRecord<'reason' | 'note'>[],
  random: Random,
): TableRow[] {
  const divisionOf = new Map(rounds.map(({ round_id, division }) => [round_id, division]))
  const protests = matches.flatMap((match) => {
    const { match_id, played_on, home_team_id, away_team_id } = match
    const isLowest = divisionOf.get(match.round_id) === 3
    if (played_on === null || !random.chance(isLowest ? 14 : 8)) return []
    const { reason, note } = random.pick(examples)
    const isOpen = played_on > '2025-02-01'
    const protest = {
      match_id,
      team_id: random.chance(64) ? away_team_id : home_team_id,
      filed_on: addDays(played_on, random.pick([0, 0, 0, 1, 1, 2, 3, 7, 14])),
      reason,
      decision: random.weighted([
        [null, isOpen ? 60 : 5],
        ['', 6],
        ['upheld', 26],
        ['rejected', 48],
        ['withdrawn', 15],
      ]),
      fee: random.weighted([
        [50, 70],
        [25, 22],
        [0, 8],
      ]),
      note: random.weighted([
        [note, 55],
        [null, 28],
        ['', 17],
      ]),
    }
    return [protest]
  })
  return numberRows('protest_id', 1, protests)
}
