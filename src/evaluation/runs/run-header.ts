/** `run.json`: which run a folder holds, so that it is only gone on with as it was begun. */

import * as v from 'valibot'

import { SPLITS } from '../../questions/question.ts'
import { GRADINGS } from '../../verify/grade-answer.ts'

/** A change that an older reader would misread gets the next number. */
export const RUN_FORMAT = 'sqlenv-run/1'

const RunHeaderSchema = v.object({
  format: v.literal(RUN_FORMAT),
  environment_version: v.string(),
  dataset: v.string(),
  /** Over the files of the data set, as the server had it. */
  data_checksum: v.string(),
  policies: v.array(v.string()),
  splits: v.array(v.picklist(SPLITS)),
  /** Of each policy. */
  episodes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0)),
  grading: v.picklist(GRADINGS),
  /** Whether replies say which parts of an action its reward goes to. */
  credit: v.boolean(),
  /** Where a policy asks a model: what its replies depend on, as far as we know. */
  llm: v.exactOptional(
    v.object({
      model: v.string(),
      temperature: v.nullable(v.number()),
      max_tokens: v.nullable(v.number()),
      seed: v.nullable(v.number()),
    }),
  ),
})

/** What decides which episodes a run has. How many are played at a time, and where, does not. */
export type RunHeader = v.InferOutput<typeof RunHeaderSchema>

/** @throws {RangeError} that says what is wrong with the text */
export function parseRunHeader(text: string): RunHeader {
  let input: unknown
  try {
    input = JSON.parse(text)
  } catch {
    throw new RangeError('it is not JSON')
  }
  const format = v.safeParse(v.object({ format: v.string() }), input)
  if (format.success && format.output.format !== RUN_FORMAT) {
    throw new RangeError(
      `it is of format ${format.output.format}, and this version has ${RUN_FORMAT}`,
    )
  }
  const result = v.safeParse(RunHeaderSchema, input)
  if (result.success) return result.output
  const [issue] = result.issues
  throw new RangeError(`${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`)
}

/** @returns the first key in which the two differ, with both values; undefined where they are alike */
export function differenceOf(
  before: RunHeader,
  now: RunHeader,
): { readonly key: string; readonly before: string; readonly now: string } | undefined {
  const values = new Map<string, unknown>(Object.entries(now))
  for (const [key, value] of Object.entries(before)) {
    const texts = { before: JSON.stringify(value), now: JSON.stringify(values.get(key)) }
    if (texts.before !== texts.now) return { key, ...texts }
  }
  return undefined
}
