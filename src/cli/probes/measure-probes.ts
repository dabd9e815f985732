/** Plays honest policies and probes on the same questions, in this process. */

import { demandDataset, loadData } from '../../adapters/node/data-files.ts'
import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { createPolicy } from '../../evaluation/policies/policy-set.ts'
import type { PurePolicyName } from '../../evaluation/policies/policy-set.ts'
import type { Probe } from '../../evaluation/probes/probe.ts'
import { scoreProbe } from '../../evaluation/probes/probe-scores.ts'
import type { ProbeScores } from '../../evaluation/probes/probe-scores.ts'
import { runProbe } from '../../evaluation/probes/run-probe.ts'
import { scoresOf } from '../../evaluation/report/scores.ts'
import type { Scores } from '../../evaluation/report/scores.ts'
import { drawQuestions } from '../../evaluation/runner/draw-questions.ts'
import { runEpisodes } from '../../evaluation/runner/run-episodes.ts'
import { playableQuestions } from '../../questions/bank.ts'
import { SPLITS } from '../../questions/question.ts'
import type { Question } from '../../questions/question.ts'
import type { RewardProfileName } from '../../reward/profiles.ts'
import { openInProcess } from '../eval/play-target.ts'
import type { PlayTarget } from '../eval/play-target.ts'
import { hashDatabases } from './database-hash.ts'
import type { ProbesOptions } from './probes-arguments.ts'

const HONEST: readonly PurePolicyName[] = ['oracle', 'heuristic', 'random']

/** Episodes at a time. */
const PARALLEL = 8

/** A slow probe plays so many episodes, under so short a deadline. */
const SLOW_EPISODES_MAX = 16
const SLOW_DEADLINE_MS = 50

export type HonestScores = { readonly policy: PurePolicyName; readonly scores: Scores }

export type ProbesMeasure = {
  readonly dataset: string
  readonly questionCount: number
  readonly seed: number
  readonly honest: readonly HonestScores[]
  readonly probes: readonly ProbeScores[]
  /** The same probes where the reward is the predecessor's. */
  readonly published: readonly ProbeScores[]
  /** Whether the files of the databases are as they were. */
  readonly areDataUnchanged: boolean
}

export type ProbesPlan = Pick<ProbesOptions, 'dataset' | 'episodeCount' | 'seed' | 'dataDir'> & {
  readonly probes: readonly Probe[]
  /** Those that are played under the published profile too. */
  readonly published: readonly Probe[]
}

export type ProbesWatch = {
  readonly signal: AbortSignal
  /** Before the first episode: how many there will be. */
  readonly onDrawn: (episodeCount: number) => void
  /** @param name - of the policy or probe */
  readonly onPlayed: (name: string) => void
}

/** @throws {SettingError} when there is nothing to play */
export async function measureProbes(plan: ProbesPlan, watch: ProbesWatch): Promise<ProbesMeasure> {
  const { dataset, seed, dataDir } = plan
  demandDataset(dataDir, dataset)
  const playable = playableQuestions(loadData(dataDir, [dataset]).bank.defaultDataset)
  if (playable.length === 0) throw new SettingError(`${dataset} has no question to play`)
  const bySplit = Map.groupBy(playable, ({ split }) => split)
  const counts = SPLITS.map((split) => ({
    split,
    questionCount: bySplit.get(split)?.length ?? 0,
  }))
  const places = drawQuestions(counts, plan.episodeCount ?? playable.length, seed)
  const questions = places.flatMap(({ split, index }) => bySplit.get(split)?.[index] ?? [])
  const playedBy = (probe: Probe) => (probe.isSlow === true ? slowOf(questions) : questions)
  const probeEpisodes = [...plan.probes, ...plan.published].map((one) => playedBy(one).length)
  watch.onDrawn(probeEpisodes.reduce((a, b) => a + b, HONEST.length * places.length))

  const before = await hashDatabases(dataDir)
  const target = await openInProcess(dataDir, dataset)
  const slowTarget = await openInProcess(dataDir, dataset, { QUERY_TIMEOUT_MS: SLOW_DEADLINE_MS })
  const targetOf = (probe: Probe): PlayTarget => (probe.isSlow === true ? slowTarget : target)
  const play = async (probe: Probe, reward: RewardProfileName): Promise<ProbeScores> => {
    const episodes = await runProbe({
      probe,
      questions: playedBy(probe),
      seed,
      parallel: PARALLEL,
      resetData: { dataset, reward },
      openSession: () => targetOf(probe).openSession(),
      signal: watch.signal,
      onPlayed: () => watch.onPlayed(probe.name),
    })
    return scoreProbe(probe, episodes)
  }
  try {
    const honest: HonestScores[] = []
    for (const policy of HONEST) {
      const episodes = await runEpisodes({
        policy: createPolicy(policy, playable),
        places,
        seed,
        parallel: PARALLEL,
        resetData: { dataset },
        openSession: () => target.openSession(),
        signal: watch.signal,
        onPlayed: () => watch.onPlayed(policy),
      })
      watch.signal.throwIfAborted()
      honest.push({ policy, scores: scoresOf(episodes) })
    }
    const probes: ProbeScores[] = []
    for (const probe of plan.probes) probes.push(await play(probe, 'default'))
    const published: ProbeScores[] = []
    for (const probe of plan.published) published.push(await play(probe, 'published'))
    const areDataUnchanged = (await hashDatabases(dataDir)) === before
    const facts = { dataset, questionCount: questions.length, seed }
    return { ...facts, honest, probes, published, areDataUnchanged }
  } finally {
    await target.close()
    await slowTarget.close()
  }
}

function slowOf(questions: readonly Question[]): readonly Question[] {
  return questions.slice(0, SLOW_EPISODES_MAX)
}

/** What the oracle earns on average; 0 where it was not played to an end. */
export function oracleMean({ honest }: Pick<ProbesMeasure, 'honest'>): number {
  return honest.find(({ policy }) => policy === 'oracle')?.scores.avgReward ?? 0
}
