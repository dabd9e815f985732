/** Two years of a fish auction: what the boats landed, who bid, who bought and who complained. */

import { addDays, earlierFirst, timeOfDay, weekday } from '../calendar.ts'
import type { FilledRecord, SourceFiles, TableRow, TableRows } from '../database.ts'
import type { Random } from '../random.ts'
import { numberRows } from './number-rows.ts'

const FIRST_DAY = '2023-01-02'
const LAST_DAY = '2024-12-31'

/** Of boats of each gear: days from one landing to the next, seen from boat to boat. */
const TRIP_INTERVALS = [13, 42, 20, 28, 17, 55, 24]

/** They hold a licence, but were in charge of no trip in these years. */
const ASHORE = new Set(['Baldomero Ínsua', 'Hadrián Loureda', 'Remedios Cancela'])
/** The museum's, moored for good. */
const NEVER_SAILS = 'Museo Mareiro'
const NEVER_BIDS = new Set(['Acuario de Brétema', 'Banco de Alimentos'])
const ALWAYS_OUTBID = new Set(['Ambulante Vda. de Rial', 'IES Mar de Fóra'])

/** What each kind of buyer is after, up to which weight in kilograms, and how eager it is. */
const DEMAND: Readonly<
  Record<string, { readonly groups: string; readonly most: number; readonly weight: number }>
> = {
  wholesaler: { groups: 'whitefish flatfish pelagic cephalopod shellfish', most: 9999, weight: 10 },
  exporter: { groups: 'flatfish cephalopod shellfish', most: 9999, weight: 7 },
  processor: { groups: 'whitefish pelagic cephalopod', most: 9999, weight: 6 },
  cannery: { groups: 'pelagic', most: 9999, weight: 16 },
  fishmonger: { groups: 'whitefish flatfish pelagic cephalopod', most: 130, weight: 5 },
  'online shop': { groups: 'whitefish flatfish cephalopod shellfish', most: 80, weight: 5 },
  restaurant: { groups: 'whitefish flatfish cephalopod shellfish', most: 30, weight: 4 },
  institution: { groups: 'whitefish', most: 60, weight: 3 },
  'mobile seller': { groups: 'pelagic whitefish', most: 160, weight: 4 },
  'shellfish keeper': { groups: 'shellfish', most: 9999, weight: 14 },
}

type Port = FilledRecord<'portId'>
type Skipper = FilledRecord<'skipperId' | 'fullName'>
type Boat = FilledRecord<'boatId' | 'name' | 'portId' | 'lengthM' | 'gear'>
type Species = FilledRecord<'speciesId' | 'group' | 'cents' | 'scale' | 'managed'>
type Buyer = FilledRecord<'buyerId' | 'name' | 'kind' | 'registeredOn'>

type Landing = TableRow & {
  readonly landingId: number
  readonly boatId: string
  readonly landedAt: string
}

type Lot = {
  readonly row: TableRow & {
    readonly lotId: number
    readonly weightKg: number
    readonly reservePrice: number | null
  }
  readonly landing: Landing
  readonly species: Species
  /** In cents for a kilogram. */
  readonly worth: number
}

type Bid = {
  readonly lotId: number
  readonly buyerId: string
  readonly pricePerKg: number
  readonly placedAt: string
  readonly channel: string | null
}

type Sale = TableRow & {
  readonly lotId: number
  readonly pricePerKg: number
  readonly soldAt: string
}

type Quota = TableRow & {
  readonly boatId: string
  readonly speciesId: string
  readonly year: number
  readonly kg: number
}

export function makeFishAuctionRows(files: SourceFiles, random: Random): TableRows {
  const ports = files.records('port.csv', 'portId')
  const skippers = files.records('skipper.csv', 'skipperId', 'fullName')
  const boats = files.records('boat.csv', 'boatId', 'name', 'portId', 'lengthM', 'gear')
  const species = files.records('species.csv', 'speciesId', 'group', 'cents', 'scale', 'managed')
  const buyers = files.records('buyer.csv', 'buyerId', 'name', 'kind', 'registeredOn')
  const landings = makeLandings(boats, skippers, ports, random)
  const lots = makeLots(landings, boats, species, random)
  const bids = makeBids(lots, buyers, random)
  const sales = makeSales(lots, bids, random)
  const quotas = makeQuotas(lots, boats, species, random)
  return {
    port: ports,
    skipper: skippers,
    boat: boats,
    species: species.map((kind) => ({
      speciesId: kind.speciesId,
      code: kind['code'] ?? null,
      name: kind['name'] ?? null,
      latinName: kind['latinName'] ?? null,
      localName: kind['localName'] ?? null,
      group: kind.group,
      minSizeCm: kind['minSizeCm'] ?? null,
    })),
    landing: landings,
    lot: lots.map(({ row }) => row),
    buyer: buyers,
    bid: numberRows('bidId', 1, bids),
    sale: sales,
    claim: makeClaims(sales, lots, files.records('remarks.csv', 'reason', 'remark'), random),
    quota: quotas,
    quotaTransfer: makeTransfers(quotas, boats, random),
  }
}

