/** What tests start ends with them. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

import { expect, it } from 'vitest'

import { makeCompanyData } from './company-data.ts'

/** Prints the server's address, and goes on printing until nobody reads. */
const STARTER = `
  import { startServerProcess } from ${JSON.stringify(new URL('server-process.ts', import.meta.url))}
  const server = await startServerProcess(process.argv[1])
  setInterval(() => console.log(server.url), 20)
`

it('ends the server with a process that fails because its output is closed', async () => {
  const data = makeCompanyData()
  const words = ['--input-type=module', '--eval', STARTER, data.dataDir]
  const starter = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  try {
    const [url] = (await once(createInterface({ input: starter.stdout }), 'line')) as [string]
    expect((await fetch(`${url}/health`)).status).toBe(200)
    starter.stdout.destroy()
    const isGone = () =>
      fetch(`${url}/health`).then(
        () => false,
        () => true,
      )
    await expect.poll(isGone, { timeout: 10_000 }).toBe(true)
  } finally {
    endGroup(starter.pid)
    data.remove()
  }
})

/** The starter and its server, where one of them is left. */
function endGroup(group: number | undefined): void {
  if (group === undefined) return
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // None is left.
  }
}
