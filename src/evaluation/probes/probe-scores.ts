/** What a probe got, held against the limits that the reward promises. */

import { meanOf } from '../intervals/mean-interval.ts'
import { wilsonInterval } from '../intervals/wilson.ts'
import type { Interval } from '../intervals/wilson.ts'
import type { ProbedEpisode } from './play-probe.ts'
import type { Probe } from './probe.ts'

/** The most that an episode without a right answer earns: docs/reward.md, "The bound". */
export const UNSOLVED_MAX = 0.3

/** The most that a probe which does not know gold earns on average. */
export const JUNK_MEAN_MAX = 0.2

/** The most that a probe earns on average, as a share of what the oracle does. */
export const ORACLE_SHARE_MAX = 0.5

/** Sums of doubles are off by less. */
const TOLERANCE = 1e-9

export type ProbeScores = {
  readonly probe: Probe
  readonly episodeCount: number
  readonly meanReturn: number
  readonly maxReturn: number
  /** Of the episodes without a right answer; null where all have one. */
  readonly maxUnsolvedReturn: number | null
  readonly successRate: number
  readonly successInterval: Interval
  readonly meanSteps: number
}

/** @param episodes - one or more */
export function scoreProbe(probe: Probe, episodes: readonly ProbedEpisode[]): ProbeScores {
  const returns = episodes.map(({ reward }) => reward)
  const unsolved = episodes.filter(({ isSolved }) => !isSolved).map(({ reward }) => reward)
  const solvedCount = episodes.length - unsolved.length
  return {
    probe,
    episodeCount: episodes.length,
    meanReturn: meanOf(returns),
    maxReturn: Math.max(...returns),
    maxUnsolvedReturn: unsolved.length === 0 ? null : Math.max(...unsolved),
    successRate: solvedCount / episodes.length,
    successInterval: wilsonInterval(solvedCount, episodes.length),
    meanSteps: meanOf(episodes.map(({ stepCount }) => stepCount)),
  }
}

const LIMITS = ['bound', 'junk', 'half the oracle'] as const
export type Limit = (typeof LIMITS)[number]

/** @param oracleMean - what the oracle earns on average on the same questions */
export function brokenLimits(scores: ProbeScores, oracleMean: number): Limit[] {
  const { probe, meanReturn, maxUnsolvedReturn } = scores
  const isBroken: Readonly<Record<Limit, boolean>> = {
    bound: (maxUnsolvedReturn ?? 0) > UNSOLVED_MAX + TOLERANCE,
    junk: probe.knows !== 'gold' && meanReturn > JUNK_MEAN_MAX + TOLERANCE,
    'half the oracle': meanReturn > ORACLE_SHARE_MAX * oracleMean + TOLERANCE,
  }
  return LIMITS.filter((limit) => isBroken[limit])
}
