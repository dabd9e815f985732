/** Settings of the Worker: its vars in, checked numbers out. See `docs/settings.md`. */

import * as v from 'valibot'

import { COMMON_SETTINGS } from '../settings/common-settings.ts'
import { SettingError, integer, parseVariables } from '../settings/setting-kinds.ts'

export const EdgeSettingsSchema = v.object({
  QUERY_VM_STEPS_MAX: integer(100_000_000, 100_000, 100_000_000_000),
  QUERY_MEMORY_MB: integer(48, 16, 80),
  ...COMMON_SETTINGS,
})

export type EdgeSettings = v.InferOutput<typeof EdgeSettingsSchema>

/** Settings of the Node server that say nothing here: there is no such thing at the edge. */
export const NODE_ONLY_SETTINGS = [
  'HOST',
  'SQLENV_DATA_DIR',
  'SQLENV_DATASETS',
  'MAX_CONCURRENT_ENVS',
  'HTTP_EPISODES_MAX',
  'PING_INTERVAL_S',
  'QUERY_TIMEOUT_MS',
  'QUERY_PROCESSES',
  'QUERY_QUEUE_MAX',
  'QUERY_CACHE_MB',
  'SQLENV_SPECTATE',
] as const

/**
 * @param bindings - all that the Worker is given; what is no text is no setting
 * @throws {SettingError} in one line that names the variable, what was expected and what came
 */
export function parseEdgeSettings(bindings: Readonly<Record<string, unknown>>): EdgeSettings {
  const variables = Object.fromEntries(
    Object.entries(bindings).filter((entry): entry is [string, string] => {
      return typeof entry[1] === 'string'
    }),
  )
  const idle = NODE_ONLY_SETTINGS.find((name) => (variables[name] ?? '') !== '')
  if (idle !== undefined) {
    throw new SettingError(`Expected ${idle} to be absent, since it means nothing at the edge`)
  }
  return parseVariables(EdgeSettingsSchema, variables)
}
