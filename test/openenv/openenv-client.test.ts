/** OpenEnv's own Python client, as PyPI has it, against our server as its users start it. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { WireReply } from '../../src/protocol/reply.ts'
import type { Question } from '../../src/questions/question.ts'
import { REWARD_TERMS } from '../../src/reward/terms.ts'
import { hasSpider, testDataDir } from '../fixtures.ts'
import { startServerProcess } from '../server-process.ts'
import { questionsToPlay, toEpisode } from './episodes-to-play.ts'
import type { EpisodeReport, Report } from './report.ts'
import { ensureVenv } from './venv.ts'
import { INSTALL_TIMEOUT_MS, describeWithPython, runScript } from './with-python.ts'

const SCRIPT = join(import.meta.dirname, 'play_episodes.py')

describeWithPython('the Python package openenv', (python) => {
  let questions: readonly Question[]
  let report: Report
  const releases: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    questions = questionsToPlay(testDataDir())
    const venvPython = await ensureVenv(python)
    const server = await startServerProcess(testDataDir())
    releases.push(() => server.stop())
    const dir = await mkdtemp(join(tmpdir(), 'sqlenv-openenv-'))
    releases.push(() => rm(dir, { recursive: true }))
    const episodesFile = join(dir, 'episodes.json')
    await writeFile(episodesFile, JSON.stringify(questions.map(toEpisode)))
    report = (await runScript(venvPython, [SCRIPT, server.url, episodesFile])) as Report
  }, INSTALL_TIMEOUT_MS)

  afterAll(async () => {
    for (const release of releases) await release()
  })

  it('is the version that requirements.txt pins', () => {
    expect(report.openenv).toBe('0.10.0')
  })

  it.runIf(hasSpider)('plays at least one question of each of the ten Spider databases', () => {
    const databaseIds = questions
      .filter(({ source }) => source.startsWith('Spider'))
      .map(({ databaseId }) => databaseId)
    expect(new Set(databaseIds).size).toBe(10)
  })

  describe.each([
    ['one after the other on one asynchronous client', (all: Report) => all.async_episodes],
    ['one after the other through .sync()', (all: Report) => all.sync_episodes],
    ['all at once, each in a session of its own', (all: Report) => all.episodes_at_once],
  ])('episodes played %s', (_, episodesOf) => {
    it('are all the questions that were asked for, and all are solved', () => {
      const played = episodesOf(report)
      expect(played.map(({ question_id }) => question_id)).toEqual(
        questions.map(({ questionId }) => questionId),
      )
      for (const { question_id, steps } of played) {
        expect(steps.at(-1), question_id).toMatchObject({
          reward: 1,
          done: true,
          metadata: { outcome: 'solved' },
        })
      }
    })

    it('begin with the question, the table names, no reward and a fresh state', () => {
      for (const [index, episode] of episodesOf(report).entries()) {
        expectBeginning(episode, questions[index] as Question)
      }
    })

    it('pay each step by terms that add up to the reward, and report each query', () => {
      for (const [index, episode] of episodesOf(report).entries()) {
        expectSteps(episode, questions[index] as Question)
      }
    })

    it('end in a state that counts every step', () => {
      for (const { question_id, state_at_end } of episodesOf(report)) {
        expect(state_at_end).toMatchObject({
          episode_id: `episode of ${question_id}`,
          question_id,
          step_count: 4,
          budget_remaining: 11,
          done: true,
        })
      }
    })
  })

  it('gets the same replies whichever way it is used', () => {
    expect(report.sync_episodes).toEqual(report.async_episodes)
    expect(report.episodes_at_once).toEqual(report.async_episodes)
    expect(report.plain_with_episode).toEqual(report.async_episodes[0])
  })

  it('draws the same questions with the same seeds, on another client too', () => {
    const { one, again, other } = report.seeds
    expect(again).toEqual(one)
    expect(other).toEqual(one)
    expect(new Set(one.map(({ metadata }) => metadata.question_id)).size).toBeGreaterThan(1)
  })

  it('raises VALIDATION_ERROR for what is malformed, and the episode is as it was', () => {
    const { refused } = report.mistakes
    expect(Object.keys(refused)).toHaveLength(9)
    for (const [name, { raised, message, state }] of Object.entries(refused)) {
      expect({ raised, message }, name).toEqual({
        raised: 'RuntimeError',
        message: expect.stringMatching(/^Server error: .+ \(code: VALIDATION_ERROR\)$/),
      })
      expect(state, name).toMatchObject({
        question_id: questions[0]?.questionId,
        step_count: 1,
        done: false,
      })
    }
  })

  it('gets an observation with an error for a step before the first reset, uncounted', () => {
    const { before_reset, state_before_reset } = report.mistakes
    expect(before_reset.reply).toMatchObject({
      observation: { question: '', error: expect.stringContaining('reset'), step_count: 0 },
      reward: 0,
      done: false,
    })
    expect(state_before_reset).toMatchObject({ episode_id: null, step_count: 0 })
  })

  it('gets an observation with an error for an unknown action word, and a step is spent', () => {
    const { observation, reward, done } = report.mistakes.unknown_word.reply as WireReply
    expect(observation.error).toContain('DROP')
    expect(observation.step_count).toBe(2)
    expect(reward).toBeLessThan(0)
    expect(done).toBe(false)
  })

  it('may send metadata with an action', () => {
    expect(report.mistakes.with_metadata.reply?.observation).toMatchObject({
      error: '',
      step_count: 3,
    })
  })

  it('changes nothing with a step after the end', () => {
    const { answered, after_done, state_after_done } = report.mistakes
    expect(answered.reply).toMatchObject({ reward: 1, done: true })
    expect(after_done.reply).toMatchObject({ reward: 0, done: true })
    expect(after_done.reply?.observation.error).not.toBe('')
    expect(after_done.reply?.observation.step_count).toBe(answered.reply?.observation.step_count)
    expect(state_after_done).toMatchObject({ step_count: 4, done: true })
  })

  it('is told apart: a wrong answer and a budget that ran out', () => {
    const { wrong, out_of_budget } = report.ends
    expect(wrong).toMatchObject({
      reward: 0,
      done: true,
      metadata: { outcome: 'wrong', reward_terms: { answer: 0 } },
    })
    expect(out_of_budget).toMatchObject({
      observation: { step_count: 2, budget_remaining: 0 },
      done: true,
      metadata: { outcome: 'out_of_budget', reward_terms: { answer: 0 } },
    })
  })

  it('holds two sessions at once that do not see each other', () => {
    const { states, first_steps, second_steps, state_of_first } = report.sessions
    const [first, second] = questions as [Question, Question]
    expect(states.map((both) => both.first.step_count)).toEqual([1, 2, 3])
    for (const { second: untouched } of states) {
      expect(untouched).toMatchObject({ question_id: second.questionId, step_count: 0 })
    }
    expect(state_of_first).toMatchObject({ question_id: first.questionId, step_count: 3 })
    expect(first_steps).toEqual(report.async_episodes[0]?.steps)
    expect(second_steps).toEqual(report.async_episodes[1]?.steps)
  })
})

function expectBeginning(
  { reset, state_at_start, question_id }: EpisodeReport,
  question: Question,
) {
  expect(reset).toEqual({
    observation: {
      question: question.questionText,
      schema_info: expect.stringMatching(/^Tables: /),
      result: '',
      error: '',
      step_count: 0,
      budget_remaining: 15,
      action_history: [],
    },
    reward: null,
    done: false,
    metadata: {
      question_id,
      db_id: question.databaseId,
      split: question.split,
      difficulty: question.difficulty,
      outcome: null,
      reward_terms: {},
      query: null,
    },
  })
  expect(state_at_start).toEqual({
    episode_id: `episode of ${question_id}`,
    step_count: 0,
    question_id,
    db_id: question.databaseId,
    split: question.split,
    budget_remaining: 15,
    done: false,
  })
}

function expectSteps({ steps, reset }: EpisodeReport, question: Question) {
  const [describeStep, sampleStep, queryStep] = steps as [WireReply, WireReply, WireReply]
  for (const [index, { reward, done, metadata, observation }] of steps.entries()) {
    expect(reward).toBe(sumOf(metadata.reward_terms))
    expect(done).toBe(index === steps.length - 1)
    expect(observation).toMatchObject({ error: '', step_count: index + 1 })
    expect(observation.action_history).toHaveLength(index + 1)
  }
  for (const { observation, metadata } of [describeStep, sampleStep]) {
    expect(observation.result).not.toBe('')
    expect(metadata.reward_terms).toMatchObject({ execution: 0.02, step_cost: -0.02 })
    expect(metadata.query).toBeNull()
  }
  const { schema_info: namesOnly } = reset.observation
  expect(describeStep.observation.schema_info.length).toBeGreaterThan(namesOnly.length)
  expect(queryStep.metadata.query).toEqual({
    rows: question.goldAnswer.length,
    truncated: false,
    code: 'ok',
  })
  expect(queryStep.metadata.reward_terms.progress ?? 0).toBeGreaterThanOrEqual(0)
}

function sumOf(terms: WireReply['metadata']['reward_terms']): number {
  return REWARD_TERMS.reduce((sum, term) => sum + (terms[term] ?? 0), 0)
}
