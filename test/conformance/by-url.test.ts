/** Any server at `CONFORMANCE_URL`: `docs/conformance.md` says how. */

import { describe, it } from 'vitest'

import { describeConformance } from './describe-conformance.ts'
import { readQuestionsFile } from './questions-file.ts'
import type { Subject } from './subject.ts'

const {
  CONFORMANCE_URL: given = '',
  CONFORMANCE_SESSIONS_MAX: sessionsMax,
  CONFORMANCE_VALIDATION_TOKEN: validationToken,
  CONFORMANCE_QUESTIONS: questionsFile,
} = process.env

if (given === '') {
  describe('the server at CONFORMANCE_URL', () => {
    it.skip('is asked when the variable is set')
  })
} else {
  const url = given.replace(/\/+$/, '')
  const questions = questionsFile === undefined ? undefined : readQuestionsFile(questionsFile)
  describeConformance(`the server at ${url}`, {
    url: () => url,
    ...(await lookedUp(url)),
    ...(sessionsMax !== undefined && { sessionsMax: Number(sessionsMax) }),
    ...(validationToken !== undefined && { validationToken }),
    ...(questions !== undefined && { questions: () => questions }),
  })
}

/** What the server says itself. */
async function lookedUp(url: string): Promise<Pick<Subject, 'mode' | 'hasWeb'>> {
  const signal = AbortSignal.timeout(15_000)
  const description = await fetch(`${url}/openapi.json`, { signal })
  const { paths } = (await description.json()) as { paths: Record<string, unknown> }
  const page = await fetch(`${url}/web`, { signal, redirect: 'manual' })
  return { mode: '/reset' in paths ? 'simulation' : 'production', hasWeb: page.status !== 404 }
}
