/** What is made once in an isolate, for the Worker and for all objects in it. */

import type { EnvironmentPorts } from '../../episode/environment.ts'
import type { AppPorts } from '../../handlers/ports.ts'
import { episodeLimitsOf } from '../settings/common-settings.ts'
import { createConsoleMonitor, createLog } from './console-monitor.ts'
import type { Log } from './console-monitor.ts'
import { parseEdgeSettings } from './edge-settings.ts'
import type { EdgeSettings } from './edge-settings.ts'
import type { PackedData } from './packed-data.ts'
import type { SqliteModules } from './sqlite-wasm/sqlite-library.ts'
import { sqliteVersionOf } from './sqlite-wasm/sqlite-library.ts'
import { createWasmQueryRunner } from './sqlite-wasm/wasm-query-runner.ts'

export type EdgeServer = {
  readonly settings: EdgeSettings
  readonly log: Log
  readonly environmentPorts: EnvironmentPorts
  /** For an app; whoever has a session replaces what makes environments and ids. */
  readonly appPorts: Omit<AppPorts, 'createEnvironment' | 'newSessionId'>
}

/**
 * @param bindings - the Worker's vars, and what else it is given
 * @throws {SettingError} in one line when a setting is at fault
 */
export function createEdgeServer(
  bindings: Readonly<Record<string, unknown>>,
  data: PackedData,
  modules: SqliteModules,
): EdgeServer {
  const settings = parseEdgeSettings(bindings)
  const { version, readme, datasets, bank, databases, pageFiles } = data
  const log = createLog(settings.LOG_LEVEL)
  const environmentPorts: EnvironmentPorts = {
    bank,
    schemaOf: (key) => databases.schemaOf(key),
    queries: createWasmQueryRunner({
      modules,
      databases,
      stepsMax: settings.QUERY_VM_STEPS_MAX,
      memoryBytesMax: settings.QUERY_MEMORY_MB * 2 ** 20,
    }),
    randomSeed,
    limits: episodeLimitsOf(settings, NO_DEADLINE_MS),
    stepBudget: settings.STEP_BUDGET,
  }
  return {
    settings,
    log,
    environmentPorts,
    appPorts: {
      about: {
        version,
        readme,
        datasets,
        sqliteVersion: sqliteVersionOf(modules),
        adapter: 'edge',
        sqliteEngine: '@sqlite.org/sqlite-wasm',
      },
      mode: settings.SQLENV_MODE,
      hasWebInterface: settings.ENABLE_WEB_INTERFACE,
      // Each session runs in an object of its own, where nobody else can look.
      isSpectated: false,
      pageFiles,
      validationToken: settings.OPENENV_VALIDATION_TOKEN,
      bank,
      rules: environmentPorts,
      limits: {
        sessionsMax: SESSIONS_MAX,
        httpEpisodesMax: SESSIONS_MAX,
        // The object's alarm ends them.
        sessionIdleMs: 0,
      },
      now: () => performance.now(),
      // A turn of the event loop is as good as any: nobody else waits for this one.
      later: queueMicrotask,
      monitor: createConsoleMonitor(log),
    },
  }
}

/** The clock stands still while a query runs: its steps are counted instead. */
const NO_DEADLINE_MS = 0

/** An object has one session, and a socket or two that take it over. */
const SESSIONS_MAX = 1000

function randomSeed(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
  return (high & 0x1fffff) * 2 ** 32 + low
}
