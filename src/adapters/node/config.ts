/** Settings of the Node server: environment variables in, checked numbers out. See `docs/settings.md`. */

import { availableParallelism } from 'node:os'

import * as v from 'valibot'

import { COMMON_SETTINGS } from '../settings/common-settings.ts'
import { integer, parseVariables, text, yesOrNo } from '../settings/setting-kinds.ts'
import type { Variables } from '../settings/setting-kinds.ts'

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
  PING_INTERVAL_S: integer(60, 0, 3600),
  QUERY_TIMEOUT_MS: integer(5000, 10, 600_000),
  QUERY_PROCESSES: integer(Math.min(availableParallelism(), 8) + 3, 1, 256),
  QUERY_QUEUE_MAX: integer(16_384, 1, 1_000_000),
  QUERY_MEMORY_MB: integer(256, 128, 16_384),
  QUERY_CACHE_MB: integer(32, 0, 65_536),
  SQLENV_SPECTATE: yesOrNo(false),
  ...COMMON_SETTINGS,
})

export type Settings = v.InferOutput<typeof SettingsSchema>

/**
 * @param variables - as `process.env` has them; an empty value counts as absent
 * @throws {SettingError} in one line that names the variable, what was expected and what came
 */
export function parseSettings(variables: Variables): Settings {
  return parseVariables(SettingsSchema, variables)
}
