/** From the start of the process to the first reply of `/health`, and what an idle server holds. */

import { setTimeout as sleep } from 'node:timers/promises'

import type { BenchPlan } from './bench-plan.ts'
import { processTree, residentBytes, treePssBytes } from './process-status.ts'
import { waitForQuiet } from './quiet-machine.ts'
import { startSqlenv } from './servers.ts'

export type StartUpRun = {
  readonly healthyMs: number
  /** PSS of the process tree, query processes included. */
  readonly idleBytes: number
  /** Of the server process alone. */
  readonly residentBytes: number
  readonly processCount: number
}

export async function measureStartUp(
  dataDir: string,
  { patienceMs, startUp }: BenchPlan,
  tell: (news: string) => void,
): Promise<StartUpRun[]> {
  const runs: StartUpRun[] = []
  while (runs.length < startUp.starts) {
    await waitForQuiet(patienceMs)
    const server = await startSqlenv(dataDir)
    await sleep(startUp.settleMs)
    const run = {
      healthyMs: server.startMs,
      idleBytes: treePssBytes(server.pid),
      residentBytes: residentBytes(server.pid),
      processCount: processTree(server.pid).length,
    }
    await server.end()
    runs.push(run)
    tell(`start: ${runs.length} of ${startUp.starts}, healthy after ${run.healthyMs.toFixed(0)} ms`)
  }
  return runs
}
