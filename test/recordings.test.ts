/** The episodes that the page shows under Watch are those that the environment plays. */

import { readFileSync } from 'node:fs'

import * as v from 'valibot'
import { expect, inject, it } from 'vitest'

import { RECORDINGS_FILE, recordingsText } from '../src/cli/record-episodes/record-episodes.ts'
import { RecordingsSchema } from '../src/web/record/recording.ts'
import { totalOf } from '../src/web/record/played-step.ts'

const text = readFileSync(RECORDINGS_FILE, 'utf8')
const recordings = v.parse(RecordingsSchema, JSON.parse(text))

it('is byte for byte what npm run episodes:record writes', async () => {
  expect(await recordingsText(inject('testDataDir'))).toBe(text)
})

it.each(recordings)('shows $question_id solved with a plan, and not at random', ({ runs }) => {
  expect(runs.map(({ outcome }) => outcome)).toEqual(['solved', 'wrong'])
  const [good = 0, random = 0] = runs.map(({ steps }) => totalOf(steps))
  expect(good).toBeGreaterThan(random)
})

it('is of questions to train on', () => {
  const ids = recordings.map(({ question_id }) => question_id)
  const questions = readFileSync(`${inject('testDataDir')}/questions/builtin.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { question_id: string; split: string })
  const splits = questions.filter((question) => ids.includes(question.question_id))
  expect(splits.map(({ split }) => split)).toEqual(ids.map(() => 'train'))
})
