/** Chooses a few siblings of many: those that together tell most about the most questions. */

import type { SiblingStream } from '../../siblings/contents.ts'
import { makeCandidate } from './sibling-candidates.ts'
import type { Candidate, SiblingSource } from './sibling-candidates.ts'
import { fairGold } from './sibling-golds.ts'
import type { FairGold, KnownGold } from './sibling-golds.ts'

export type Choice = {
  readonly stream: SiblingStream
  /** Which siblings count for a question: those on which gold answers otherwise, or all fair ones. */
  readonly counted: 'differing' | 'fair'
  /** So many are chosen, where there are as many … */
  readonly countMin: number
  /** … and up to so many, where some question still has fewer than `ENOUGH`. */
  readonly countMax: number
  /** So many of 100 golds may have fewer than `TOLERATED` without more candidates being made. */
  readonly lackingPercent: number
}

/** How many siblings a question should have. */
const ENOUGH = 3

/** A question with fewer is worth more candidates. */
const TOLERATED = 2

/** Candidates are made by the batch, until nearly all questions have enough or it is no help. */
const BATCH = 8
const CANDIDATES_MAX = 32

export function chooseSiblings(source: SiblingSource, choice: Choice): Candidate[] {
  const candidates: Candidate[] = []
  let chosen: Candidate[] = []
  let lacking = Infinity
  while (candidates.length < CANDIDATES_MAX) {
    const first = candidates.length + 1
    for (let number = first; number < first + BATCH; number += 1) {
      const candidate = makeCandidate(source, choice.stream, number)
      if (candidate !== undefined) candidates.push(candidate)
    }
    chosen = chooseAmong(candidates, source.golds, choice)
    const lackingNow = countLacking(chosen, source.golds, choice)
    const isEnough = lackingNow * 100 <= source.golds.length * choice.lackingPercent
    if (isEnough || lackingNow === lacking || candidates.length < first) break
    lacking = lackingNow
  }
  return chosen
}

/** How many golds have fewer than is tolerated. */
function countLacking(
  chosen: readonly Candidate[],
  golds: readonly KnownGold[],
  choice: Choice,
): number {
  return golds.filter((_, place) => countedGolds(chosen, place, choice).length < TOLERATED).length
}

function countedGolds(
  candidates: readonly Candidate[],
  place: number,
  { counted }: Choice,
): FairGold[] {
  const fair = candidates.flatMap(({ verdicts }) => fairGold(verdicts[place]) ?? [])
  return counted === 'fair' ? fair : fair.filter(({ differs }) => differs)
}

/** @returns the chosen candidates in the order they were given */
function chooseAmong(
  candidates: readonly Candidate[],
  golds: readonly KnownGold[],
  choice: Choice,
): Candidate[] {
  const chosen: Candidate[] = []
  while (chosen.length < choice.countMax) {
    const rest = candidates.filter((candidate) => !chosen.includes(candidate))
    const worths = rest.map((candidate) => worthOf(candidate, chosen, golds, choice))
    const best = Math.max(...worths)
    const next = rest[worths.indexOf(best)]
    if (next === undefined || (chosen.length >= choice.countMin && best <= 0)) break
    chosen.push(next)
  }
  return candidates.filter((candidate) => chosen.includes(candidate))
}

/** What the next sibling is worth to a question that has none, one, two of them. */
const WORTH_OF_NEXT = [100, 30, 10]

/** What it is worth that a slip in gold shows on it which has shown on none. */
const WORTH_OF_SLIP = 5

/** What another answer than on the original is worth where the same one counts too. */
const WORTH_OF_DIFFERENCE = 3

function worthOf(
  candidate: Candidate,
  chosen: readonly Candidate[],
  golds: readonly KnownGold[],
  choice: Choice,
): number {
  return golds.reduce((sum, { questionCount }, place) => {
    const [gold] = countedGolds([candidate], place, choice)
    if (gold === undefined) return sum
    const others = countedGolds(chosen, place, choice)
    const seen = new Set(others.flatMap(({ toldApart }) => toldApart))
    const slipCount = gold.toldApart.filter((slip) => !seen.has(slip)).length
    const isNeeded = others.length < ENOUGH
    const difference =
      isNeeded && choice.counted === 'fair' && gold.differs ? WORTH_OF_DIFFERENCE : 0
    const worth = (WORTH_OF_NEXT[others.length] ?? 0) + WORTH_OF_SLIP * slipCount + difference
    return sum + questionCount * worth
  }, 0)
}
