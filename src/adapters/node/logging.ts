/** What is written to the log: sessions and steps at debug level, our own failures whole. */

import type { Logger } from 'pino'

import type { Monitor } from '../../handlers/monitor.ts'

/**
 * No line holds gold, a question's text or an agent's words.
 *
 * @param isStopping - whether steps are being broken off, which is then no fault
 */
export function createLoggingMonitor(logger: Logger, isStopping: () => boolean): Monitor {
  return {
    sessionBegan: (sessionId) => logger.debug({ sessionId }, 'session began'),
    sessionEnded: (sessionId) => logger.debug({ sessionId }, 'session ended'),
    resetDone: (sessionId, questionId) => logger.debug({ sessionId, questionId }, 'reset'),
    stepDone: (report) => logger.debug(report, 'step'),
    refused: (sessionId, code) => logger.debug({ sessionId, code }, 'refused'),
    failed: (error, what) => logger[isStopping() ? 'debug' : 'error']({ err: error }, what),
  }
}

/** Tells several monitors everything, in order. */
export function joinMonitors(...monitors: readonly Monitor[]): Monitor {
  return {
    sessionBegan: (...args) => monitors.forEach((monitor) => monitor.sessionBegan(...args)),
    sessionEnded: (...args) => monitors.forEach((monitor) => monitor.sessionEnded(...args)),
    resetDone: (...args) => monitors.forEach((monitor) => monitor.resetDone(...args)),
    stepDone: (...args) => monitors.forEach((monitor) => monitor.stepDone(...args)),
    refused: (...args) => monitors.forEach((monitor) => monitor.refused(...args)),
    failed: (...args) => monitors.forEach((monitor) => monitor.failed(...args)),
  }
}
