import { expect, it } from 'vitest'

import { REWARD_TERMS } from '../reward/terms.ts'
import { rewardFacts } from './reward-facts.ts'

it('has every term in table order, with what the default profile pays', () => {
  const facts = rewardFacts(15)
  expect(facts.map(({ term }) => term)).toEqual(REWARD_TERMS)
  const values = Object.fromEntries(facts.map(({ term, value }) => [term, value]))
  expect(values).toEqual({
    execution: '+0.02',
    novelty: '+0.01',
    repetition: '−0.03',
    step_cost: '−0.02',
    progress: 'up to ±0.15',
    clip: 'the difference',
    answer: '+1 or 0',
  })
})

it('has the novelty of the step budget', () => {
  expect(rewardFacts(40)[1]).toMatchObject({
    value: '+0.004',
    when: 'such an action is new in the episode: 0.15 over 40 steps',
  })
})
