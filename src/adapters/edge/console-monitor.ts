/** The log: one line of JSON each, to the console, which is where the platform reads it. */

import type { Monitor } from '../../handlers/monitor.ts'
import type { EdgeSettings } from './edge-settings.ts'

type Level = EdgeSettings['LOG_LEVEL']

const RANKS: Readonly<Record<Level, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
  silent: 70,
}

export type Log = (
  level: Exclude<Level, 'silent'>,
  msg: string,
  facts?: Readonly<Record<string, unknown>>,
) => void

export function createLog(least: Level): Log {
  return (level, msg, facts = {}) => {
    if (RANKS[level] < RANKS[least]) return
    console.log(JSON.stringify({ level: RANKS[level], time: Date.now(), ...facts, msg }))
  }
}

/** No line holds gold, a question's text or an agent's words. */
export function createConsoleMonitor(log: Log): Monitor {
  return {
    sessionBegan: (sessionId) => log('debug', 'session began', { sessionId }),
    sessionEnded: (sessionId) => log('debug', 'session ended', { sessionId }),
    resetDone: (sessionId, questionId) => log('debug', 'reset', { sessionId, questionId }),
    stepDone: (report) => log('debug', 'step', report),
    refused: (sessionId, code) => log('debug', 'refused', { sessionId, code }),
    failed: (error, what) => log('error', what, { err: factsOf(error) }),
  }
}

function factsOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack } = error
  return { name, message, stack }
}
