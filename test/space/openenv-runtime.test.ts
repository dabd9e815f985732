/**
 * OpenEnv's runtime checks on our server: its own runner, graders, scheduler and policy, with a
 * plain process for a container, and graders of ours where it reserves a check and has none.
 */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { testDataDir } from '../fixtures.ts'
import { INSTALL_TIMEOUT_MS, describeWithPython } from '../openenv/with-python.ts'
import { keptOutput, withoutTimes } from './kept-output.ts'
import { openEnv } from './openenv-command.ts'
import { makeSpace } from './space-fixture.ts'
import type { SpaceFixture } from './space-fixture.ts'

type Result = {
  readonly check_id: string
  readonly status: string
  readonly evidence: readonly string[]
}
type Report = { readonly results: readonly Result[]; readonly verdict: string }

/** Of the evidence of a grader in `python/`. */
const BY_OURS = /^graded by SQLEnv's own grader/

describeWithPython('openenv validate, all levels', (python) => {
  let space: SpaceFixture
  let report: Report
  let printed: string

  beforeAll(async () => {
    space = await makeSpace({ hasLock: false })
    const openenv = await openEnv(python, 'openenv 0.10.0')
    const json = join(dirname(space.folder), 'report.json')
    const args = [space.folder, process.execPath, testDataDir(), '--ours', '--json', json]
    printed = await openenv.print('run_validation.py', ...args)
    report = JSON.parse(readFileSync(json, 'utf8')) as Report
  }, INSTALL_TIMEOUT_MS)
  afterAll(() => space.remove())

  const idsOf = (results: readonly Result[]) => results.map(({ check_id }) => check_id).toSorted()
  const isOurs = ({ evidence }: Result) => evidence.some((line) => BY_OURS.test(line))

  it('fails no check', () => {
    const wrong = report.results.filter(({ status }) => !/^(?:pass|skip)$/.test(status))
    expect(wrong).toEqual([])
  })

  it('passes all that 0.10.0 grades, as far as a process can show it', () => {
    const passed = report.results.filter(({ status }) => status === 'pass')
    expect(idsOf(passed.filter((result) => !isOurs(result)))).toEqual([
      'runtime.observation_schema',
      'runtime.reward_well_formed',
      'runtime.startup',
      'runtime.state_contract',
      'static.manifest',
    ])
  })

  it('passes what 0.10.0 only reserves, by graders of ours', () => {
    expect(idsOf(report.results.filter(isOurs))).toEqual([
      'runtime.episode_determinism',
      'runtime.episode_isolation',
      'runtime.host_containment',
      'runtime.oracle_containment',
      'runtime.resource_bounds',
      'runtime.reward_attribution',
      'runtime.rubric_introspectable',
      'runtime.seed_control',
      'runtime.task_declaration_accuracy',
      'runtime.tool_declaration_accuracy',
      'runtime.trajectory_record',
      'semantic.canary_floor',
      'semantic.floor_gap',
      'semantic.no_solution_leakage',
      'semantic.oracle_max',
      'semantic.replayability',
      ...(process.platform === 'linux' ? ['semantic.resource_envelope'] : []),
      'semantic.verifier_determinism',
    ])
  })

  it('skips what takes a container, and says so: with a skip, the verdict is at best "warn"', () => {
    const skipped = report.results.filter(
      ({ status, evidence }) =>
        status === 'skip' && !evidence.includes('memory is read from /proc'),
    )
    expect(
      Object.fromEntries(skipped.map(({ check_id, evidence }) => [check_id, evidence])),
    ).toEqual({
      'runtime.network_policy': ['missing provider capabilities: network_policy'],
      'semantic.verifier_portability': ['grader not implemented in this build'],
    })
    expect(report.verdict).toBe('warn')
  })

  it.runIf(process.platform === 'linux')('is the report that docs/openenv.md shows', () => {
    const command =
      'python test/space/python/run_validation.py dist/space "$(which node)" data --ours'
    expect(withoutTimes(printed, space.folder)).toBe(keptOutput(command))
  })
})
