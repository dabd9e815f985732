/** Where an evaluation is played: on a server, or in this process with the server's query pool. */

import * as v from 'valibot'

import type { Settings } from '../../adapters/node/config.ts'
import { demandDataset, unknownDataset } from '../../adapters/node/data-files.ts'
import { createNodeApp } from '../../adapters/node/node-app.ts'
import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { SqlEnvClient } from '../../client/sqlenv-client.ts'
import type { Exchange } from '../../client/sqlenv-client.ts'
import { SqlEnvError } from '../../client/sqlenv-error.ts'
import { toSocketUrl } from '../../client/socket-url.ts'
import type { Environment } from '../../episode/environment.ts'
import type { PlaySession } from '../../evaluation/runner/play-episode.ts'
import { parseEnvironmentFacts } from '../../evaluation/trajectory/environment-facts.ts'
import type { EnvironmentFacts } from '../../evaluation/trajectory/environment-facts.ts'
import { parseAction } from '../../protocol/action.ts'
import { toWireReply } from '../../protocol/reply.ts'
import type { WireReply } from '../../protocol/reply.ts'
import { parseResetData } from '../../protocol/reset-options.ts'
import type { Split } from '../../questions/question.ts'

/** What a server says of its data beside `EnvironmentFacts`. */
const MetadataSchema = v.object({
  datasets: v.array(
    v.object({
      name: v.string(),
      checksum: v.string(),
      playable_questions: v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))),
    }),
  ),
})

export type PlayTarget = {
  readonly facts: EnvironmentFacts
  readonly dataChecksum: string
  readonly questionCount: (split: Split) => number
  /** @param onExchange - is told of each reset and step that was answered */
  openSession(onExchange?: (exchange: Exchange) => void): PlaySession
  close(): Promise<void>
}

/** @throws {SettingError} when the server cannot be asked, or lacks the data set */
export async function openServer(url: string, dataset: string): Promise<PlayTarget> {
  const socketUrl = toSocketUrl(url)
  const address = new URL('metadata', socketUrl.replace(/^ws/, 'http'))
  const response = await fetch(address, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) }).catch(
    (error: unknown) => {
      throw new SettingError(`No server answers at ${url}`, { cause: error })
    },
  )
  // Undefined where it is none, such as a page of another server.
  const said: unknown = await response.json().catch(() => undefined)
  const openSession: PlayTarget['openSession'] = (onExchange) =>
    new SqlEnvClient(socketUrl, {
      connectAttemptsMax: CONNECT_ATTEMPTS_MAX,
      ...(onExchange === undefined ? {} : { onExchange }),
    })
  return { ...playFactsOf(said, dataset), openSession, close: async () => {} }
}

const ASK_TIMEOUT_MS = 30_000

/** Some seconds in all, within which a server that was started anew is there again. */
const CONNECT_ATTEMPTS_MAX = 7

/**
 * @param settings - those that are not the default
 * @throws {SettingError} when the data cannot be played
 */
export async function openInProcess(
  dataDir: string,
  dataset: string,
  settings: Partial<Settings> = {},
): Promise<PlayTarget> {
  // Before the server's own settings are at fault for what was said to this command.
  demandDataset(dataDir, dataset)
  const nodeApp = createNodeApp({ dataDir, settings: { ...settings, SQLENV_DATASETS: [dataset] } })
  try {
    const said: unknown = await (await nodeApp.app.request('/metadata')).json()
    const openSession: PlayTarget['openSession'] = (onExchange) =>
      toSession(nodeApp.ports.createEnvironment('session', null), onExchange)
    return { ...playFactsOf(said, dataset), openSession, close: () => nodeApp.close() }
  } catch (error) {
    await nodeApp.close()
    throw error
  }
}

function playFactsOf(said: unknown, dataset: string) {
  const facts = parseEnvironmentFacts(said)
  const parsed = v.safeParse(MetadataSchema, said)
  if (facts === undefined || !parsed.success) {
    throw new SettingError('What answers there is no SQLEnv server')
  }
  const { datasets } = parsed.output
  const played = datasets.find(({ name }) => name === dataset)
  if (played === undefined) {
    throw unknownDataset(
      dataset,
      datasets.map(({ name }) => name),
    )
  }
  return {
    facts,
    dataChecksum: played.checksum,
    questionCount: (split: Split) => played.playable_questions[split] ?? 0,
  }
}

/** Exchanges the frames that a socket would carry. */
function toSession(
  environment: Environment,
  onExchange: ((exchange: Exchange) => void) | undefined,
): PlaySession {
  function exchanged(request: Exchange['request'], reply: WireReply): WireReply {
    if (onExchange === undefined) return reply
    const frame = { type: 'observation', data: reply } as const
    const requestText = JSON.stringify(request)
    onExchange({ request, requestText, reply: frame, replyText: JSON.stringify(frame) })
    return reply
  }
  return {
    async reset(data) {
      const result = environment.reset(parseResetData(data))
      if (result.kind === 'refused') throw new SqlEnvError('VALIDATION_ERROR', result.message)
      return exchanged({ type: 'reset', data }, toWireReply(result.reply))
    },
    async step(action) {
      const parsed = parseAction(action)
      let reply: WireReply
      try {
        reply = toWireReply(await environment.step(parsed))
      } catch (error) {
        throw new SqlEnvError('EXECUTION_ERROR', (error as Error).message, { cause: error })
      }
      return exchanged({ type: 'step', data: action }, reply)
    },
    close: async () => {},
  }
}
