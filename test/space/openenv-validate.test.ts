/** `openenv validate` on the Space: both generations, as far as they go without Docker. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { INSTALL_TIMEOUT_MS, describeWithPython } from '../openenv/with-python.ts'
import { keptOutput, withoutTimes } from './kept-output.ts'
import { openEnv } from './openenv-command.ts'
import type { Run } from './openenv-command.ts'
import { makeSpace } from './space-fixture.ts'
import type { SpaceFixture } from './space-fixture.ts'

describeWithPython('openenv validate, on the Space with its lock', (python) => {
  let space: SpaceFixture
  let withoutCommands: string
  let statically: Run, withoutBuild: Run, withoutDocker: Run, firstGeneration: Run

  beforeAll(async () => {
    withoutCommands = await mkdtemp(join(tmpdir(), 'sqlenv-no-commands-'))
    space = await makeSpace({ hasLock: true })
    const validate = ['validate', space.folder]
    const openenv = await openEnv(python, 'openenv 0.10.0')
    ;[statically, withoutBuild, withoutDocker] = (await openenv.run(
      { args: [...validate, '--level', 'static'] },
      { args: [...validate, '--skip-build'] },
      { args: validate, env: { PATH: withoutCommands } },
    )) as [Run, Run, Run]
    const openenvCore = await openEnv(python, 'openenv-core 0.3.0')
    ;[firstGeneration] = (await openenvCore.run({ args: [...validate, '--verbose'] })) as [Run]
  }, INSTALL_TIMEOUT_MS)
  afterAll(async () => {
    await rm(withoutCommands, { recursive: true, force: true })
    await space.remove()
  })

  it('passes the static level of 0.10.0', () => {
    expect(statically.output).toMatch(/PASS {2}static\.manifest [^]*Verdict: PASS/)
    expect(statically.code).toBe(0)
  })

  it.each([
    ['openenv validate dist/space --level static', () => statically],
    ['openenv validate dist/space', () => withoutDocker],
    ['openenv validate dist/space --verbose', () => firstGeneration],
  ])('prints for "%s" what docs/openenv.md shows', (command, run) => {
    expect(withoutTimes(run().output, space.folder)).toBe(keptOutput(command))
  })

  it('passes all of 0.10.0 that needs no build: the rest is skipped, which it calls WARN', () => {
    const { code, output } = withoutBuild
    expect(statuses(output).get('static.manifest')).toBe('PASS')
    expect(new Set(statuses(output).values())).toEqual(new Set(['PASS', 'SKIP']))
    expect(output).toContain('Verdict: WARN')
    expect(code).toBe(0)
  })

  it('gets as far as Docker where there is none: its absence is the only thing wrong', () => {
    const { code, output } = withoutDocker
    expect(output).toContain('Could not execute the Docker client')
    const wrong = [...statuses(output)].filter(([, status]) => !/PASS|SKIP/.test(status))
    expect(wrong).toEqual([['runtime.startup', 'ERROR']])
    expect(code).toBe(1)
  })

  it('is ready for every way of deployment that openenv-core 0.3.0 knows', () => {
    const { code, output } = firstGeneration
    expect(output).toContain('[OK] space: Ready for multi-mode deployment')
    expect(output.match(/\[(?:YES|NO)\] \w+/g)).toEqual([
      '[YES] docker',
      '[YES] openenv_serve',
      '[YES] uv_run',
      '[YES] python_module',
    ])
    expect(code).toBe(0)
  })
})

/** Of each check in a report as text, in its order. */
function statuses(report: string): Map<string, string> {
  const lines = report.matchAll(/^ {2}(PASS|FAIL|SKIP|ERROR) +([\w.]+) \(/gm)
  return new Map([...lines].map(([, status = '', check = '']) => [check, status]))
}
