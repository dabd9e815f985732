/** The conformance suite, asked of the Worker: one contract for both adapters. */

import { afterAll, afterEach, beforeAll, describe } from 'vitest'

import { describeConformance } from '../conformance/describe-conformance.ts'
import { describeOpenApiAndMode } from '../conformance/openapi-and-mode.ts'
import { readQuestionsFile } from '../conformance/questions-file.ts'
import type { Subject } from '../conformance/subject.ts'
import { describeValidationTelemetry } from '../conformance/validation-telemetry.ts'
import { createWire } from '../conformance/wire.ts'
import { EDGE_QUESTIONS } from './edge-data.ts'
import { startWranglerServer } from './wrangler-server.ts'
import type { WranglerServer } from './wrangler-server.ts'

const VALIDATION_TOKEN = 'A token that only this test knows, of forty and more.'

let simulation: WranglerServer | undefined
let production: WranglerServer | undefined
let validated: WranglerServer | undefined

beforeAll(async () => {
  simulation = await startWranglerServer()
  production = await startWranglerServer({ SQLENV_MODE: 'production', ENABLE_WEB_INTERFACE: 'no' })
  validated = await startWranglerServer({ OPENENV_VALIDATION_TOKEN: VALIDATION_TOKEN })
})
afterAll(async () => {
  for (const server of [simulation, production, validated]) await server?.stop()
})

const questions = () => readQuestionsFile(EDGE_QUESTIONS)

// How many sessions there may be is no setting at the edge: `sessionsMax` is not given.
describeConformance('the Worker', {
  url: () => simulation?.url ?? '',
  mode: 'simulation',
  hasWeb: true,
  questions,
})

// Of another mode only what is told apart by it: the rest is the same handlers.
describePart('the Worker in production', describeOpenApiAndMode, {
  url: () => production?.url ?? '',
  mode: 'production',
  hasWeb: false,
})

describePart('the Worker with a validator', describeValidationTelemetry, {
  url: () => validated?.url ?? '',
  mode: 'simulation',
  hasWeb: true,
  validationToken: VALIDATION_TOKEN,
})

function describePart(
  name: string,
  part: typeof describeOpenApiAndMode & typeof describeValidationTelemetry,
  subject: Subject,
): void {
  describe(name, () => {
    const suite = { ...subject, wire: createWire(subject.url) }
    afterEach(() => suite.wire.cleanUp())
    part(suite)
  })
}
