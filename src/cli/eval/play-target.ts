/** Where an evaluation is played: on a server, or in this process with the server's query pool. */

import * as v from 'valibot'

import type { Settings } from '../../adapters/node/config.ts'
import { createNodeApp } from '../../adapters/node/node-app.ts'
import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { SqlEnvClient } from '../../client/sqlenv-client.ts'
import { SqlEnvError } from '../../client/sqlenv-error.ts'
import { toSocketUrl } from '../../client/socket-url.ts'
import type { Environment } from '../../episode/environment.ts'
import type { PlaySession } from '../../evaluation/runner/play-episode.ts'
import { parseAction } from '../../protocol/action.ts'
import { toWireReply } from '../../protocol/reply.ts'
import { parseResetData } from '../../protocol/reset-options.ts'
import type { Split } from '../../questions/question.ts'

/** What a server says of itself, as far as an evaluation needs it. */
const MetadataSchema = v.object({
  version: v.string(),
  datasets: v.array(
    v.object({
      name: v.string(),
      checksum: v.string(),
      playable_questions: v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))),
    }),
  ),
})

export type PlayTarget = {
  readonly environmentVersion: string
  readonly dataChecksum: string
  readonly questionCount: (split: Split) => number
  openSession(): PlaySession
  close(): Promise<void>
}

/** @throws {SettingError} when the server cannot be asked, or lacks the data set */
export async function openServer(url: string, dataset: string): Promise<PlayTarget> {
  const socketUrl = toSocketUrl(url)
  const address = new URL('metadata', socketUrl.replace(/^ws/, 'http'))
  const said = await fetch(address, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) })
    .then((response) => response.json())
    .catch((error: unknown) => {
      throw new SettingError(`No server answers at ${url}`, { cause: error })
    })
  const openSession = () => new SqlEnvClient(socketUrl, { connectAttemptsMax: 3 })
  return { ...factsOf(said, dataset), openSession, close: async () => {} }
}

const ASK_TIMEOUT_MS = 30_000

/**
 * @param settings - those that are not the default
 * @throws {SettingError} when the data cannot be played
 */
export async function openInProcess(
  dataDir: string,
  dataset: string,
  settings: Partial<Settings> = {},
): Promise<PlayTarget> {
  const nodeApp = createNodeApp({ dataDir, settings: { ...settings, SQLENV_DATASETS: [dataset] } })
  try {
    const said: unknown = await (await nodeApp.app.request('/metadata')).json()
    const openSession = () => toSession(nodeApp.ports.createEnvironment('session', null))
    return { ...factsOf(said, dataset), openSession, close: () => nodeApp.close() }
  } catch (error) {
    await nodeApp.close()
    throw error
  }
}

function factsOf(said: unknown, dataset: string) {
  const parsed = v.safeParse(MetadataSchema, said)
  if (!parsed.success) throw new SettingError('What answers there is no SQLEnv server')
  const { version, datasets } = parsed.output
  const facts = datasets.find(({ name }) => name === dataset)
  if (facts === undefined) {
    const known = datasets.map(({ name }) => name).join(', ')
    throw new SettingError(`Unknown dataset ${dataset}. There: ${known}`)
  }
  return {
    environmentVersion: version,
    dataChecksum: facts.checksum,
    questionCount: (split: Split) => facts.playable_questions[split] ?? 0,
  }
}

function toSession(environment: Environment): PlaySession {
  return {
    async reset(data) {
      const result = environment.reset(parseResetData(data))
      if (result.kind === 'refused') throw new SqlEnvError('VALIDATION_ERROR', result.message)
      return toWireReply(result.reply)
    },
    async step(action) {
      const parsed = parseAction(action)
      try {
        return toWireReply(await environment.step(parsed))
      } catch (error) {
        throw new SqlEnvError('EXECUTION_ERROR', (error as Error).message, { cause: error })
      }
    },
    close: async () => {},
  }
}