function makeLandings(
  boats: readonly Boat[],
  skippers: readonly Skipper[],
  ports: readonly Port[],
  random: Random,
): Landing[] {
  const able = skippers.filter(({ fullName }) => !ASHORE.has(fullName))
  const landings = boats
    .filter(({ name }) => name !== NEVER_SAILS)
    .flatMap((boat, index) => {
      const neighbours = able.filter(({ homePortId }) => homePortId === boat.portId)
      const crew = random.sample(neighbours.length > 0 ? neighbours : able, 2)
      const interval = TRIP_INTERVALS[index % TRIP_INTERVALS.length] ?? 20
      return daysOfLanding(boat, interval, random).map((day) => {
        const isLongTrip = Number(boat.lengthM) > 18
        const { skipperId } = random.weighted([
          [random.pick(crew), 92],
          [random.pick(able), 8],
        ])
        return {
          boatId: boat.boatId,
          skipperId,
          portId: random.chance(84) ? boat.portId : random.pick(ports).portId,
          landedAt: `${day} ${timeOfDay(random.bell(isLongTrip ? 840 : 600, 1310))}`,
          daysAtSea: isLongTrip ? random.bell(1, boat.gear === 'purse seine' ? 3 : 11) : 1,
          iceKg: random.chance(9)
            ? null
            : random.bell(isLongTrip ? 10 : 0, isLongTrip ? 180 : 24) * 10,
        }
      })
    })
  landings.sort((a, b) => earlierFirst(a.landedAt, b.landedAt))
  return numberRows('landingId', 1, landings)
}

/** While the boat was the owner's; small boats stay in harbour for much of the winter. */
function daysOfLanding(boat: Boat, interval: number, random: Random): string[] {
  const days: string[] = []
  const start = boat.name === 'Gaivota II' ? '2023-05-02' : FIRST_DAY
  let day = addDays(start, random.integer(0, interval))
  while (day < '2024-12-29' && day < (boat['soldOn'] ?? '9999')) {
    const isWinter = ['12', '01', '02'].includes(day.slice(5, 7))
    if (!isWinter || Number(boat.lengthM) > 18 || random.chance(55)) days.push(day)
    day = addDays(day, random.bell(2, 2 * interval - 2))
  }
  return days
}

function makeLots(
  landings: readonly Landing[],
  boats: readonly Boat[],
  species: readonly Species[],
  random: Random,
): Lot[] {
  const lots = landings.flatMap((landing) => {
    const boat = boats.find(({ boatId }) => boatId === landing.boatId)
    if (boat === undefined) return []
    const month = landing.landedAt.slice(5, 7)
    const caught = species
      .filter((kind) => kind['gears']?.split('|').includes(boat.gear))
      .map((kind) => {
        const isSeason = kind['months'] === null || (kind['months'] ?? '').includes(month)
        return [kind, isSeason ? 10 : 1] as const
      })
    const count = boat.gear === 'purse seine' ? random.integer(1, 2) : random.integer(1, 4)
    const drawn = new Set(Array.from({ length: count }, () => random.weighted(caught)))
    return [...drawn].map((kind) => makeLot(landing, boat, kind, random))
  })
  return lots.map((lot, index) => ({
    landing: lot.landing,
    species: lot.species,
    worth: lot.worth,
    row: Object.assign({ lotId: 1 + index }, lot.row),
  }))
}

