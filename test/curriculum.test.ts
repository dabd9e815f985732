/** The curriculum as a command, and as the Python client draws it too. */

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { connectSqlEnv } from '../src/client/sqlenv-client.ts'
import { curriculum } from '../src/evaluation/curriculum/curriculum.ts'
import type { SuccessRow } from '../src/evaluation/curriculum/success-table.ts'
import { fetchEnvironmentFacts } from '../src/evaluation/trajectory/environment-facts.ts'
import { createTrajectoryRecorder } from '../src/evaluation/trajectory/trajectory-recorder.ts'
import { testDataDir } from './fixtures.ts'
import { SQLENV_COMMAND, startServerProcess } from './server-process.ts'

type Vector = {
  readonly table: readonly SuccessRow[]
  readonly seed: number
  readonly ids: readonly string[]
}

const VECTORS = JSON.parse(
  readFileSync(join(import.meta.dirname, 'curriculum-vectors.json'), 'utf8'),
) as readonly Vector[]

it.each(VECTORS.map((vector, index) => [index, vector] as const))(
  'draws what vector %i has, as Python does',
  (_, { table, seed, ids }) => {
    expect(curriculum(table, seed).take(ids.length).toArray()).toEqual(ids)
  },
)

describe('the command', { timeout: 60_000 }, () => {
  let folder: string
  let file: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sqlenv-curriculum-'))
    file = join(folder, 'episodes.jsonl')
    await writeFile(file, await recordedLines())
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('prints ids of the split, the same for the same file and seed', async () => {
    const first = await run('--from', file, '--seed', '3', '--count', '50')
    const ids = first.stdout.trim().split('\n')
    expect(ids).toHaveLength(50)
    expect(ids.every((id) => /^[a-z_]+_\d{3}$/.test(id))).toBe(true)
    expect((await run('--from', file, '--seed', '3', '--count', '50')).stdout).toBe(first.stdout)
    expect((await run('--from', file, '--seed', '4', '--count', '50')).stdout).not.toBe(
      first.stdout,
    )
  })

  it('says which line is no trajectory', async () => {
    const broken = join(folder, 'broken.jsonl')
    await writeFile(broken, `${await recordedLines()}{}\n`)
    expect(await run('--from', broken)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`${broken}: line 3 is no trajectory: `),
    })
  })

  it('ends when nobody reads any further', async () => {
    const words = [SQLENV_COMMAND, 'curriculum', '--from', file, '--count', '1000000']
    const child = spawn(process.execPath, words, {
      env: { ...process.env, SQLENV_DATA_DIR: testDataDir() },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = text(child.stderr)
    const exit = once(child, 'exit')
    await once(child.stdout, 'data')
    child.stdout.destroy()
    expect(await exit).toEqual([0, null])
    expect(await said).toBe('')
  })

  it.each([
    [['--from', 'x', '--dataset', 'spiders'], 1, 'Unknown dataset spiders. There: '],
    [['--from', 'nowhere.jsonl'], 1, 'Cannot read nowhere.jsonl: ENOENT'],
    [[], 2, 'Expected --from with a file of trajectories'],
    [['--from', 'x', '--split', 'dev'], 2, 'Expected --split to be one of train, validation, test'],
    [['--from', 'x', '--count', 'all'], 2, 'Expected --count to be a number from 0 to 10000000'],
  ])('refuses %j', async (words, code, reason) => {
    expect(await run(...words)).toMatchObject({ code, stderr: expect.stringContaining(reason) })
  })
})

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string }

async function run(...words: string[]): Promise<Ended> {
  const env = { ...process.env, SQLENV_DATA_DIR: testDataDir() }
  const args = [SQLENV_COMMAND, 'curriculum', ...words]
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, args, { env })) }
  } catch (error) {
    return error as Ended
  }
}

/** Two episodes of one question, one of them solved. */
async function recordedLines(): Promise<string> {
  const server = await startServerProcess(testDataDir())
  let lines = ''
  const recorder = createTrajectoryRecorder(await fetchEnvironmentFacts(server.url), (one) => {
    lines += `${JSON.stringify(one)}\n`
  })
  const client = await connectSqlEnv(server.url, { onExchange: recorder.onExchange })
  for (const value of ['91', '90']) {
    await client.reset({ question_id: 'island_ferries_002' })
    await client.answer(value)
  }
  await client.close()
  await server.stop()
  return lines
}
