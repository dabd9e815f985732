/** `sqlenv replay`: are recorded episodes still what the environment answers, byte for byte? */

import { statSync } from 'node:fs'

import { SqlEnvError } from '../../client/sqlenv-error.ts'
import { fetchEnvironmentFacts } from '../../evaluation/trajectory/environment-facts.ts'
import type { EnvironmentFacts } from '../../evaluation/trajectory/environment-facts.ts'
import { connectReplayer } from '../../evaluation/trajectory/replay-trajectory.ts'
import type { Replayer } from '../../evaluation/trajectory/replay-trajectory.ts'
import { createByteProgress } from '../data/byte-progress.ts'
import { toSafeText } from '../safe-text.ts'
import { startLocalServer } from './local-server.ts'
import { isReadableFile } from './readable-file.ts'
import { REPLAY_HELP, parseReplayArguments } from './replay-arguments.ts'
import { replayFile } from './replay-file.ts'
import { fileText } from './replay-texts.ts'

/** From here on, how far it is is shown. */
const LONG_FILE_BYTES = 1_000_000

/** @returns the exit code: 0 all the same, 1 not all, 2 wrong words or a damaged file */
export async function replay(args: string[]): Promise<number> {
  const wanted = parseReplayArguments(args)
  switch (wanted.kind) {
    case 'help':
      console.log(REPLAY_HELP)
      return 0
    case 'unusable':
      return fail(`${wanted.reason}\nSee: npm run replay -- --help`, 2)
    case 'replay': {
      const { url, files, jobs, dataDir } = wanted
      const missing = files.find((file) => !isReadableFile(file))
      if (missing !== undefined) return fail(`Expected a file that can be read at ${missing}`, 2)
      if (url !== undefined) return replayOn(url, files, jobs)
      const server = await startLocalServer(dataDir)
      try {
        return await replayOn(server.url, files, jobs)
      } finally {
        await server.stop()
      }
    }
  }
}

async function replayOn(url: string, files: readonly string[], jobs: number): Promise<number> {
  const replayers: Replayer[] = []
  try {
    const facts = await fetchEnvironmentFacts(url)
    while (replayers.length < jobs) replayers.push(await connectReplayer(url))
    let code = 0
    for (const file of files) code = Math.max(code, await replayOne(file, replayers, facts))
    return code
  } catch (error) {
    if (!(error instanceof SqlEnvError)) throw error
    return fail(`No SQLEnv server answers at ${url}: ${error.message}`, 1)
  } finally {
    await Promise.all(replayers.map((replayer) => replayer.close()))
  }
}

async function replayOne(
  file: string,
  replayers: readonly Replayer[],
  facts: EnvironmentFacts,
): Promise<number> {
  const { size } = statSync(file)
  const progress = size < LONG_FILE_BYTES ? undefined : createByteProgress(process.stderr)
  progress?.begin(file, size, 0)
  const replayed = await replayFile(file, replayers, facts, {
    note: (text) => process.stderr.write(toSafeText(`${file} ${text}\n`)),
    line: (bytes) => progress?.advance(bytes),
  })
  progress?.end()
  console.log(fileText(file, replayed))
  if (replayed.damage !== undefined) return 2
  return replayed.differences.length > 0 ? 1 : 0
}

function fail(message: string, code: number): number {
  console.error(toSafeText(message))
  return code
}
