/** OpenEnv's own Python client cannot tell the Worker from the Node server. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'

import { questionsToPlay, toEpisode } from '../openenv/episodes-to-play.ts'
import type { Report } from '../openenv/report.ts'
import { ensureVenv } from '../openenv/venv.ts'
import { INSTALL_TIMEOUT_MS, describeWithPython, runScript } from '../openenv/with-python.ts'
import { startServerProcess } from '../server-process.ts'
import { EDGE_DATA_DIR } from './edge-data.ts'
import { startWranglerServer } from './wrangler-server.ts'

const SCRIPT = join(import.meta.dirname, '..', 'openenv', 'play_episodes.py')

describeWithPython('the Python package openenv', (python) => {
  const reports: Report[] = []
  const releases: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    const venvPython = await ensureVenv(python)
    const dir = await mkdtemp(join(tmpdir(), 'sqlenv-edge-openenv-'))
    releases.push(() => rm(dir, { recursive: true }))
    const file = join(dir, 'episodes.json')
    await writeFile(file, JSON.stringify(questionsToPlay(EDGE_DATA_DIR).map(toEpisode)))
    for (const start of [() => startServerProcess(EDGE_DATA_DIR), startWranglerServer]) {
      const server = await start()
      releases.push(() => server.stop())
      reports.push((await runScript(venvPython, [SCRIPT, server.url, file])) as Report)
    }
  }, INSTALL_TIMEOUT_MS)

  afterAll(async () => {
    for (const release of releases) await release()
  })

  it('plays one question of each database to the right answer', () => {
    const [, edge] = reports
    const ends = edge?.async_episodes.map(({ steps }) => steps.at(-1)?.metadata.outcome)
    expect(ends).toEqual(questionsToPlay(EDGE_DATA_DIR).map(() => 'solved'))
  })

  it('gets what it gets from the Node server, alone, at once, and for its mistakes', () => {
    const [node, edge] = reports
    expect(edge).toEqual(node)
  })
})
