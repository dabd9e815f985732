/** Trajectories of a real environment in this process, made without a server. */

import { loadData } from '../src/adapters/node/data-files.ts'
import { openInProcessPorts } from '../src/cli/verify-report/in-process-ports.ts'
import { createEnvironment } from '../src/episode/environment.ts'
import { createTrajectoryRecorder } from '../src/evaluation/trajectory/trajectory-recorder.ts'
import type { Trajectory } from '../src/evaluation/trajectory/trajectory.ts'
import { parseAction } from '../src/protocol/action.ts'
import type { WireAction } from '../src/protocol/action.ts'
import { toWireReply } from '../src/protocol/reply.ts'
import type { WireReply } from '../src/protocol/reply.ts'
import { parseResetData } from '../src/protocol/reset-options.ts'
import type { WireResetData } from '../src/protocol/reset-options.ts'

export type EpisodeRecording = {
  /** @param actions - where they end before the episode does, it was left */
  readonly record: (reset: WireResetData, actions: readonly WireAction[]) => Promise<Trajectory>
  readonly close: () => void
}

/** On the built-in data. */
export function openEpisodeRecording(dataDir: string): EpisodeRecording {
  const data = loadData(dataDir, ['builtin'])
  const { ports, close } = openInProcessPorts(data)
  const facts = {
    environment: {
      name: 'sql_env',
      version: '0.1.0',
      adapter: 'node',
      sqlite_engine: 'native',
      sqlite_version: '3',
    },
    defaultDataset: 'builtin',
    checksums: Object.fromEntries(data.datasets.map(({ name, checksum }) => [name, checksum])),
  }
  return {
    async record(reset, actions) {
      const recorded: Trajectory[] = []
      const { onExchange, leave } = createTrajectoryRecorder(facts, (one) => recorded.push(one))
      const environment = createEnvironment(ports)
      type Request = Parameters<typeof onExchange>[0]['request']
      function exchange(request: Request, reply: WireReply): void {
        const frame = { type: 'observation', data: reply } as const
        const [requestText, replyText] = [JSON.stringify(request), JSON.stringify(frame)]
        onExchange({ request, requestText, reply: frame, replyText })
      }
      const begun = environment.reset(parseResetData(reset))
      if (begun.kind === 'refused') throw new Error(begun.message)
      exchange({ type: 'reset', data: reset }, toWireReply(begun.reply))
      for (const action of actions) {
        const reply = toWireReply(await environment.step(parseAction(action)))
        exchange({ type: 'step', data: action }, reply)
      }
      leave()
      const [trajectory] = recorded
      if (trajectory === undefined) throw new Error('Expected an episode')
      return trajectory
    },
    close,
  }
}
