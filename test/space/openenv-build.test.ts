/** `openenv build` on the Space: what it hands to Docker, which a recorder stands in for. */

import { readFileSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { missingCopySources } from '../../deploy/space/dockerfile-copies.ts'
import { INSTALL_TIMEOUT_MS, describeWithPython } from '../openenv/with-python.ts'
import { openEnv } from './openenv-command.ts'
import type { Run } from './openenv-command.ts'
import { makeSpace } from './space-fixture.ts'
import type { SpaceFixture } from './space-fixture.ts'

const RECORDER = join(import.meta.dirname, 'recording-docker.sh')

describeWithPython('openenv build', (python) => {
  let space: SpaceFixture
  let scratch: string
  let build: Run
  let args: readonly string[]

  const context = (file: string) => join(scratch, 'context', file)

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'sqlenv-docker-record-'))
    await mkdir(join(scratch, 'bin'))
    await symlink(RECORDER, join(scratch, 'bin', 'docker'))
    space = await makeSpace({ hasLock: false })
    const { PATH = '' } = process.env
    const env = { PATH: `${join(scratch, 'bin')}:${PATH}`, DOCKER_RECORD: scratch }
    const openenv = await openEnv(python, 'openenv 0.10.0')
    ;[build] = (await openenv.run({ args: ['build', space.folder], env })) as [Run]
    args = readFileSync(join(scratch, 'arguments'), 'utf8').trimEnd().split('\n')
  }, INSTALL_TIMEOUT_MS)
  afterAll(async () => {
    await rm(scratch, { recursive: true, force: true })
    await space.remove()
  })

  it('takes the Space for an environment of its own, and succeeds', () => {
    expect(build.output).toContain('Build mode detected: standalone')
    expect(build.output).not.toContain('Warning')
    expect(build.code).toBe(0)
  })

  it('builds the whole folder by server/Dockerfile', () => {
    const root = args.at(-1) ?? ''
    expect(args.slice(0, 5)).toEqual([
      'build',
      '-t',
      'openenv-space',
      '-f',
      `${root}/server/Dockerfile`,
    ])
    expect(readdirSync(context('.')).toSorted()).toEqual(readdirSync(space.folder).toSorted())
  })

  it('leaves a Dockerfile that finds all that it copies', () => {
    const dockerfile = readFileSync(context('server/Dockerfile'), 'utf8')
    expect(dockerfile).toBe(readFileSync(join(space.folder, 'Dockerfile'), 'utf8'))
    expect(missingCopySources(dockerfile, context('.'))).toEqual([])
  })
})
