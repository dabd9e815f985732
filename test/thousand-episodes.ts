/** More than a thousand episodes of an evaluation, recorded by a process of its own. */

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { SQLENV_COMMAND } from './server-process.ts'

const POLICIES = 'oracle,heuristic,random'
const EPISODES_OF_EACH = 334

/** Of all policies. */
export const EPISODE_COUNT = 3 * EPISODES_OF_EACH

export type RecordedEpisodes = { readonly file: string; readonly remove: () => void }

export async function recordThousandEpisodes(dataDir: string): Promise<RecordedEpisodes> {
  const dir = mkdtempSync(join(tmpdir(), 'sqlenv-thousand-'))
  const out = join(dir, 'run')
  const count = ['--episodes', String(EPISODES_OF_EACH), '--parallel', '16']
  await sqlenv('eval', '--policy', POLICIES, ...count, '--data-dir', dataDir, '--out', out)
  const remove = () => rmSync(dir, { recursive: true, force: true })
  return { file: join(out, 'trajectories.jsonl'), remove }
}

/** @returns what it printed @throws when its exit code is not 0 */
export async function sqlenv(...words: string[]): Promise<string> {
  const options = { timeout: 240_000 }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [SQLENV_COMMAND, ...words],
    options,
  )
  return stdout
}
