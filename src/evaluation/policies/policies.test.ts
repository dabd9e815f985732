import { describe as group, expect, it } from 'vitest'

import type { WireObservation } from '../../protocol/reply.ts'
import { createChance } from '../../schema-names/seeded-chance.ts'
import { always, firstCell, rowCount } from './degenerate.ts'
import { heuristic } from './heuristic/heuristic.ts'
import { oracle } from './oracle.ts'
import type { Policy, Seen } from './policy.ts'
import { random } from './random.ts'

const PETS =
  'Table pets: 3 rows\n- pet_id INTEGER, primary key\n- name TEXT\n- kind TEXT\n- weight REAL'

const observation = (more: Partial<WireObservation>): WireObservation => ({
  question: 'How many pets are of the kind dog?',
  schema_info: 'Tables: owners, pets',
  result: '',
  error: '',
  step_count: 0,
  budget_remaining: 15,
  action_history: [],
  ...more,
})

/** Plays against replies that are given, and says what was done. */
function actionsOf(policy: Policy, replies: readonly Partial<WireObservation>[], seed = '1') {
  const start = observation({})
  const steps: Seen['steps'][number][] = []
  for (const reply of replies) {
    const action = policy({ start, steps }, createChance(`${seed} ${steps.length}`))
    steps.push({ action, observation: observation(reply) })
  }
  return steps.map(({ action }) => `${action.action_type} ${action.argument}`)
}

const described = { schema_info: `Tables: owners, pets\n\n${PETS}`, result: PETS }
const sampled = { ...described, result: 'pet_id | name | kind | weight\n1. 1 | Rex | dog | 12.0' }

group('random', () => {
  const replies = [
    {},
    described,
    sampled,
    sampled,
    sampled,
    { ...sampled, budget_remaining: 1 },
    {},
  ]

  it('does the same for the same seed, and something else for another', () => {
    expect(actionsOf(random, replies)).toEqual(actionsOf(random, replies))
    const seeds = ['1', '2', '3', '4']
    const played = seeds.map((seed) => actionsOf(random, replies, seed).join('\n'))
    expect(new Set(played).size).toBeGreaterThan(1)
  })

  it('answers when the budget is nearly gone', () => {
    expect(actionsOf(random, replies).at(-1)).toMatch(/^ANSWER /)
  })
})

group('heuristic', () => {
  it('describes what shares words, samples, looks for values, counts, and answers', () => {
    const found = "'pets' | 'kind' | kind\n1. pets | kind | dog"
    const replies = [
      described,
      described,
      sampled,
      { ...described, result: found },
      { ...described, result: 'count(*)\n1. 2' },
      {},
    ]
    const actions = actionsOf(heuristic, replies)
    expect(actions.slice(0, 3)).toEqual(['DESCRIBE pets', 'DESCRIBE owners', 'SAMPLE pets'])
    expect(actions[3]).toContain('lower("kind") IN (')
    expect(actions[4]).toBe(`QUERY SELECT count(*) FROM "pets" WHERE "pets"."kind" = 'dog'`)
    expect(actions[5]).toBe('ANSWER 2')
  })

  it('answers on its last step, whatever it has seen', () => {
    const seen = { start: observation({ budget_remaining: 1 }), steps: [] }
    expect(heuristic(seen, createChance('')).action_type).toBe('ANSWER')
  })
})

group('those that do not try', () => {
  it('say always the same', () => {
    expect(actionsOf(always('0'), [{}])).toEqual(['ANSWER 0'])
  })

  it('say how many rows the first table has, or its first cell', () => {
    const first = { schema_info: 'Tables: owners\n\nTable owners: 7 rows\n- name TEXT' }
    expect(actionsOf(rowCount, [first, {}])).toEqual(['DESCRIBE owners', 'ANSWER 7'])
    const cells = { result: 'name\n1. Ann\n2. Bo' }
    expect(actionsOf(firstCell, [cells, {}])).toEqual(['SAMPLE owners', 'ANSWER Ann'])
  })
})

group('oracle', () => {
  const gold = oracle({
    questionId: 'q1',
    questionText: '',
    databaseId: 'pets',
    goldSql: 'SELECT name FROM pets',
    goldColumns: ['name'],
    goldAnswer: [['Ann'], ['Bo']],
    answerType: 'list',
    difficulty: 'easy',
    tablesInvolved: ['pets'],
    split: 'train',
    rowOrderMatters: false,
    flags: [],
    source: '',
    license: 'MIT',
  })

  it('describes the tables of gold, runs it, and answers its rows', () => {
    expect(actionsOf(gold, [{}, {}, {}])).toEqual([
      'DESCRIBE pets',
      'QUERY SELECT name FROM pets',
      'ANSWER Ann\nBo',
    ])
  })

  it('answers at once where there is one step only', () => {
    const seen = { start: observation({ budget_remaining: 1 }), steps: [] }
    expect(gold(seen, createChance(''))).toEqual({ action_type: 'ANSWER', argument: 'Ann\nBo' })
  })
})
