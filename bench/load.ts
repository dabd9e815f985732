/** Load from processes of their own, so that what is measured shares no event loop with it. */

import { once } from 'node:events'
import { join } from 'node:path'
import type { ChildProcess } from 'node:child_process'

import type {
  FailureCounts,
  LoadCommand,
  LoadReply,
  OpenOptions,
  Played,
  Timed,
} from './load-messages.ts'
import { endProcess, startProcess } from './started-processes.ts'

export type Load = {
  /** Process ids of the generators. */
  readonly pids: readonly number[]
  /** @returns how long each handshake took */
  open(target: LoadTarget, sessionCount: number, openingMax: number): Promise<Timed>
  /** @returns how long each session waited for its reply */
  exchange(what: 'reset' | 'step'): Promise<Timed>
  /** @param pauseMs - how long a session thinks between a reply and its next step, on average */
  play(pauseMs: number): Promise<void>
  /** Forgets what was measured since `play`. */
  mark(): Promise<void>
  stop(): Promise<PlayedByAll>
  close(): Promise<void>
  end(): Promise<void>
}

export type LoadTarget = Pick<OpenOptions, 'url' | 'scriptsFile' | 'areQueriesNew'>

/** What all generators counted, with the rate at which steps were answered. */
type PlayedByAll = Omit<Played, 'windowMs'> & { readonly stepsPerSecond: number }

/** @param generatorCount - processes to start; each connects from an address of its own */
export function createLoad(generatorCount: number): Load {
  const generators = Array.from({ length: generatorCount }, startGenerator)

  const tellAll = (command: LoadCommand) =>
    Promise.all(generators.map((generator) => tell(generator, command)))

  const timedByAll = async (replies: Promise<LoadReply[]>): Promise<Timed> => {
    const timed = (await replies).filter((reply) => reply.kind === 'timed')
    return {
      latenciesMs: joined(timed),
      failures: addedUp(timed.map(({ failures }) => failures)),
    }
  }

  return {
    pids: generators.flatMap(({ pid }) => pid ?? []),
    open: (target, sessionCount, openingMax) =>
      timedByAll(
        Promise.all(
          generators.map((generator, index) => {
            const firstSession = Math.floor((index * sessionCount) / generatorCount)
            const endSession = Math.floor(((index + 1) * sessionCount) / generatorCount)
            return tell(generator, {
              kind: 'open',
              ...target,
              sessionCount: endSession - firstSession,
              firstSession,
              openingMax: Math.ceil(openingMax / generatorCount),
              sourceAddress: `127.0.0.${index + 2}`,
            })
          }),
        ),
      ),
    exchange: (what) => timedByAll(tellAll({ kind: 'exchange', what })),
    play: async (pauseMs) => void (await tellAll({ kind: 'play', pauseMs })),
    mark: async () => void (await tellAll({ kind: 'mark' })),
    stop: async () => {
      const played = (await tellAll({ kind: 'stop' })).filter((reply) => reply.kind === 'played')
      return {
        latenciesMs: joined(played),
        resetCount: sum(played.map(({ resetCount }) => resetCount)),
        failures: addedUp(played.map(({ failures }) => failures)),
        stepsPerSecond: sum(
          played.map(({ latenciesMs, windowMs }) => (latenciesMs.length / windowMs) * 1000),
        ),
      }
    },
    close: async () => void (await tellAll({ kind: 'close' })),
    end: async () => void (await Promise.all(generators.map(endProcess))),
  }
}

function startGenerator(): ChildProcess {
  return startProcess(process.execPath, [join(import.meta.dirname, 'load-generator.ts')], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    // Keeps arrays of numbers as they are.
    serialization: 'advanced',
  })
}

/** @throws {Error} when the generator ends instead of answering */
async function tell(generator: ChildProcess, command: LoadCommand): Promise<LoadReply> {
  const isOver = new AbortController()
  const reply = once(generator, 'message', { signal: isOver.signal })
  const end = once(generator, 'exit', { signal: isOver.signal }).then(([code]) => {
    throw new Error(`A load generator ended with ${String(code)}`)
  })
  generator.send(command)
  try {
    const [message] = await Promise.race([reply, end])
    // Nothing but `load-generator.ts` answers.
    return message as LoadReply
  } finally {
    reply.catch(() => {})
    end.catch(() => {})
    isOver.abort()
  }
}

function joined(parts: readonly { readonly latenciesMs: Float64Array }[]): Float64Array {
  const all = new Float64Array(sum(parts.map(({ latenciesMs }) => latenciesMs.length)))
  let length = 0
  for (const { latenciesMs } of parts) {
    all.set(latenciesMs, length)
    length += latenciesMs.length
  }
  return all
}

function addedUp(counts: readonly FailureCounts[]): FailureCounts {
  const all: Record<string, number> = {}
  for (const [what, count] of counts.flatMap((each) => Object.entries(each))) {
    all[what] = (all[what] ?? 0) + count
  }
  return all
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
