/** Tests that need a Python, which not every machine has; CI does not go without. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import { describe, expect, it } from 'vitest'

import { findPython } from './venv.ts'
import type { Python } from './venv.ts'

/** A script that hangs fails its test, and not the run. */
const SCRIPT_TIMEOUT_MS = 180_000

/** For hooks that may have to install a Python environment. */
export const INSTALL_TIMEOUT_MS = 900_000

const python = findPython()
const isRequired = process.env['CI'] === 'true' || process.env['SQLENV_REQUIRE_PYTHON'] === '1'

export function describeWithPython(name: string, body: (python: Python) => void): void {
  if (python !== undefined) {
    describe(name, () => body(python))
    return
  }
  describe(`${name} (needs Python ≥ 3.10)`, () => {
    it.runIf(isRequired)('finds a Python from 3.10 up', () => {
      expect.fail('No Python from 3.10 up with venv was found, and CI does not go without it')
    })
  })
}

/**
 * @returns what the script printed, which is JSON
 * @throws {Error} with the last that it said, when it fails
 */
export async function runScript(venvPython: string, args: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(venvPython, args, {
    maxBuffer: 64 * 1024 * 1024,
    timeout: SCRIPT_TIMEOUT_MS,
    killSignal: 'SIGKILL',
    env: { ...process.env, HF_HUB_OFFLINE: '1', NO_COLOR: '1' },
  })
  return JSON.parse(stdout) as unknown
}
