/** The three servers of the benchmark: ours, the floor below it, and OpenEnv's own. */

import { join } from 'node:path'

import { ensureVenv, findPython } from '../test/openenv/venv.ts'
import { startServer } from './measured-server.ts'
import type { MeasuredServer } from './measured-server.ts'

const SQLENV_COMMAND = join(import.meta.dirname, '..', 'src', 'cli', 'sqlenv.js')
const FLOOR_PROGRAM = join(import.meta.dirname, 'floor-server.ts')
const ECHO_PROGRAM = join(import.meta.dirname, 'openenv_echo.py')

/**
 * @param settings - environment variables beside those that say what is served and where
 * @param nodeFlags - for the server process itself
 */
export async function startSqlenv(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
  nodeFlags: readonly string[] = [],
): Promise<MeasuredServer> {
  return startServer(
    process.execPath,
    () => [...nodeFlags, SQLENV_COMMAND, 'serve'],
    (port) => ({
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        SQLENV_DATA_DIR: dataDir,
        LOG_LEVEL: 'warn',
        ...settings,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  )
}

export async function startFloor(dataDir: string): Promise<MeasuredServer> {
  return startServer(
    process.execPath,
    (port) => [FLOOR_PROGRAM, String(port), dataDir],
    () => ({ stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
  )
}

/** @returns undefined where no Python can run it */
export async function startOpenenvEcho(): Promise<MeasuredServer | undefined> {
  const python = findPython()
  if (python === undefined) return undefined
  const command = await ensureVenv(python)
  return startServer(
    command,
    (port) => [ECHO_PROGRAM, String(port)],
    () => ({ stdio: ['ignore', 'ignore', 'inherit'] }),
  )
}
