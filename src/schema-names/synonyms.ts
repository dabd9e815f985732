/** Another word for a word, both ways. */

/** Each word stands in one pair only, so that two words never become the same one. */
const PAIRS = `
  id ref, name label, title heading, full complete, first given, last family, code symbol,
  country nation, city municipality, town settlement, state province, county shire, street road,
  address residence, email mailbox, phone telephone, mobile portable, postcode zipcode, date day,
  year annum, start beginning, end finish, begin commence, type kind, category class,
  description summary, details particulars, note remark, text content, number no, count tally,
  amount sum, quantity volume, average mean, price cost, fee charge, salary wage, bonus premium,
  money funds, earnings income, capacity size, weight mass, height stature, length extent,
  distance range, gender sex, male masculine, person individual, people persons, student pupil,
  teacher tutor, employee worker, manager boss, owner holder, member participant, guest attendee,
  visitor caller, volunteer helper, customer client, professional specialist, candidate applicant,
  player contestant, singer vocalist, choir chorus, conductor maestro, composer songwriter,
  juror judge, song tune, piece work, concert gig, performance show, festival fair, stadium arena,
  theme topic, hall venue, score rating, language tongue, course subject, assessment appraisal,
  evaluation review, attendance presence, registration enrolment, shop store, product good,
  item object, part component, repair fix, order purchase, brand make, maker manufacturer,
  model variant, car automobile, vehicle conveyance, cylinders pistons, horsepower power,
  accelerate speedup, airline carrier, airport airfield, flight trip, source origin, dest target,
  port harbour, island isle, vessel boat, ferry ship, sailing crossing, ticket pass, fare tariff,
  incident accident, operator company, passenger rider, delay lateness, scheduled planned,
  season period, status condition, river stream, station post, sensor probe, reading measurement,
  value figure, quality grade, alarm alert, level tier, flood inundation, observer watcher,
  visit call, purpose reason, minutes mins, hours hrs, seconds secs, damage harm, peak maximum,
  elevation altitude, mouth estuary, basin catchment, species taxon, variety cultivar,
  harvest crop, lot batch, loan lending, packets sachets, seed kernel, shelf rack,
  workshop seminar, sighting observation, stage phase, pest vermin, edition issue,
  entry submission, voices registers, host organiser, opened inaugurated, closed shut,
  founded established, joined entered, held hosted, taken borrowed, returned restored,
  invited asked, installed mounted, removed dismounted, reported announced,
  retired decommissioned, built constructed, sold vended, paid settled, arrived came,
  departed gone, adopted rehomed, abandoned forsaken, awarded granted, region area,
  continent landmass, district quarter, population inhabitants, capital seat, government regime,
  head chief, official formal, percentage share, percent pct, surface terrain, expectancy outlook,
  document file, template pattern, paragraph passage, version revision, effective valid,
  session meeting, skill ability, mentor coach, newsletter bulletin, outcome result, seats places,
  dog hound, pet animal, breed race, treatment therapy, data facts, list register, role function,
  login account, password passphrase, nationality citizenship, rank position, best top,
  table board, final closing, hiring recruitment, location place, website homepage, local native,
  common ordinary, latin scientific, life lifespan, unit single, used consumed, team squad,
  game match, film movie, director filmmaker, actor performer, genre style, author writer,
  publisher press, album record, artist musician, track recording, hut cabin, booking reservation,
  auction sale, bid offer, fish seafood, buyer purchaser, seller vendor, broadcast transmission,
  episode instalment, listener audience, tournament competition, round heat, winner victor,
  loser defeated, points marks, move turn, opening debut, black dark, white light, tax duty,
  invoice bill, payment remittance, balance remainder, bank lender, branch office,
  project undertaking, task assignment, hospital clinic, doctor physician, patient inpatient,
  nurse carer, room chamber, building edifice, floor storey, farm ranch, field plot, tree timber,
  plant flora, garden yard, recipe formula, ingredient foodstuff, meal dish, restaurant eatery,
  hotel inn, tour excursion, museum gallery, painting artwork, exhibition display,
  collection holdings, comment feedback, message dispatch, group cluster, event happening,
  device gadget, software program, route path, trail footpath, department division,
  league championship, book tome
`

const SYNONYMS: ReadonlyMap<string, string> = new Map(
  PAIRS.split(',')
    .map((pair) => pair.trim().split(' '))
    .flatMap(([one = '', other = '']): [string, string][] => [
      [one, other],
      [other, one],
    ]),
)

/** @param word - in lower case; a plural becomes a plural */
export function synonymOf(word: string): string | undefined {
  const synonym = SYNONYMS.get(word)
  if (synonym !== undefined) return synonym
  const singular = singularOf(word)
  const ofSingular = singular === undefined ? undefined : SYNONYMS.get(singular)
  return ofSingular === undefined ? undefined : pluralOf(ofSingular)
}

function singularOf(word: string): string | undefined {
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : undefined
}

function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}
