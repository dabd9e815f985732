/** Records what is played at the end of a file of trajectories. */

import { appendFileSync } from 'node:fs'

import { SettingError } from '../../adapters/settings/setting-kinds.ts'
import { fetchEnvironmentFacts } from '../../evaluation/trajectory/environment-facts.ts'
import { createTrajectoryRecorder } from '../../evaluation/trajectory/trajectory-recorder.ts'
import type { TrajectoryRecorder } from '../../evaluation/trajectory/trajectory-recorder.ts'

/**
 * @throws {SettingError} when the file cannot be written
 * @throws {SqlEnvError} when the server does not say what it is
 */
export async function createFileRecorder(url: string, file: string): Promise<TrajectoryRecorder> {
  const facts = await fetchEnvironmentFacts(url)
  append(file, '')
  return createTrajectoryRecorder(facts, (trajectory) => {
    append(file, `${JSON.stringify(trajectory)}\n`)
  })
}

function append(file: string, text: string): void {
  try {
    appendFileSync(file, text)
  } catch (cause) {
    throw new SettingError(`Cannot write ${file}: ${(cause as Error).message}`, { cause })
  }
}
