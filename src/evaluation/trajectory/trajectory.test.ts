import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { WireAction } from '../../protocol/action.ts'
import type { WireReply } from '../../protocol/reply.ts'
import type { EnvironmentFacts } from './environment-facts.ts'
import { readTrajectory } from './read-trajectory.ts'
import { createTrajectoryRecorder } from './trajectory-recorder.ts'
import type { TrajectoryRecorder } from './trajectory-recorder.ts'
import { exchangesOf } from './trajectory.ts'
import type { Trajectory } from './trajectory.ts'

const FACTS: EnvironmentFacts = {
  environment: {
    name: 'sql_env',
    version: '0.1.0',
    adapter: 'node',
    sqlite_engine: 'native',
    sqlite_version: '3.54.1',
  },
  defaultDataset: 'builtin',
  checksums: { builtin: 'b1', spider: 's1' },
}

const OPENING: WireReply = {
  observation: {
    question: 'How many vessels are there?',
    schema_info: 'Tables: ports, vessels',
    result: '',
    error: '',
    step_count: 0,
    budget_remaining: 15,
    action_history: [],
  },
  reward: null,
  done: false,
  metadata: {
    question_id: 'q1',
    db_id: 'ferries',
    split: 'train',
    difficulty: 'easy',
    outcome: null,
    reward_terms: {},
    query: null,
  },
}

const DESCRIBED: WireReply = {
  observation: {
    ...OPENING.observation,
    schema_info: 'Tables: ports, vessels\n\nTable vessels: 2 rows',
    result: 'Table vessels: 2 rows',
    step_count: 1,
    budget_remaining: 14,
    action_history: ['DESCRIBE vessels'],
  },
  reward: 0.01,
  done: false,
  metadata: { ...OPENING.metadata, reward_terms: { execution: 0.02 } },
}

const SOLVED: WireReply = {
  observation: {
    ...DESCRIBED.observation,
    result: 'Correct.',
    step_count: 2,
    budget_remaining: 13,
    action_history: ['DESCRIBE vessels', 'ANSWER 2 é 👩‍🔬'],
  },
  reward: 1,
  done: true,
  metadata: { ...OPENING.metadata, outcome: 'solved', reward_terms: { answer: 1 } },
}

const describeVessels: WireAction = { action_type: 'DESCRIBE', argument: 'vessels' }
/** With its keys in another order than the schema has them. */
const answerTwo: WireAction = { argument: '2 é 👩‍🔬', action_type: 'ANSWER' }

/** What a line may have in place of one of its characters. */
const CHARACTERS = fc.constantFrom('0', '1', '9', 'a', 'e', 'X', 'E', '-', '.', ' ', '"', '}', 'é')

function startRecording() {
  const recorded: Trajectory[] = []
  const recorder = createTrajectoryRecorder(FACTS, (trajectory) => recorded.push(trajectory))
  return { recorded, recorder }
}

type Request = Parameters<TrajectoryRecorder['onExchange']>[0]['request']

function exchange(
  { onExchange }: TrajectoryRecorder,
  request: Request,
  data: WireReply,
  replyText = JSON.stringify({ type: 'observation', data }),
): void {
  const reply = { type: 'observation', data } as const
  onExchange({ request, requestText: JSON.stringify(request), reply, replyText })
}

function solvedTrajectory(): Trajectory {
  const { recorded, recorder } = startRecording()
  exchange(recorder, { type: 'reset', data: { seed: 7 } }, OPENING)
  exchange(recorder, { type: 'step', data: describeVessels }, DESCRIBED)
  exchange(recorder, { type: 'step', data: answerTwo }, SOLVED)
  const [trajectory] = recorded
  if (trajectory === undefined) throw new Error('Expected a trajectory')
  return trajectory
}

