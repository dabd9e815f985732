/** A policy by its name, with what it has to know or to ask. */

import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { createLlmPolicy } from '../../evaluation/policies/llm/llm.ts'
import {
  createDemonstrationPolicy,
  createPolicy,
  DEMONSTRATION_POLICY,
  MODEL_POLICY,
} from '../../evaluation/policies/policy-set.ts'
import type { NamedPolicy, PolicyName } from '../../evaluation/policies/policy-set.ts'
import type { Question } from '../../questions/question.ts'
import type { EvalOptions } from './eval-arguments.ts'

/**
 * @throws {SettingError} when the package that asks it is not installed
 */
export async function choosePolicy(
  name: PolicyName,
  questions: readonly Question[],
  { seed, llm }: Pick<EvalOptions, 'seed' | 'llm'>,
): Promise<NamedPolicy> {
  if (name === DEMONSTRATION_POLICY) return createDemonstrationPolicy(questions, seed)
  if (name !== MODEL_POLICY) return createPolicy(name, questions)
  if (llm === undefined) throw new SettingError('The policy llm needs to know which model it asks')
  return createLlmPolicy(await loadOpenAi(), llm)
}

/** A development package of 35 MB, which serving does without. */
async function loadOpenAi() {
  const { OpenAI } = await import('openai').catch((error: unknown) => {
    const advice = 'install the development packages (npm ci)'
    throw new SettingError(`The policy llm needs the package openai: ${advice}`, { cause: error })
  })
  return OpenAI
}
