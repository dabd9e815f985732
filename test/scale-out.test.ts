/** Two server processes behind nginx, as deploy/nginx.conf has it: sessions stay, one dies, one returns. */

import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { makeCompanyData } from './company-data.ts'
import type { CompanyData } from './company-data.ts'
import { openRawSocket } from './raw-socket.ts'
import type { RawSocket } from './raw-socket.ts'
import { startServerProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'

const CONFIGURATION = join(import.meta.dirname, '..', 'deploy', 'nginx.conf')

function hasNginx(): boolean {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

// Where CI says that all must run, a missing nginx fails instead.
describe.skipIf(!hasNginx() && process.env['CI'] !== 'true')('behind nginx (needs nginx)', () => {
  let data: CompanyData
  let folder: string
  let ports: number[]
  let servers: ServerProcess[]
  let nginx: ChildProcess
  let url: string

  beforeAll(async () => {
    data = makeCompanyData()
    folder = mkdtempSync(join(tmpdir(), 'sqlenv-nginx-'))
    ports = [await freePort(), await freePort(), await freePort()]
    servers = await Promise.all(ports.slice(1).map((port) => start(port)))
    nginx = spawn('nginx', ['-c', configure(), '-g', 'daemon off;'], { stdio: 'ignore' })
    url = `http://127.0.0.1:${ports[0]}`
    await vi.waitUntil(async () => (await health()) === 200, { timeout: 10_000 })
  })
  afterAll(async () => {
    nginx.kill('SIGTERM')
    await Promise.all(servers.map((server) => server.stop()))
    data.remove()
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(port: number | undefined): Promise<ServerProcess> {
    return startServerProcess(data.dataDir, { PORT: String(port), QUERY_PROCESSES: '1' })
  }

  /** The committed file with our ports, and with its files in our folder. */
  function configure(): string {
    const text = readFileSync(CONFIGURATION, 'utf8')
      .replaceAll('0.0.0.0:8000', `127.0.0.1:${ports[0]}`)
      .replaceAll('127.0.0.1:8001', `127.0.0.1:${ports[1]}`)
      .replaceAll('127.0.0.1:8002', `127.0.0.1:${ports[2]}`)
      .replaceAll('/tmp/sqlenv-nginx', join(folder, 'nginx'))
    const file = join(folder, 'nginx.conf')
    writeFileSync(file, text)
    return file
  }

  async function health(): Promise<number> {
    return fetch(`${url}/health`).then(
      (response) => response.status,
      () => 0,
    )
  }

  async function sessionsOf(server: ServerProcess | undefined): Promise<number> {
    const metrics = await (await fetch(`${server?.url}/metrics`)).text()
    return Number(/^sqlenv_sessions (\d+)$/m.exec(metrics)?.[1])
  }

  async function openSockets(count: number): Promise<RawSocket[]> {
    const sockets: RawSocket[] = []
    for (let index = 0; index < count; index += 1) {
      sockets.push(await openRawSocket(`${url.replace('http', 'ws')}/ws`))
    }
    return sockets
  }

  async function playOne(socket: RawSocket): Promise<unknown> {
    socket.send('{"type":"reset","data":{"question_id":"company_001"}}')
    await socket.next()
    socket.send('{"type":"step","data":{"action_type":"ANSWER","argument":"3"}}')
    return socket.next()
  }

  const SOLVED = { data: { metadata: { outcome: 'solved' } } }

  it('spreads sockets over both, and keeps an HTTP episode with its server', async () => {
    const sockets = await openSockets(8)
    for (const socket of sockets) expect(await playOne(socket)).toMatchObject(SOLVED)
    expect([await sessionsOf(servers[0]), await sessionsOf(servers[1])]).toEqual([4, 4])

    const reset = await fetch(`${url}/reset`, {
      method: 'POST',
      body: '{"question_id":"company_001"}',
    })
    const headers = { 'x-session-id': reset.headers.get('x-session-id') ?? '' }
    for (let count = 1; count <= 5; count += 1) {
      const body = '{"action":{"action_type":"SAMPLE","argument":"employee"}}'
      const step = await fetch(`${url}/step`, { method: 'POST', headers, body })
      expect(await step.json()).toMatchObject({ observation: { step_count: count } })
    }
    for (const socket of sockets) socket.close()
    await Promise.all(sockets.map(({ closed }) => closed))
  })

  it('loses one server’s sessions only, when it is killed, and uses it again when it is back', async () => {
    const sockets = await openSockets(6)
    for (const socket of sockets) await playOne(socket)
    const [killed] = servers
    await killed?.kill()
    const codes = await Promise.all(
      sockets.map(async (socket) =>
        Promise.race([
          socket.closed,
          playOne(socket).then(
            () => 'goes on' as const,
            () => socket.closed,
          ),
        ]),
      ),
    )
    expect(codes.filter((code) => code === 'goes on')).toHaveLength(3)
    expect(codes.filter((code) => code !== 'goes on')).toEqual([1006, 1006, 1006])

    // Clients that come now are taken by the one that is left.
    const late = await openSockets(4)
    for (const socket of late) expect(await playOne(socket)).toMatchObject(SOLVED)

    servers[0] = await start(ports[1])
    await expect
      .poll(
        async () => {
          const [socket] = await openSockets(1)
          const reply = socket && (await playOne(socket))
          sockets.push(...(socket ? [socket] : []))
          expect(reply).toMatchObject(SOLVED)
          return sessionsOf(servers[0])
        },
        { timeout: 15_000, interval: 300 },
      )
      .toBeGreaterThan(0)
    for (const socket of [...sockets, ...late]) socket.close()
  })
})
