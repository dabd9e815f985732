/** The npm scripts that serve: stopped as a terminal or a supervisor stops them, nothing is left. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { makeCompanyData } from './company-data.ts'
import type { CompanyData } from './company-data.ts'

const ROOT = join(import.meta.dirname, '..')

let data: CompanyData

beforeAll(() => {
  data = makeCompanyData()
})
afterAll(() => data.remove())

it.each(['start', 'dev'])(
  'npm run %s ends on SIGTERM with all its processes, and adds nothing to data of one’s own',
  async (script) => {
    const child = spawn('npm', ['run', script], {
      cwd: ROOT,
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1', SQLENV_DATA_DIR: data.dataDir },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    })
    const group = child.pid ?? 0
    try {
      let output = ''
      child.stdout.on('data', (text: Buffer) => (output += text.toString()))
      await expect.poll(() => output, { timeout: 30_000 }).toContain('"msg":"listening"')
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      await exit
      await expect.poll(() => isAlive(group), { timeout: 5_000 }).toBe(false)
      expect(existsSync(join(data.dataDir, 'questions', 'builtin.jsonl'))).toBe(false)
    } finally {
      if (isAlive(group)) process.kill(-group, 'SIGKILL')
    }
  },
)

/** Whether any process of the group is left. */
function isAlive(group: number): boolean {
  try {
    return process.kill(-group, 0)
  } catch {
    return false
  }
}
