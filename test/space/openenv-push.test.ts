/** `openenv push` on the Space, whole, but for the Hub: a folder takes what would be uploaded. */

import { readFileSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { missingCopySources } from '../../deploy/space/dockerfile-copies.ts'
import { INSTALL_TIMEOUT_MS, describeWithPython } from '../openenv/with-python.ts'
import { openEnv } from './openenv-command.ts'
import { makeSpace } from './space-fixture.ts'
import type { SpaceFixture } from './space-fixture.ts'

describeWithPython('openenv push', (python) => {
  let space: SpaceFixture
  let uploaded: string
  let calls: readonly Record<string, unknown>[]

  const read = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8')
  const filesIn = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .toSorted()

  beforeAll(async () => {
    uploaded = await mkdtemp(join(tmpdir(), 'sqlenv-uploaded-'))
    space = await makeSpace({ hasLock: false })
    const openenv = await openEnv(python, 'openenv 0.10.0')
    const args = [space.folder, '--repo-id', 'somebody/sql-env']
    const printed = await openenv.print('push_without_hub.py', uploaded, ...args)
    calls = JSON.parse(printed) as Record<string, unknown>[]
  }, INSTALL_TIMEOUT_MS)
  afterAll(async () => {
    await rm(uploaded, { recursive: true, force: true })
    await space.remove()
  })

  it('makes a Docker Space, and fills it', () => {
    const repository = { repo_id: 'somebody/sql-env', repo_type: 'space' }
    expect(calls).toMatchObject([
      { call: 'create_repo', ...repository, space_sdk: 'docker' },
      { call: 'upload_folder', ...repository },
    ])
  })

  it('uploads every file but our mark, and not one byte that is changed', () => {
    const files = filesIn(space.folder).filter((file) => !file.startsWith('.'))
    expect(filesIn(uploaded)).toEqual(files)
    for (const file of files) {
      const isSame = readFileSync(join(uploaded, file)).equals(
        readFileSync(join(space.folder, file)),
      )
      if (!isSame) expect.fail(`${file} was changed`)
    }
  })

  it('leaves a Dockerfile that finds all that it copies, and a README that configures the Space', () => {
    expect(missingCopySources(read(uploaded, 'Dockerfile'), uploaded)).toEqual([])
    expect(read(uploaded, 'README.md')).toMatch(/^---\n[^]*\napp_port: 8000\nbase_path: \/web\n/)
  })
})