function makeLot(landing: Landing, boat: Boat, species: Species, random: Random) {
  const size = Number(species.scale) * (6 + Number(boat.lengthM) / 3)
  const weightKg = Math.max(3, Math.round(size * random.bell(1, 30) * 0.02)) / 2
  const sizeGrade = species.group === 'pelagic' && random.chance(70) ? null : random.bell(1, 4)
  const freshness = random.weighted([
    ['E', 46],
    ['A', 41],
    ['B', 13],
  ])
  const month = landing.landedAt.slice(5, 7)
  const isFeast = month === '12' && ['shellfish', 'cephalopod'].includes(species.group)
  const percent =
    random.bell(74, 128) - (freshness === 'B' ? 22 : 0) - (sizeGrade ?? 2) * 4 + (isFeast ? 38 : 0)
  const worth = (Number(species.cents) * percent) / 100
  const reserve = Number(species.cents) * (random.bell(46, 78) / 100)
  return {
    landing,
    species,
    worth,
    row: {
      landingId: landing.landingId,
      speciesId: species.speciesId,
      sizeGrade,
      freshness,
      boxes: Math.ceil(weightKg / (species.group === 'shellfish' ? 6 : 20)),
      weightKg,
      reservePrice: random.chance(14) ? null : Math.round(reserve / 5) / 20,
    },
  }
}

/** The morning after the landing, but never on a Sunday; one lot after the other. */
function makeBids(lots: readonly Lot[], buyers: readonly Buyer[], random: Random): Bid[] {
  const clocks = new Map<string, number>()
  return lots.flatMap((lot) => {
    const morning = addDays(lot.landing.landedAt.slice(0, 10), 1)
    const day = weekday(morning) === 0 ? addDays(morning, 1) : morning
    const start = clocks.get(day) ?? 23_400
    const prices = makePrices(lot, random)
    const bidders = makeBidders(lot, buyers, day, prices.length, random)
    let second = start
    const bids = prices.flatMap((pricePerKg, index) => {
      const buyerId = bidders[index]
      second += random.integer(2, 11)
      if (buyerId === undefined) return []
      return {
        lotId: lot.row.lotId,
        buyerId,
        pricePerKg,
        placedAt: `${day} ${timeOfDay(Math.floor(second / 60))}:${String(second % 60).padStart(2, '0')}`,
        channel: random.weighted([
          ['hall', day < '2024' ? 66 : 52],
          ['online', day < '2024' ? 26 : 42],
          [null, 5],
          ['', 1],
        ]),
      }
    })
    clocks.set(day, second + random.integer(15, 60))
    return bids
  })
}

/** Going up, to about what the lot is worth. For some lots nobody raises a hand. */
function makePrices({ worth }: Lot, random: Random): number[] {
  if (random.chance(6)) return []
  const count = random.bell(1, 7)
  const step = worth < 200 ? 1 : 5
  let cents = Math.round((worth * (100 - count * 4)) / 100 / step) * step
  return Array.from({ length: count }, () => {
    cents += step * random.integer(1, Math.max(1, Math.round((worth * 0.07) / step)))
    return cents / 100
  })
}

/** Nobody bids against himself, and some always give in. */
function makeBidders(
  { row, species }: Lot,
  buyers: readonly Buyer[],
  day: string,
  count: number,
  random: Random,
): string[] {
  const eager = buyers.flatMap((buyer) => {
    const demand = DEMAND[buyer.kind]
    const isIn =
      demand !== undefined &&
      demand.groups.includes(species.group) &&
      row.weightKg <= demand.most &&
      buyer.registeredOn <= day &&
      !NEVER_BIDS.has(buyer.name)
    return isIn ? [[buyer, demand.weight + (Number(buyer.buyerId) % 5) * 2] as const] : []
  })
  const rivals = Array.from({ length: random.integer(2, 5) }, () => random.weighted(eager))
  const bidders: Buyer[] = []
  for (let index = 0; index < count; index += 1) {
    const isLast = index === count - 1
    const previous = bidders.at(-1)
    const isAllowed = (buyer: Buyer) =>
      buyer !== previous && !(isLast && ALWAYS_OUTBID.has(buyer.name))
    const others = eager.filter(([buyer]) => isAllowed(buyer))
    bidders.push(
      rivals.find((buyer) => isAllowed(buyer) && random.chance(60)) ?? random.weighted(others),
    )
  }
  return bidders.map(({ buyerId }) => buyerId)
}

/** To the highest bid, if it reaches the reserve. */
function makeSales(lots: readonly Lot[], bids: readonly Bid[], random: Random): Sale[] {
  const highest = new Map(bids.map((bid) => [bid.lotId, bid]))
  const sold = lots.flatMap(({ row }) => {
    const bid = highest.get(row.lotId)
    return bid !== undefined && bid.pricePerKg >= (row.reservePrice ?? 0) ? [bid] : []
  })
  sold.sort((a, b) => earlierFirst(a.placedAt, b.placedAt))
  const invoices = new Map<string, number>()
  return sold.map(({ lotId, buyerId, pricePerKg, placedAt }) => {
    const year = placedAt.slice(2, 4)
    const number = (invoices.get(year) ?? 0) + 1
    invoices.set(year, number)
    const due = addDays(
      placedAt.slice(0, 10),
      random.weighted([
        [random.bell(0, 14), 70],
        [random.bell(10, 34), 30],
      ]),
    )
    return {
      lotId,
      buyerId,
      invoiceNo: `${year}/${String(number).padStart(5, '0')}`,
      pricePerKg,
      soldAt: placedAt,
      paidOn: due > LAST_DAY || random.chance(2) ? null : due,
    }
  })
}

