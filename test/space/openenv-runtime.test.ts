/**
 * OpenEnv's runtime checks on our server: its own runner, graders, scheduler and policy, with a
 * plain process for a container, and graders of ours where it reserves a check and has none.
 */

import { readFileSync } from 'node:fs'
import { cp, readFile, writeFile } from 'node:fs/promises'
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

/** What the manifest says and what is put for it, by the check that has to notice. */
const FALSE_CLAIMS: Readonly<Record<string, readonly [truth: string, claim: string]>> = {
  'runtime.reward_well_formed': ['range: [-0.15, 1.0]', 'range: [0.0, 1.0]'],
  'runtime.task_declaration_accuracy': ['train: 504', 'train: 503'],
  'runtime.tool_declaration_accuracy': ['query, answer]', 'query]'],
  'semantic.canary_floor': ['floor_margin: 0.65', 'floor_margin: 0.9'],
  // It plays one more task than the counts add up to.
  'semantic.oracle_max': ['train: 504', 'train: 503'],
}

describeWithPython('openenv validate, all levels', (python) => {
  let space: SpaceFixture
  let report: Report
  let printed: string
  let reportOfFalseClaims: Report

  beforeAll(async () => {
    space = await makeSpace({ hasLock: false })
    const falseSpace = await makeFalseClaims(space.folder)
    const json = join(dirname(space.folder), 'reports.json')
    const openenv = await openEnv(python, 'openenv 0.10.0')
    const args = [
      process.execPath,
      testDataDir(),
      space.folder,
      falseSpace,
      '--ours',
      '--json',
      json,
    ]
    const output = await openenv.print('run_validation.py', ...args)
    printed = output.split('\n\n', 1).join()
    ;[report, reportOfFalseClaims] = JSON.parse(readFileSync(json, 'utf8')) as [Report, Report]
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
      'python test/space/python/run_validation.py "$(which node)" data dist/space --ours'
    expect(withoutTimes(printed, space.folder)).toBe(keptOutput(command))
  })

  it('fails exactly the checks of what is claimed falsely', () => {
    const failed = reportOfFalseClaims.results.filter(({ status }) => status === 'fail')
    expect(idsOf(failed)).toEqual(Object.keys(FALSE_CLAIMS).toSorted())
    expect(reportOfFalseClaims.verdict).toBe('fail')
  })
})

/** A copy of the Space beside it, whose manifest claims what is not so. */
async function makeFalseClaims(space: string): Promise<string> {
  const folder = join(dirname(space), 'false-claims')
  await cp(space, folder, { recursive: true })
  const file = join(folder, 'openenv.yaml')
  let manifest = await readFile(file, 'utf8')
  for (const [truth, claim] of new Map(Object.values(FALSE_CLAIMS))) {
    if (!manifest.includes(truth)) throw new Error(`openenv.yaml does not have ${truth}`)
    manifest = manifest.replace(truth, claim)
  }
  await writeFile(file, manifest)
  return folder
}
