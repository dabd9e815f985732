/** What the conformance suite must be told of the server that it asks, and cannot find out. */

import type { Question } from '../../src/questions/question.ts'

export type Subject = {
  /** Asked once the server is up: `http://127.0.0.1:8000`, without a closing slash. */
  readonly url: () => string
  readonly mode: 'simulation' | 'production'
  /** `MAX_CONCURRENT_ENVS`, when it is so small that the suite may fill it; nobody else connects. */
  readonly sessionsMax?: number
  /** `OPENENV_VALIDATION_TOKEN`: without it no telemetry is asked for. */
  readonly validationToken?: string
  /** Whether the page under `/web` is served. */
  readonly hasWeb: boolean
  /** The server's questions with their gold. Without them nothing is solved and no leak looked for. */
  readonly questions?: () => readonly Question[]
}
