/** The oracle that openenv.yaml names: it earns the maximum on every question that is declared. */

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, beforeAll, expect, it } from 'vitest'
import { parse } from 'yaml'

import { testDataDir } from '../fixtures.ts'
import { startServerProcess } from '../server-process.ts'
import type { ServerProcess } from '../server-process.ts'
import { ROOT } from './space-fixture.ts'

type Manifest = {
  readonly validation: {
    readonly reward: { readonly range: readonly [number, number] }
    readonly capabilities: {
      readonly oracle: { readonly location: string }
      readonly declared_task_count: Readonly<Record<string, number>>
    }
  }
}

const { reward, capabilities } = (
  parse(readFileSync(join(ROOT, 'openenv.yaml'), 'utf8')) as Manifest
).validation

const runOracle = (url: string) =>
  promisify(execFile)(process.execPath, [join(ROOT, capabilities.oracle.location), url], {
    timeout: 60_000,
  })

let server: ServerProcess

beforeAll(async () => {
  server = await startServerProcess(testDataDir())
})
afterAll(() => server.stop())

it('plays all tasks of the declared counts, each to the upper end of the reward range', async () => {
  const { stdout } = await runOracle(server.url)
  const counts = Object.values(capabilities.declared_task_count)
  expect(JSON.parse(stdout)).toEqual({
    questions: counts.reduce((sum, count) => sum + count, 0),
    reward_max: reward.range[1],
    missed: [],
  })
})

it('says so when there is no server to play on', async () => {
  await expect(runOracle('http://127.0.0.1:1')).rejects.toMatchObject({ code: 1 })
})
