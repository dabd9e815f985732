/** How the server may talk to a query process: round trips a second, one at a time and several ahead. */

import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Duplex, Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

import { createLineReader } from '../src/adapters/node/query-pool/line-reader.ts'
import { replyFromLine, requestToLine } from '../src/adapters/node/query-pool/query-messages.ts'
import type { QueryRequest } from '../src/adapters/node/query-pool/query-messages.ts'
import type { BenchPlan } from './bench-plan.ts'
import { readStat } from './process-status.ts'
import { waitForQuiet } from './quiet-machine.ts'
import { endProcess, startProcess } from './started-processes.ts'

export const TRANSPORT_NAMES = [
  'ours',
  'lines_blocking',
  'lines',
  'fork_json',
  'fork_advanced',
] as const
export type TransportName = (typeof TRANSPORT_NAMES)[number]

export type TransportRun = {
  readonly transport: TransportName
  /** Requests that are sent before the first of them is answered. */
  readonly ahead: number
  readonly perSecond: number
  /** Of this process and of the other, for one round trip. */
  readonly ownCpuMs: number
  readonly peerCpuMs: number
}

const PROGRAM = join(import.meta.dirname, 'transport-peer.ts')
const AHEAD = [1, 16] as const

const REQUEST: QueryRequest = {
  path: '/data/databases/concert_singer/concert_singer.sqlite',
  sql: "SELECT name, country FROM singer WHERE country = 'France' ORDER BY age DESC LIMIT 5",
  limits: { rowsMax: 1000, bytesMax: 4_194_304 },
}

export async function measureTransports(
  { patienceMs, transport: plan }: BenchPlan,
  tell: (news: string) => void,
): Promise<TransportRun[]> {
  const runs: TransportRun[] = []
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const transport of TRANSPORT_NAMES) {
      for (const ahead of AHEAD) {
        await waitForQuiet(patienceMs)
        runs.push(await measureOnce(transport, ahead, plan.measureMs))
      }
    }
    tell(`transport: round ${round} of ${plan.rounds}`)
  }
  return runs
}

async function measureOnce(
  transport: TransportName,
  ahead: number,
  measureMs: number,
): Promise<TransportRun> {
  const peer = startPeer(transport)
  let count = 0
  const send = () => peer.send(REQUEST)
  peer.onReply(() => {
    count += 1
    send()
  })
  for (let index = 0; index < ahead; index += 1) send()
  await sleep(measureMs / 2)
  const before = {
    count,
    atMs: performance.now(),
    own: process.cpuUsage(),
    peerSeconds: cpuSecondsOf(peer.pid),
  }
  await sleep(measureMs)
  const done = count - before.count
  const { user, system } = process.cpuUsage(before.own)
  const peerSeconds = cpuSecondsOf(peer.pid) - before.peerSeconds
  const seconds = (performance.now() - before.atMs) / 1000
  await peer.end()
  return {
    transport,
    ahead,
    perSecond: done / seconds,
    ownCpuMs: (user + system) / 1000 / done,
    peerCpuMs: (peerSeconds * 1000) / done,
  }
}

function cpuSecondsOf(pid: number): number {
  return readStat(pid)?.ownCpuSeconds ?? Number.NaN
}

type Peer = {
  readonly pid: number
  send(request: QueryRequest): void
  onReply(take: () => void): void
  end(): Promise<void>
}

function startPeer(transport: TransportName): Peer {
  switch (transport) {
    case 'ours': {
      const child = start(transport, ['ignore', 'ignore', 'inherit', 'pipe'])
      // Spawned with a pipe there, which goes both ways.
      const pipe = child.stdio[3] as Duplex
      return overLines(child, pipe, pipe)
    }
    case 'lines':
    case 'lines_blocking': {
      const child = start(transport, ['pipe', 'pipe', 'inherit'])
      if (child.stdin === null || child.stdout === null) throw new Error('Expected two pipes')
      return overLines(child, child.stdin, child.stdout)
    }
    case 'fork_json':
    case 'fork_advanced':
      return overChannel(transport)
  }
}

function start(
  transport: TransportName,
  stdio: SpawnOptions['stdio'],
  serialization: SpawnOptions['serialization'] = 'json',
): ChildProcess {
  const args = ['--no-warnings', PROGRAM, transport]
  return startProcess(process.execPath, args, { stdio, serialization })
}

/** What is sent in one turn of the event loop goes in one piece. */
function overLines(child: ChildProcess, output: Writable, input: Readable): Peer {
  const readLines = createLineReader()
  let unsent = ''
  let take = () => {}
  output.on('error', () => {})
  input.on('data', (piece: Buffer) => {
    for (const line of readLines(piece)) {
      // The word by which ours says that it is ready.
      if (!line.endsWith('}')) continue
      replyFromLine(line.slice(line.indexOf('{')))
      take()
    }
  })
  return {
    pid: child.pid ?? 0,
    send(request) {
      if (unsent === '') {
        process.nextTick(() => {
          output.write(unsent)
          unsent = ''
        })
      }
      unsent += `${requestToLine(request)}\n`
    },
    onReply: (next) => {
      take = next
    },
    end: () => endProcess(child),
  }
}

function overChannel(transport: 'fork_json' | 'fork_advanced'): Peer {
  const serialization = transport === 'fork_json' ? 'json' : 'advanced'
  const child = start(transport, ['ignore', 'ignore', 'inherit', 'ipc'], serialization)
  let take = () => {}
  child.on('message', (message) => {
    if (typeof message === 'string') replyFromLine(message)
    take()
  })
  return {
    pid: child.pid ?? 0,
    send: (request) => child.send(request),
    onReply: (next) => {
      take = next
    },
    async end() {
      const closed = once(child, 'exit')
      await endProcess(child)
      await closed
    },
  }
}
