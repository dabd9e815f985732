/** The data that is served while it is measured: built for the run, in a folder of its own. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { databasePathIn } from '../src/adapters/node/data-files.ts'
import { importSpider } from '../src/datasets/spider-import.ts'
import { silentImport } from '../src/datasets/import-progress.ts'
import { putBuiltin } from '../test/builtin-data.ts'
import { spiderDir } from '../test/spider-dir.ts'
import { makeEpisodes, toEchoScript, toFloorScripts, toScript } from './episode-scripts.ts'
import type { Script } from './episode-scripts.ts'
import { recordReplies } from './recorded-replies.ts'
import type { Mix } from './recorded-replies.ts'
import { startSqlenv } from './servers.ts'

export type BenchData = {
  readonly dataDir: string
  /** The data set whose questions are played: Spider where it is there. */
  readonly dataset: string
  readonly mix: Mix
  /** Files with one script for each question, as the generators read them. */
  readonly sqlenvScripts: string
  readonly floorScripts: string
  readonly echoScripts: string
}

/**
 * @param folder - empty; the caller removes it
 * @param episodesMax - questions that are played, spread over the data set
 */
export async function prepareBenchData(
  folder: string,
  episodesMax: number,
  tell: (news: string) => void,
): Promise<BenchData> {
  const dataDir = join(folder, 'data')
  tell('data: building the built-in data set')
  await putBuiltin(dataDir)
  if (spiderDir !== undefined) {
    tell('data: importing Spider')
    await importSpider(spiderDir, dataDir, silentImport)
  }
  const dataset = spiderDir === undefined ? 'builtin' : 'spider'
  const episodes = spreadOver(makeEpisodes(dataDir, dataset), episodesMax)
  const scripts = episodes.map(toScript)
  tell(`data: playing ${episodes.length} episodes of ${dataset} once`)
  const server = await startSqlenv(dataDir)
  const { sizes, mix } = await recordReplies(server.socketUrl, episodes, scripts)
  await server.end()

  const floorScripts = toFloorScripts(episodes, sizes, (id) => databasePathIn(dataDir, id))
  const put = async (name: string, content: readonly Script[]): Promise<string> => {
    const file = join(folder, `${name}.json`)
    await writeFile(file, JSON.stringify(content))
    return file
  }
  return {
    dataDir,
    dataset,
    mix,
    sqlenvScripts: await put('sqlenv', scripts),
    floorScripts: await put('floor', floorScripts),
    echoScripts: await put('echo', episodes.map(toEchoScript)),
  }
}

function spreadOver<T>(items: readonly T[], countMax: number): T[] {
  const every = Math.ceil(items.length / countMax)
  return items.filter((_, index) => index % every === 0)
}
