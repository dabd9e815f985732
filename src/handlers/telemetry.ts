/** Keeps what a validator may read of its session: bounded, and never of another's. */

import type { ServerFrame } from '../protocol/frames.ts'
import { toRubric } from '../protocol/validation.ts'
import type { RubricNode, TrajectoryRecord, WireTelemetry } from '../protocol/validation.ts'

const STEPS_MAX = 100
/** A reset and a hundred steps, each with the state behind it. */
const RECORDS_MAX = 202
/** Characters of all records. */
const SIZE_MAX = 8 * 1024 * 1024

export type Telemetry = {
  /** What the client has to show to read it. */
  readonly capability: string
  /** @param text - the client's message */
  record(operation: TrajectoryRecord['operation'], text: string, response: ServerFrame): void
  read(): WireTelemetry
}

export function startTelemetry(): Telemetry {
  const records: TrajectoryRecord[] = []
  const attribution: { step_index: number; rubric: readonly RubricNode[] }[] = []
  let seed: WireTelemetry['seed'] = null
  let size = 0
  let reason: string | null = null

  function keep(record: TrajectoryRecord): void {
    size += JSON.stringify(record).length
    if (records.length === RECORDS_MAX) reason ??= `more than ${RECORDS_MAX} records`
    else if (size > SIZE_MAX) reason ??= `more than ${SIZE_MAX} characters`
    if (reason === null) records.push(record)
  }

  function attribute(response: ServerFrame): void {
    if (response.type !== 'observation' || !('metadata' in response.data)) return
    if (attribution.length === STEPS_MAX) reason ??= `more than ${STEPS_MAX} steps`
    else attribution.push({ step_index: attribution.length, rubric: toRubric(response.data) })
  }

  return {
    capability: crypto.randomUUID(),

    record(operation, text, response) {
      if (response.type === 'error') {
        reason ??= `a ${operation} failed`
        return
      }
      const request: unknown = JSON.parse(text)
      keep({ operation, request, response })
      if (operation === 'step') attribute(response)
      if (operation === 'reset') seed = seedIn(request)
    },

    read: () => ({
      schema_version: 1,
      seed,
      rubric: attribution.at(-1)?.rubric ?? toRubric(),
      rubric_error: null,
      attribution,
      trajectory: {
        schema_version: 1,
        source: 'openenv-server',
        records,
        complete: reason === null,
        reason,
      },
    }),
  }
}

/** Of a reset that succeeded: a seed that it named was the one that drew. */
function seedIn(request: unknown): WireTelemetry['seed'] {
  // It was parsed as a reset frame before.
  const { data } = request as { data?: { seed?: number | null } }
  const value = data?.seed ?? null
  return value === null ? null : { requested: true, value, accepted: true }
}
