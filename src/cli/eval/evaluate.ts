/** One evaluation as its options have it, on a target that is open. */

import { loadData } from '../../adapters/node/data-files.ts'
import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { KNOWING_POLICIES } from '../../evaluation/policies/policy-set.ts'
import type { PolicyName } from '../../evaluation/policies/policy-set.ts'
import type { Evaluation } from '../../evaluation/report/report-json.ts'
import { scorePolicy } from '../../evaluation/report/scores.ts'
import { drawQuestions } from '../../evaluation/runner/draw-questions.ts'
import type { QuestionPlace } from '../../evaluation/runner/draw-questions.ts'
import type { PlayedEpisode } from '../../evaluation/runner/play-episode.ts'
import { runEpisodes } from '../../evaluation/runner/run-episodes.ts'
import type { Recording } from '../../evaluation/runner/run-episodes.ts'
import { RUN_FORMAT } from '../../evaluation/runs/run-header.ts'
import type { RunHeader } from '../../evaluation/runs/run-header.ts'
import { playableQuestions } from '../../questions/bank.ts'
import type { Question } from '../../questions/question.ts'
import { choosePolicy } from './choose-policy.ts'
import type { EvalOptions } from './eval-arguments.ts'
import { llmFactsOf, llmHeaderOf } from './llm-settings.ts'
import type { PlayTarget } from './play-target.ts'
import type { RunFolder } from './run-folder.ts'

/** What is to be played: everything that has to be known before the first episode. */
export type EvaluationPlan = {
  /** Of each policy. */
  readonly places: readonly QuestionPlace[]
  /** With gold; none where they are not at hand and no policy needs them. */
  readonly questions: readonly Question[]
  readonly header: RunHeader
}

/** @throws {SettingError} when there is nothing to play, or a policy cannot know its gold */
export function planEvaluation(options: EvalOptions, target: PlayTarget): EvaluationPlan {
  const { dataset, splits, seed, grading } = options
  const counts = splits.map((split) => ({ split, questionCount: target.questionCount(split) }))
  const questionCount = counts.reduce((sum, { questionCount: count }) => sum + count, 0)
  if (questionCount === 0) throw new SettingError(`${dataset} has no question in ${splits.join()}`)
  const places = drawQuestions(counts, options.episodeCount ?? questionCount, seed)
  return {
    places,
    questions: knownQuestions(options, target),
    header: {
      format: RUN_FORMAT,
      environment_version: target.facts.environment.version,
      dataset,
      data_checksum: target.dataChecksum,
      policies: [...options.policies],
      splits: [...splits],
      episodes: places.length,
      seed,
      grading,
      credit: options.isCredited,
      ...(options.llm && { llm: llmHeaderOf(options.llm) }),
    },
  }
}

/** What is watched and steered while it runs. */
export type EvaluationWatch = {
  readonly signal: AbortSignal
  readonly onPlayed?: (episode: PlayedEpisode) => void
}

/** @param folder - of the run; undefined where nothing is to be kept */
export async function evaluate(
  options: EvalOptions,
  target: PlayTarget,
  plan: EvaluationPlan,
  { signal, onPlayed = () => {} }: EvaluationWatch,
  folder?: RunFolder,
): Promise<Evaluation> {
  const { dataset, seed, parallel, grading, isCredited } = options
  const { places, questions, header } = plan
  const answerTypes = new Map(questions.map((one) => [one.questionId, one.answerType]))
  const episodesOf = new Map<PolicyName, readonly PlayedEpisode[]>()
  for (const name of options.policies) {
    const before = completedOf(folder?.playedBefore.get(name) ?? [])
    const now = await runEpisodes({
      policy: await choosePolicy(name, questions, options),
      places,
      playedBefore: new Set(before.map(({ place }) => place)),
      seed,
      parallel,
      resetData: { dataset, grading, ...(isCredited && { credit: true }) },
      openSession: (onExchange) => target.openSession(onExchange),
      signal,
      onPlayed,
      ...(folder === undefined ? {} : { recording: recordingIn(folder, target) }),
    })
    episodesOf.set(
      name,
      [...before, ...now].toSorted((a, b) => a.place - b.place),
    )
  }
  const episodes = [...episodesOf.values()]
  return {
    environmentVersion: header.environment_version,
    dataset,
    dataChecksum: header.data_checksum,
    options: {
      policy: options.policies,
      split: options.splits,
      episodes: places.length,
      seed,
      parallel,
      grading,
      credit: isCredited,
      url: options.url ?? null,
      ...llmFactsOf(options.llm),
    },
    isComplete: episodes.every(({ length }) => length === places.length),
    policies: [...episodesOf].map(([name, played]) =>
      scorePolicy(name, played, (id) => answerTypes.get(id)),
    ),
    episodes: episodesOf,
    comparison: null,
    faults: episodes.flatMap(firstOfEachFault),
  }
}

function recordingIn(folder: RunFolder, { facts }: PlayTarget): Recording {
  return { facts, onRecorded: (recorded) => folder.add(recorded) }
}

/** What crashed is played again when a run is gone on with. */
function completedOf(episodes: readonly PlayedEpisode[]): PlayedEpisode[] {
  return episodes.filter(({ fault }) => fault === null)
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
