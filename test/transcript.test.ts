/** The transcript in docs/protocol.md, played anew. `UPDATE_DOCS=1 npm test -- transcript` writes it. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'

import { createNodeApp } from '../src/adapters/node/node-app.ts'
import type { NodeApp } from '../src/adapters/node/node-app.ts'
import { testDataDir } from './fixtures.ts'
import { listenTo } from './listening.ts'
import type { Listening } from './listening.ts'

const DOCUMENT = join(import.meta.dirname, '..', 'docs', 'protocol.md')
const BEGIN = '<!-- transcript -->'
const END = '<!-- end -->'

let nodeApp: NodeApp
let server: Listening

beforeAll(async () => {
  nodeApp = createNodeApp({ dataDir: testDataDir(), settings: { QUERY_PROCESSES: 1 } })
  server = await listenTo(nodeApp)
})
afterAll(async () => {
  await server.stop()
  await nodeApp.close()
})

/** Sends each line that begins with `→` and answers with the same lines, each followed by its reply. */
async function play(frames: readonly string[]): Promise<string[]> {
  const socket = new WebSocket(server.socketUrl)
  const lines: string[] = []
  await new Promise((resolve) => socket.once('open', resolve))
  for (const frame of frames) {
    const reply = new Promise<string>((resolve) => {
      socket.once('message', (text: Buffer) => resolve(`← ${text.toString()}`))
      socket.once('close', (code) => resolve(`← (closed with ${code})`))
    })
    socket.send(frame)
    lines.push(`→ ${frame}`, await reply)
  }
  return lines
}

it('is what the server answers, byte for byte', async () => {
  const document = readFileSync(DOCUMENT, 'utf8')
  const [before = '', rest = ''] = document.split(BEGIN)
  const [written = '', after = ''] = rest.split(END)
  const frames = [...written.matchAll(/^→ (.*)$/gm)].map(([, frame = '']) => frame)
  const played = `\n\n\`\`\`text\n${(await play(frames)).join('\n')}\n\`\`\`\n\n`
  if (process.env['UPDATE_DOCS'] === '1') {
    writeFileSync(DOCUMENT, [before, BEGIN, played, END, after].join(''))
  }
  expect(readFileSync(DOCUMENT, 'utf8')).toContain(`${BEGIN}${played}${END}`)
  expect(frames.length).toBeGreaterThan(5)
})
