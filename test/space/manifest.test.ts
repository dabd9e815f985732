/** Holds openenv.yaml to the server: what it claims has to be so. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

import { parseSettings } from '../../src/adapters/node/config.ts'
import { createNodeApp } from '../../src/adapters/node/node-app.ts'
import { ACTION_TYPES } from '../../src/episode/action.ts'
import { STEP_BUDGET_MAX } from '../../src/episode/limits.ts'
import { DESCRIPTION, ENVIRONMENT_NAME } from '../../src/handlers/about.ts'
import { REWARD_PROFILES } from '../../src/reward/profiles.ts'
import { explorationTerms, finalTerms } from '../../src/reward/step-reward.ts'
import { sumTerms } from '../../src/reward/terms.ts'
import { testDataDir } from '../fixtures.ts'
import { ROOT } from './space-fixture.ts'

type Manifest = {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly validation: {
    readonly reward: { readonly range: readonly [number, number]; readonly floor_margin: number }
    readonly resources: { readonly memory_mb: number; readonly episode_timeout_s: number }
    readonly capabilities: {
      readonly oracle: { readonly location: string }
      readonly declared_tools: readonly string[]
      readonly declared_task_count: Readonly<Record<string, number>>
    }
    readonly task_distribution: { readonly dataset_version: string }
    readonly execution: { readonly probe_path: string; readonly dockerfile: string }
  }
}

type DatasetMetadata = {
  readonly name: string
  readonly checksum: string
  readonly playable_questions: Readonly<Record<string, number>>
}

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')

const manifest = parse(read('openenv.yaml')) as Manifest
const { reward, resources, capabilities, task_distribution, execution } = manifest.validation

it('has our name, version and description', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string }
  expect(manifest).toMatchObject({ name: ENVIRONMENT_NAME, version, description: DESCRIPTION })
})

it('is the manifest that the Python package carries', () => {
  const copy = 'clients/python/openenv.yaml'
  if (existsSync(join(ROOT, copy))) expect(read(copy)).toBe(read('openenv.yaml'))
})

it('names files that there are', () => {
  const files = [capabilities.oracle.location, execution.probe_path, execution.dockerfile]
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
})

it('declares a tool for each action', () => {
  expect(capabilities.declared_tools).toEqual(ACTION_TYPES.map((type) => type.toLowerCase()))
})

describe('the reward range', () => {
  const [low, high] = reward.range

  it('is what the profiles allow: the lower clip, and a right ANSWER', () => {
    const clips = Object.values(REWARD_PROFILES).map(({ clip }) => clip)
    expect(low).toBe(Math.min(...clips.map(({ min }) => min)))
    expect(high).toBe(Math.max(1, ...clips.map(({ max }) => max)))
  })

  it('holds every step of both profiles at every budget, to the last bit', () => {
    for (const terms of everyStep()) {
      const sum = sumTerms(terms)
      if (sum < low || sum > high) expect.fail(`${JSON.stringify(terms)} is ${sum}`)
    }
  })

  it('leaves the margin above the most that an episode earns without a right answer', () => {
    expect(high - 0.3).toBeGreaterThan(reward.floor_margin)
  })
})

describe('the resources', () => {
  const settings = parseSettings({})

  it('let an episode run into the deadline at every step', () => {
    const worstMs = settings.STEP_BUDGET * settings.QUERY_TIMEOUT_MS
    expect(resources.episode_timeout_s * 1000).toBeGreaterThanOrEqual(2 * worstMs)
  })
})

describe('the data set that is served where nothing else is asked for', () => {
  let dataset: DatasetMetadata
  let close: () => Promise<void>

  beforeAll(async () => {
    const node = createNodeApp({ dataDir: testDataDir() })
    close = () => node.close()
    const reply = await node.app.request('/metadata')
    const { datasets, default_dataset } = (await reply.json()) as {
      datasets: DatasetMetadata[]
      default_dataset: string
    }
    expect(default_dataset).toBe('builtin')
    dataset = datasets.find(({ name }) => name === default_dataset) as DatasetMetadata
  })
  afterAll(() => close())

  it('has as many questions as declared, split by split', () => {
    expect(capabilities.declared_task_count).toEqual(dataset.playable_questions)
  })

  it('is the version that is pinned: the checksum that /metadata tells', () => {
    expect(task_distribution.dataset_version).toBe(dataset.checksum)
  })
})

/** The terms of all kinds of step, as the last of their episode and not. */
function* everyStep() {
  const levels = [0, 0.25, 0.5, 0.75, 1]
  const changes = new Set(levels.flatMap((from) => levels.map((to) => to - from)))
  for (const profile of Object.values(REWARD_PROFILES)) {
    for (let stepBudget = 1; stepBudget <= STEP_BUDGET_MAX; stepBudget += 1) {
      for (const potentialChange of changes) {
        for (let bits = 0; bits < 32; bits += 1) {
          const [isQuery, hasSucceeded, hasReadTable, isRepeated, hasSeenRows] = flags(bits)
          const facts = { isQuery, hasSucceeded, hasReadTable, isRepeated, hasSeenRows }
          const terms = explorationTerms({ ...facts, potentialChange }, profile, stepBudget)
          yield terms
          yield finalTerms(terms, false)
        }
      }
    }
  }
  yield finalTerms({}, false)
  yield finalTerms({}, true)
}

function flags(bits: number): [boolean, boolean, boolean, boolean, boolean] {
  const isSet = (position: number) => ((bits >> position) & 1) === 1
  return [isSet(0), isSet(1), isSet(2), isSet(3), isSet(4)]
}
