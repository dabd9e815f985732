/** How an episode ended, in a sentence. */

import type { PlayedStep } from '../record/played-step.ts'
import type { SavedEpisode } from './saved-episode.ts'

/** The grader's own words where they arrived: how it read the answer, and never what is right. */
export function endOf({ outcome, steps }: Pick<SavedEpisode, 'outcome' | 'steps'>): string {
  if (outcome === 'out_of_budget') return 'The step budget was used up without an answer.'
  return (
    answerIn(steps)?.reply?.result ??
    'How the answer was read is not known here: the reply to it did not arrive.'
  )
}

/** The step that ended the episode, where it was taken on this page. */
export function answerIn(steps: readonly PlayedStep[]): PlayedStep | undefined {
  const last = steps.at(-1)
  return last?.action.action_type === 'ANSWER' ? last : undefined
}
