/** The server for Node, as its users start it: one in simulation, one in production. */

import { join } from 'node:path'

import { afterAll, beforeAll } from 'vitest'

import type { Question } from '../../src/questions/question.ts'
import { testDataDir } from '../fixtures.ts'
import { startServerProcess } from '../server-process.ts'
import type { ServerProcess } from '../server-process.ts'
import { describeConformance } from './describe-conformance.ts'
import { readQuestionsFile } from './questions-file.ts'

const SESSIONS_MAX = 6
const VALIDATION_TOKEN = 'A token that only this test knows, of forty and more.'

const SETTINGS = {
  MAX_CONCURRENT_ENVS: String(SESSIONS_MAX),
  OPENENV_VALIDATION_TOKEN: VALIDATION_TOKEN,
  QUERY_PROCESSES: '2',
}

let simulation: ServerProcess | undefined
let production: ServerProcess | undefined
let questions: readonly Question[]

beforeAll(async () => {
  questions = readQuestionsFile(join(testDataDir(), 'questions', 'builtin.jsonl'))
  simulation = await startServerProcess(testDataDir(), SETTINGS)
  production = await startServerProcess(testDataDir(), {
    ...SETTINGS,
    SQLENV_MODE: 'production',
    ENABLE_WEB_INTERFACE: 'false',
  })
})
afterAll(async () => {
  await simulation?.stop()
  await production?.stop()
})

describeConformance('the server for Node', {
  url: () => simulation?.url ?? '',
  mode: 'simulation',
  hasWeb: true,
  sessionsMax: SESSIONS_MAX,
  validationToken: VALIDATION_TOKEN,
  questions: () => questions,
})

describeConformance('the server for Node in production, without the page', {
  url: () => production?.url ?? '',
  mode: 'production',
  hasWeb: false,
  sessionsMax: SESSIONS_MAX,
  validationToken: VALIDATION_TOKEN,
  questions: () => questions,
})
