/** The OpenAPI description of the HTTP routes. Tools read from its paths what the server can do. */

import {
  ACTION_JSON_SCHEMA,
  REPLY_JSON_SCHEMA,
  RESET_JSON_SCHEMA,
  STATE_JSON_SCHEMA,
} from './json-schemas.ts'

type JsonSchema = Readonly<Record<string, unknown>>

const SESSION_PARAMETER = {
  name: 'x-session-id',
  in: 'header',
  required: false,
  description: 'Goes on with the episode whose reset answered with this id.',
  schema: { type: 'string' },
}

/** @param environmentVersion - of the environment; `info.version` is OpenEnv's own and starts with 1. */
export function openApiDocument(environmentVersion: string): JsonSchema {
  return {
    openapi: '3.1.0',
    info: {
      title: 'SQLEnv',
      version: '1.0.0',
      description: `OpenEnv HTTP API of SQLEnv ${environmentVersion}. Episodes run over the WebSocket /ws, or here with a session id.`,
    },
    paths: {
      '/health': { get: operation('Says that the server is up', { 200: objectSchema('status') }) },
      '/metadata': {
        get: operation('What this environment is, and its data sets', {
          200: objectSchema('name', 'description'),
        }),
      },
      '/schema': {
        get: operation('JSON Schemas of action, observation and state', {
          200: objectSchema('action', 'observation', 'state'),
        }),
      },
      '/reset': {
        post: {
          ...operation('Begins an episode', { 200: REPLY_JSON_SCHEMA, ...FAILURES }),
          parameters: [SESSION_PARAMETER],
          requestBody: jsonBody(RESET_JSON_SCHEMA, false),
        },
      },
      '/step': {
        post: {
          ...operation('Takes one action', { 200: REPLY_JSON_SCHEMA, ...FAILURES }),
          parameters: [SESSION_PARAMETER],
          requestBody: jsonBody(STEP_SCHEMA, true),
        },
      },
      '/state': {
        get: {
          ...operation('Where the episode stands', { 200: STATE_JSON_SCHEMA, 404: DETAIL_SCHEMA }),
          parameters: [SESSION_PARAMETER],
        },
      },
    },
  }
}

const STEP_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    action: ACTION_JSON_SCHEMA,
    timeout_s: { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { type: 'null' }] },
    request_id: { anyOf: [{ type: 'string', maxLength: 255 }, { type: 'null' }] },
    session_id: { anyOf: [{ type: 'string' }, { type: 'null' }] },
  },
  required: ['action'],
}

const ERRORS_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { detail: { type: 'array', items: objectSchema('type', 'loc', 'msg') } },
  required: ['detail'],
}

const DETAIL_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { detail: { type: 'string' } },
  required: ['detail'],
}

const FAILURES = { 404: DETAIL_SCHEMA, 413: DETAIL_SCHEMA, 422: ERRORS_SCHEMA, 503: DETAIL_SCHEMA }

const FAILURE_DESCRIPTIONS: Readonly<Record<string, string>> = {
  404: 'The session id is unknown or expired',
  413: 'The body is too large',
  422: 'The request is malformed',
  503: 'A fault of the server: the episode is as it was, and the request can be sent again',
}

function objectSchema(...required: readonly string[]): JsonSchema {
  return { type: 'object', required }
}

function operation(summary: string, schemas: Readonly<Record<number, JsonSchema>>) {
  const responses = Object.entries(schemas).map(([status, schema]) => [
    status,
    { description: FAILURE_DESCRIPTIONS[status] ?? summary, content: jsonContent(schema) },
  ])
  return { summary, responses: Object.fromEntries(responses) }
}

function jsonBody(schema: JsonSchema, required: boolean) {
  return { required, content: jsonContent(schema) }
}

function jsonContent(schema: JsonSchema) {
  return { 'application/json': { schema } }
}