function makeClaims(
  sales: readonly Sale[],
  lots: readonly Lot[],
  remarks: readonly FilledRecord<'reason' | 'remark'>[],
  random: Random,
): TableRow[] {
  const weights = new Map(lots.map(({ row }) => [row.lotId, row.weightKg]))
  const claims = sales
    .filter(() => random.chance(5))
    .map(({ lotId, pricePerKg, soldAt }) => {
      const { reason, remark } = random.pick(remarks)
      const filedOn = addDays(
        soldAt.slice(0, 10),
        random.weighted([
          [0, 35],
          [1, 45],
          [random.integer(2, 6), 20],
        ]),
      )
      const settledOn = addDays(filedOn, random.bell(1, 40))
      const isOpen = settledOn > LAST_DAY || random.chance(8)
      const isRefused = random.chance(28)
      const euros = (weights.get(lotId) ?? 0) * pricePerKg * (random.bell(4, 70) / 100)
      return {
        lotId,
        filedOn,
        reason,
        remark: random.weighted([
          [remark, 62],
          [null, 26],
          ['', 12],
        ]),
        refund: isOpen ? null : isRefused ? 0 : Math.round(euros * 100) / 100,
        settledOn: isOpen ? null : settledOn,
      }
    })
  claims.sort((a, b) => earlierFirst(a.filedOn, b.filedOn))
  return numberRows('claimId', 1, claims)
}

/** About what the boat brings in; some of it was never used, and some was not enough. */
function makeQuotas(
  lots: readonly Lot[],
  boats: readonly Boat[],
  species: readonly Species[],
  random: Random,
): Quota[] {
  const managed = species.filter((kind) => kind.managed === '1')
  const afloat = boats.filter(({ name }) => name !== NEVER_SAILS)
  return afloat.flatMap((boat) =>
    managed
      .filter((kind) => kind['gears']?.split('|').includes(boat.gear) && random.chance(85))
      .flatMap(({ speciesId }) =>
        [2023, 2024]
          .filter((year) => `${year}-01-01` < (boat['soldOn'] ?? '9999'))
          .map((year) => {
            const landed = lots
              .filter(({ landing, row }) => {
                const isOfBoat = landing.boatId === boat.boatId && row['speciesId'] === speciesId
                return isOfBoat && landing.landedAt.startsWith(String(year))
              })
              .reduce((kg, { row }) => kg + row.weightKg, 0)
            const kg =
              landed === 0 ? random.integer(4, 30) * 50 : landed * (random.bell(62, 168) / 100)
            return { boatId: boat.boatId, speciesId, year, kg: Math.ceil(kg / 10) * 10 }
          }),
      ),
  )
}

function makeTransfers(
  quotas: readonly Quota[],
  boats: readonly Boat[],
  random: Random,
): TableRow[] {
  const isSold = (boatId: string, day: string) =>
    day >= (boats.find((boat) => boat.boatId === boatId)?.['soldOn'] ?? '9999')
  const transfers = quotas
    .filter(() => random.chance(45))
    .flatMap((from) => {
      const takers = quotas.filter(
        ({ boatId, speciesId, year }) =>
          boatId !== from.boatId && speciesId === from.speciesId && year === from.year,
      )
      const agreedOn = addDays(`${from.year}-02-01`, random.integer(0, 320))
      const able = takers.filter(({ boatId }) => !isSold(boatId, agreedOn))
      if (able.length === 0 || isSold(from.boatId, agreedOn)) return []
      return {
        fromBoatId: from.boatId,
        toBoatId: random.pick(able).boatId,
        speciesId: from.speciesId,
        year: from.year,
        kg: Math.max(10, Math.round((from.kg * random.bell(5, 40)) / 1000) * 10),
        pricePerKg: random.chance(16) ? null : random.bell(4, 60) / 20,
        agreedOn,
      }
    })
  transfers.sort((a, b) => earlierFirst(a.agreedOn, b.agreedOn))
  return numberRows('transferId', 1, transfers)
}
