/** What GET /web/choices answers: counts of questions, never what they ask or what is right. */

import { STEP_BUDGET_MAX } from '../episode/limits.ts'
import type { WireChoices, WireQuestionGroup } from '../protocol/choices.ts'
import { playableQuestions } from '../questions/bank.ts'
import type { Dataset } from '../questions/bank.ts'
import type { AppPorts } from './ports.ts'
import { rewardFacts } from './reward-facts.ts'

export function choicesOf({ about, bank, mode, isSpectated, rules }: AppPorts): WireChoices {
  return {
    version: about.version,
    mode,
    is_spectated: isSpectated,
    sqlite_version: about.sqliteVersion,
    default_dataset: bank.defaultDataset.name,
    step_budget: rules.stepBudget,
    step_budget_max: STEP_BUDGET_MAX,
    sample_rows: rules.limits.sampleRows,
    result_rows_max: rules.limits.resultRowsMax,
    query_timeout_ms: rules.limits.queryTimeoutMs,
    datasets: about.datasets.map(({ name, title, license, attribution, homepage, source }) => ({
      name,
      title,
      license,
      attribution,
      homepage,
      source,
    })),
    groups: bank.datasets.flatMap(groupsOf),
    reward_terms: rewardFacts(rules.stepBudget),
  }
}

/** In the order in which the questions of each group begin. */
function groupsOf(dataset: Dataset): WireQuestionGroup[] {
  const groups = new Map<string, WireQuestionGroup>()
  for (const { databaseId, split, difficulty } of playableQuestions(dataset)) {
    const key = JSON.stringify([databaseId, split, difficulty])
    const questions = (groups.get(key)?.questions ?? 0) + 1
    groups.set(key, { dataset: dataset.name, db_id: databaseId, split, difficulty, questions })
  }
  return [...groups.values()]
}
