/** OpenEnv's own validation of the Space's image, run with the limits that its Docker provider sets. */

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { parse } from 'yaml'

import { describeWithPython } from '../openenv/with-python.ts'
import { openEnv } from '../space/openenv-command.ts'
import { makeSpace } from '../space/space-fixture.ts'
import type { SpaceFixture } from '../space/space-fixture.ts'
import { BUILDS_VARIABLE } from './builds.ts'
import type { Builds } from './builds.ts'
import { startContainer } from './container.ts'
import type { Container } from './container.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const URL = 'http://127.0.0.1:8000'
const SETUP_TIMEOUT_MS = 300_000

type Manifest = {
  readonly validation: {
    readonly resources: { readonly memory_mb: number }
    readonly capabilities: { readonly oracle: { readonly location: string } }
  }
}

const { resources, capabilities } = (
  parse(readFileSync(join(ROOT, 'openenv.yaml'), 'utf8')) as Manifest
).validation

describeWithPython('openenv validate, on the image as its provider would run it', (python) => {
  let space: SpaceFixture
  let container: Container

  beforeAll(async () => {
    const builds = JSON.parse(readFileSync(process.env[BUILDS_VARIABLE] ?? '', 'utf8')) as Builds
    const { image } = builds.space
    if (image === undefined) throw new Error('The Space was not built')
    space = await makeSpace({ hasLock: false })
    container = startContainer(image, {
      user: '65532:65532',
      isReadOnly: true,
      hasInit: true,
      pidsMax: 256,
      memoryMb: resources.memory_mb,
    })
    await vi.waitFor(async () => expect((await fetch(`${URL}/health`)).status).toBe(200), {
      timeout: 30_000,
      interval: 200,
    })
  }, SETUP_TIMEOUT_MS)
  afterAll(async () => {
    await container.remove()
    await space.remove()
  })

  it(
    'passes every check of 0.10.0 that can be made from outside',
    async () => {
      const openenv = await openEnv(python, 'openenv 0.10.0')
      const report = await openenv.print('validate_running.py', URL, space.folder)
      const passed = [...report.matchAll(/^ {2}PASS {2}([\w.]+)/gm)].map(([, check = '']) => check)
      expect(passed.toSorted()).toEqual([
        'runtime.observation_schema',
        'runtime.reward_well_formed',
        'runtime.startup',
        'runtime.state_contract',
        'static.manifest',
      ])
      expect(report).toContain('Verdict: WARN')
    },
    SETUP_TIMEOUT_MS,
  )

  it('lets the oracle earn the maximum on every task, without a network', async () => {
    const oracle = join(ROOT, capabilities.oracle.location)
    const { stdout } = await promisify(execFile)(process.execPath, [oracle, URL])
    expect(JSON.parse(stdout)).toMatchObject({ reward_max: 1, missed: [] })
  })
})
