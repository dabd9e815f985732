/** Settings: environment variables in, checked numbers out. `docs/settings.md` lists them. */

import { availableParallelism } from 'node:os'

import * as v from 'valibot'

import { SERVER_MODES } from '../../handlers/ports.ts'
import { STEP_BUDGET_DEFAULT, STEP_BUDGET_MAX } from '../../episode/limits.ts'
import { CELL_CHARS_MAX, RESULT_ROWS_MAX } from '../../sql/display-limits.ts'

const integer = (byDefault: number, min: number, max: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^-?\d+$/, `a whole number from ${min} to ${max}`),
      v.transform(Number),
      v.minValue(min, `a whole number from ${min} to ${max}`),
      v.maxValue(max, `a whole number from ${min} to ${max}`),
    ),
    String(byDefault),
  )

const oneOf = <const T extends readonly string[]>(options: T, byDefault: T[number]) =>
  v.optional(v.picklist(options, `one of ${options.join(', ')}`), byDefault)

const text = (byDefault: string) =>
  v.optional(v.pipe(v.string(), v.nonEmpty('a text that is not empty')), byDefault)

const YES = ['true', '1', 'yes']
const NO = ['false', '0', 'no']

/** In OpenEnv's words for it. */
const yesOrNo = (byDefault: boolean) =>
  v.optional(
    v.pipe(
      v.string(),
      v.toLowerCase(),
      v.picklist([...YES, ...NO], `one of ${[...YES, ...NO].join(', ')}`),
      v.transform((word) => YES.includes(word)),
    ),
    String(byDefault),
  )

/** Its value is never told, not even when it is wrong. */
const secret = (charsMin: number, charsMax: number) => {
  const expected = `a text of ${charsMin} to ${charsMax} characters`
  return v.optional(
    v.pipe(v.string(), v.minLength(charsMin, expected), v.maxLength(charsMax, expected)),
  )
}

const SECRETS: ReadonlySet<string> = new Set(['OPENENV_VALIDATION_TOKEN'])

export const SettingsSchema = v.object({
  PORT: integer(8000, 0, 65_535),
  HOST: text('0.0.0.0'),
  SQLENV_DATA_DIR: text('./data'),
  SQLENV_DATASETS: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\s*[\w-]+\s*(,\s*[\w-]+\s*)*$/, 'names of data sets with commas between them'),
      v.transform((names) => [...new Set(names.split(',').map((name) => name.trim()))]),
    ),
  ),
  MAX_CONCURRENT_ENVS: integer(4096, 1, 1_000_000),
  HTTP_EPISODES_MAX: integer(1024, 1, 1_000_000),
  SESSION_IDLE_TIMEOUT_S: integer(0, 0, 604_800),
  PING_INTERVAL_S: integer(60, 0, 3600),
  QUERY_TIMEOUT_MS: integer(5000, 10, 600_000),
  QUERY_PROCESSES: integer(Math.min(availableParallelism(), 8) + 3, 1, 256),
  QUERY_QUEUE_MAX: integer(16_384, 1, 1_000_000),
  QUERY_MEMORY_MB: integer(256, 128, 16_384),
  QUERY_CACHE_MB: integer(32, 0, 65_536),
  STEP_BUDGET: integer(STEP_BUDGET_DEFAULT, 1, STEP_BUDGET_MAX),
  ARGUMENT_BYTES_MAX: integer(65_536, 1024, 1_048_576),
  RESULT_ROWS_MAX: integer(RESULT_ROWS_MAX, 1, 1000),
  RESULT_BYTES_MAX: integer(16_384, 1024, 65_536),
  CELL_CHARS_MAX: integer(CELL_CHARS_MAX, 16, 10_000),
  SAMPLE_ROWS: integer(5, 1, 100),
  SQLENV_MODE: oneOf(SERVER_MODES, 'simulation'),
  SQLENV_SPECTATE: yesOrNo(false),
  ENABLE_WEB_INTERFACE: yesOrNo(true),
  OPENENV_VALIDATION_TOKEN: secret(32, 256),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
})

export type Settings = v.InferOutput<typeof SettingsSchema>

/**
 * @param variables - as `process.env` has them; an empty value counts as absent
 * @throws {SettingError} in one line that names the variable, what was expected and what came
 */
export function parseSettings(variables: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '')
  const result = v.safeParse(SettingsSchema, Object.fromEntries(given))
  if (result.success) return result.output
  const [issue] = result.issues
  const name = v.getDotPath(issue) ?? 'setting'
  const value = variables[name] ?? ''
  const got = SECRETS.has(name) ? `one of ${value.length}` : value
  throw new SettingError(`Expected ${name} to be ${issue.message}, got ${got}`)
}

/** A start that cannot be: told in one line, without a stack. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
}
