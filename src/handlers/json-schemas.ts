/** JSON Schemas of what goes over the wire, made from the schemas that parse it. */

import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'

import { ActionSchema } from '../protocol/action.ts'
import { EnvelopeSchema, StateSchema, WholeObservationSchema } from '../protocol/reply.ts'
import { ResetDataSchema } from '../protocol/reset-options.ts'

export const ACTION_JSON_SCHEMA = jsonSchemaOf('SqlAction', ActionSchema)
export const OBSERVATION_JSON_SCHEMA = jsonSchemaOf('SqlObservation', WholeObservationSchema)
export const STATE_JSON_SCHEMA = jsonSchemaOf('SqlState', StateSchema)
export const REPLY_JSON_SCHEMA = jsonSchemaOf('Reply', EnvelopeSchema)
export const RESET_JSON_SCHEMA = jsonSchemaOf('ResetData', ResetDataSchema)

function jsonSchemaOf(title: string, schema: GenericSchema): Record<string, unknown> {
  const { $schema: _draft, ...jsonSchema } = toJsonSchema(schema)
  return { title, ...jsonSchema }
}
