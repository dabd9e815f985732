/** Settings that mean the same on every runtime. */

import type { EpisodeLimits } from '../../episode/limits.ts'
import { STEP_BUDGET_DEFAULT, STEP_BUDGET_MAX } from '../../episode/limits.ts'
import { SERVER_MODES } from '../../handlers/ports.ts'
import { CELL_CHARS_MAX, RESULT_ROWS_MAX } from '../../sql/display-limits.ts'
import { integer, oneOf, secret, yesOrNo } from './setting-kinds.ts'

export const COMMON_SETTINGS = {
  SESSION_IDLE_TIMEOUT_S: integer(0, 0, 604_800),
  STEP_BUDGET: integer(STEP_BUDGET_DEFAULT, 1, STEP_BUDGET_MAX),
  ARGUMENT_BYTES_MAX: integer(65_536, 1024, 1_048_576),
  RESULT_ROWS_MAX: integer(RESULT_ROWS_MAX, 1, 1000),
  RESULT_BYTES_MAX: integer(16_384, 1024, 65_536),
  CELL_CHARS_MAX: integer(CELL_CHARS_MAX, 16, 10_000),
  SAMPLE_ROWS: integer(5, 1, 100),
  SQLENV_MODE: oneOf(SERVER_MODES, 'simulation'),
  ENABLE_WEB_INTERFACE: yesOrNo(true),
  OPENENV_VALIDATION_TOKEN: secret(32, 256),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
}

type LimitSettings = {
  readonly ARGUMENT_BYTES_MAX: number
  readonly RESULT_ROWS_MAX: number
  readonly RESULT_BYTES_MAX: number
  readonly CELL_CHARS_MAX: number
  readonly SAMPLE_ROWS: number
}

/** @param queryTimeoutMs - a query's deadline, where a clock runs while it does */
export function episodeLimitsOf(settings: LimitSettings, queryTimeoutMs: number): EpisodeLimits {
  return {
    argumentBytesMax: settings.ARGUMENT_BYTES_MAX,
    resultRowsMax: settings.RESULT_ROWS_MAX,
    resultBytesMax: settings.RESULT_BYTES_MAX,
    cellCharsMax: settings.CELL_CHARS_MAX,
    sampleRows: settings.SAMPLE_ROWS,
    queryTimeoutMs,
  }
}