describe('a recorder', () => {
  it('gives an episode when it is over', () => {
    expect(solvedTrajectory()).toMatchObject({
      question_id: 'q1',
      db_id: 'ferries',
      outcome: 'solved',
      reward_total: 1.01,
      datasets: { builtin: 'b1' },
      reset: { seed: 7 },
      steps: [{ action: describeVessels }, { action: answerTwo }],
    })
  })

  it('leaves out what a reply repeats', () => {
    const [described, solved] = solvedTrajectory().steps
    expect(described?.reply.observation).toEqual({
      schema_info_added: '\n\nTable vessels: 2 rows',
      result: 'Table vessels: 2 rows',
      error: '',
      step_count: 1,
      budget_remaining: 14,
      action_history_added: ['DESCRIBE vessels'],
    })
    expect(solved?.reply.observation).not.toHaveProperty('schema_info_added')
    expect(exchangesOf(solvedTrajectory()).map(({ reply }) => reply)).toEqual([
      OPENING,
      DESCRIBED,
      SOLVED,
    ])
  })

  it('gives an episode that was left, with no outcome', () => {
    const { recorded, recorder } = startRecording()
    exchange(recorder, { type: 'reset', data: {} }, OPENING)
    exchange(recorder, { type: 'step', data: describeVessels }, DESCRIBED)
    exchange(recorder, { type: 'reset', data: {} }, OPENING)
    expect(recorded).toMatchObject([{ outcome: null, steps: [{}] }])
    recorder.leave()
    recorder.leave()
    expect(recorded).toMatchObject([{}, { outcome: null, steps: [] }])
  })

  it('keeps every data set that a question may be of, when the question is named', () => {
    const { recorded, recorder } = startRecording()
    exchange(recorder, { type: 'reset', data: { question_id: 'q1' } }, OPENING)
    recorder.leave()
    expect(recorded[0]?.datasets).toEqual(FACTS.checksums)
  })

  it('keeps what a newer server may have added', () => {
    const { recorded, recorder } = startRecording()
    const opening = { ...OPENING, metadata: { hint: 'new', ...OPENING.metadata } }
    const described = { ...DESCRIBED, metadata: { hint: 'newer', ...DESCRIBED.metadata } }
    exchange(recorder, { type: 'reset', data: {} }, opening)
    exchange(recorder, { type: 'step', data: describeVessels }, described)
    recorder.leave()
    expect(readTrajectory(JSON.stringify(recorded[0]))).toMatchObject({
      kind: 'trajectory',
      exchanges: [{ reply: opening }, { reply: described }],
    })
  })

  it('refuses a reply that it could not write again', () => {
    const { recorder } = startRecording()
    const spaced = `{ "type": "observation", "data": ${JSON.stringify(OPENING)} }`
    expect(() => exchange(recorder, { type: 'reset', data: {} }, OPENING, spaced)).toThrow(
      'whose bytes can be written again',
    )
  })
})

describe('readTrajectory', () => {
  it('reads what was recorded', () => {
    const trajectory = solvedTrajectory()
    expect(readTrajectory(JSON.stringify(trajectory))).toMatchObject({
      kind: 'trajectory',
      trajectory,
    })
  })

  it('names the step at which a character was changed, whichever it is', () => {
    const trajectory = solvedTrajectory()
    const line = JSON.stringify(trajectory)
    const places = placesOf(trajectory, line)
    const position = fc.nat(line.length - 1)
    fc.assert(
      fc.property(position, CHARACTERS, (at, character) => {
        const changed = line.slice(0, at) + character + line.slice(at + 1)
        const reading = readTrajectory(changed)
        if (changed === line) expect(reading.kind).toBe('trajectory')
        else if (reading.kind === 'changed') expect(reading.place).toBe(places(at))
        else expect(reading.kind).toMatch(/no_trajectory|other_format/)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['{"format":', 'it is not JSON'],
    ['7', 'the line: Invalid type: Expected Object but received 7'],
    ['{}', 'format: Invalid key: Expected "format" but received undefined'],
    [JSON.stringify({ ...solvedTrajectory(), steps: 3 }), 'steps: Invalid type'],
    [JSON.stringify({ ...solvedTrajectory(), more: 3 }), 'more: Invalid key'],
    [JSON.stringify({ ...solvedTrajectory(), reset: { seed: 'x' } }), 'reset.seed: Invalid type'],
    [
      JSON.stringify({
        ...solvedTrajectory(),
        steps: Array(101).fill(solvedTrajectory().steps[0]),
      }),
      'steps: Expected at most 100 steps',
    ],
  ])('says what is wrong with %.40s', (line, reason) => {
    expect(readTrajectory(line)).toEqual({
      kind: 'no_trajectory',
      reason: expect.stringContaining(reason),
    })
  })

  it('refuses what is nested too deep to be written', () => {
    const deep = `{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    const line = JSON.stringify(solvedTrajectory()).replace('{"seed":7}', deep)
    expect(readTrajectory(line).kind).toBe('no_trajectory')
  })

  it('tells another format from what is no trajectory', () => {
    const line = JSON.stringify({ format: 'sqlenv-trajectory/2', other: true })
    expect(readTrajectory(line)).toEqual({ kind: 'other_format', format: 'sqlenv-trajectory/2' })
  })
})

/** What a position of the line belongs to. */
function placesOf({ opening, steps }: Trajectory, line: string): (at: number) => string {
  const firstHashed = line.indexOf('"environment"')
  const ends = [opening, ...steps].map((part) => {
    const text = JSON.stringify(part)
    return line.indexOf(text) + text.length
  })
  return (at) => {
    if (at < firstHashed) {
      const keys = ['format', 'question_id', 'db_id', 'outcome', 'reward_total']
      return keys.findLast((key) => at > line.indexOf(`"${key}":`)) ?? ''
    }
    const step = ends.findIndex((end) => at < end)
    return step === 0 ? 'reset' : `step ${step}`
  }
}
