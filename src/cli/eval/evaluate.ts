/** One evaluation as its options have it, on a target that is open. */

import { loadData } from '../../adapters/node/data-files.ts'
import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { KNOWING_POLICIES } from '../../evaluation/policies/policy-set.ts'
import type { Evaluation } from '../../evaluation/report/report-json.ts'
import { scorePolicy } from '../../evaluation/report/scores.ts'
import type { PolicyScores } from '../../evaluation/report/scores.ts'
import { drawQuestions } from '../../evaluation/runner/draw-questions.ts'
import type { PlayedEpisode } from '../../evaluation/runner/play-episode.ts'
import { runEpisodes } from '../../evaluation/runner/run-episodes.ts'
import { playableQuestions } from '../../questions/bank.ts'
import type { Question } from '../../questions/question.ts'
import { choosePolicy } from './choose-policy.ts'
import type { EvalOptions } from './eval-arguments.ts'
import { llmFactsOf } from './llm-settings.ts'
import type { PlayTarget } from './play-target.ts'

/** What is watched and steered while it runs. */
export type EvaluationWatch = {
  readonly signal: AbortSignal
  /** Before the first episode: how many there will be. */
  readonly onDrawn: (episodeCount: number) => void
  readonly onPlayed: (episode: PlayedEpisode) => void
}

/** @throws {SettingError} when there is nothing to play, or a policy cannot know its gold */
export async function evaluate(
  options: EvalOptions,
  target: PlayTarget,
  { signal, onDrawn, onPlayed }: EvaluationWatch,
): Promise<Evaluation> {
  const { dataset, splits, seed, parallel, grading } = options
  const counts = splits.map((split) => ({ split, questionCount: target.questionCount(split) }))
  const questionCount = counts.reduce((sum, { questionCount: count }) => sum + count, 0)
  if (questionCount === 0) throw new SettingError(`${dataset} has no question in ${splits.join()}`)
  const questions = knownQuestions(options, target)
  const places = drawQuestions(counts, options.episodeCount ?? questionCount, seed)
  onDrawn(places.length * options.policies.length)
  const answerTypes = new Map(questions.map((one) => [one.questionId, one.answerType]))
  const policies: PolicyScores[] = []
  const faults: PlayedEpisode[] = []
  let playedCount = 0
  for (const name of options.policies) {
    const episodes = await runEpisodes({
      policy: await choosePolicy(name, questions, options.llm),
      places,
      seed,
      parallel,
      resetData: { dataset, grading },
      openSession: () => target.openSession(),
      signal,
      onPlayed,
    })
    playedCount += episodes.length
    policies.push(scorePolicy(name, episodes, (id) => answerTypes.get(id)))
    faults.push(...firstOfEachFault(episodes))
  }
  return {
    environmentVersion: target.environmentVersion,
    dataset,
    dataChecksum: target.dataChecksum,
    options: {
      policy: options.policies,
      split: splits,
      episodes: places.length,
      seed,
      parallel,
      grading,
      url: options.url ?? null,
      ...llmFactsOf(options.llm),
    },
    isComplete: playedCount === places.length * options.policies.length,
    policies,
    faults,
  }
}

/**
 * With gold. None where the data set is not at hand or is another than the target's: policies that
 * know nothing do not need it.
 */
function knownQuestions(
  { dataDir, dataset, url, policies }: EvalOptions,
  { dataChecksum }: PlayTarget,
): Question[] {
  const needsGold = policies.filter((name) => KNOWING_POLICIES.includes(name))
  try {
    const { bank, datasets } = loadData(dataDir, [dataset])
    if (datasets[0]?.checksum === dataChecksum) return playableQuestions(bank.defaultDataset)
    throw new SettingError(`The server's ${dataset} is another than that in ${dataDir}`)
  } catch (error) {
    if (url !== undefined && needsGold.length === 0) return []
    throw error
  }
}

function firstOfEachFault(episodes: readonly PlayedEpisode[]): PlayedEpisode[] {
  const failed = episodes.filter(({ fault }) => fault !== null)
  return [...Map.groupBy(failed, ({ fault }) => fault?.code).values()].flatMap(
    ([first]) => first ?? [],
  )
}
