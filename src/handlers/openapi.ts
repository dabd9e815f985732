/** The OpenAPI description of the HTTP routes. Tools read from its paths what the server can do. */

import { toJsonSchema } from '@valibot/to-json-schema'

import { SplitRequestSchema, TaskRangeRequestSchema, TaskRequestSchema } from '../protocol/tasks.ts'
import {
  ACTION_JSON_SCHEMA,
  REPLY_JSON_SCHEMA,
  RESET_JSON_SCHEMA,
  STATE_JSON_SCHEMA,
} from './json-schemas.ts'
import type { AppPorts } from './ports.ts'

type JsonSchema = Readonly<Record<string, unknown>>

type Content = { readonly 'application/json': { readonly schema: JsonSchema } }

export type Operation = {
  readonly summary: string
  readonly parameters?: readonly JsonSchema[]
  readonly requestBody?: { readonly required: boolean; readonly content: Content }
  /** By status. */
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content: Content }>
  >
  /** A body to try the operation with. */
  readonly example?: unknown
}

type Paths = Readonly<Record<string, Readonly<Partial<Record<'get' | 'post', Operation>>>>>

export type OpenApiDocument = {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly paths: Paths
}

export function openApiDocument(
  ports: Pick<AppPorts, 'about' | 'mode' | 'hasWebInterface'>,
): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: {
      title: 'SQLEnv',
      // OpenEnv's own: validators look at its first number.
      version: '1.0.0',
      description: `OpenEnv HTTP API of SQLEnv ${ports.about.version}. Episodes run over the WebSocket /ws, or here with a session id.`,
    },
    paths: {
      ...ABOUT_PATHS,
      ...(ports.mode === 'simulation' && CONTROL_PATHS),
      ...MCP_PATHS,
      ...TASK_PATHS,
      ...(ports.hasWebInterface && WEB_PATHS),
    },
  }
}

const EXAMPLE_ACTION = { action: { action_type: 'QUERY', argument: 'SELECT 1' } }

const SESSION_PARAMETER = {
  name: 'x-session-id',
  in: 'header',
  required: false,
  description: 'Goes on with the episode whose reset answered with this id.',
  schema: { type: 'string' },
}

const DETAIL_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { detail: { type: 'string' } },
  required: ['detail'],
}

const ERRORS_SCHEMA: JsonSchema = {
  type: 'object',
  properties: { detail: { type: 'array', items: objectSchema('type', 'loc', 'msg') } },
  required: ['detail'],
}

const STEP_JSON_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    action: ACTION_JSON_SCHEMA,
    timeout_s: { anyOf: [{ type: 'number', exclusiveMinimum: 0 }, { type: 'null' }] },
    request_id: { anyOf: [{ type: 'string', maxLength: 255 }, { type: 'null' }] },
    session_id: { anyOf: [{ type: 'string' }, { type: 'null' }] },
  },
  required: ['action'],
}

const JSON_RPC_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    jsonrpc: { const: '2.0' },
    method: { type: 'string' },
    params: { type: 'object' },
    id: { type: ['string', 'integer', 'null'] },
  },
  required: ['jsonrpc', 'method'],
  additionalProperties: false,
}

const ABOUT_PATHS: Paths = {
  '/health': { get: operation('Says that the server is up', { 200: objectSchema('status') }) },
  '/metadata': {
    get: operation('What this environment is, and its data sets', {
      200: objectSchema('name', 'description'),
    }),
  },
  '/schema': {
    get: operation('JSON Schemas of action, observation and state', {
      200: objectSchema('action', 'observation', 'state', 'reset_observation'),
    }),
  },
}

const FAILURES = { 404: DETAIL_SCHEMA, 413: DETAIL_SCHEMA, 422: ERRORS_SCHEMA, 503: DETAIL_SCHEMA }

const CONTROL_PATHS: Paths = {
  '/reset': {
    post: {
      ...operation('Begins an episode', { 200: REPLY_JSON_SCHEMA, ...FAILURES }),
      parameters: [SESSION_PARAMETER],
      requestBody: jsonBody(RESET_JSON_SCHEMA, false),
      example: { seed: 1 },
    },
  },
  '/step': {
    post: {
      ...operation('Takes one action', { 200: REPLY_JSON_SCHEMA, ...FAILURES }),
      parameters: [SESSION_PARAMETER],
      requestBody: jsonBody(STEP_JSON_SCHEMA, true),
      example: EXAMPLE_ACTION,
    },
  },
  '/state': {
    get: {
      ...operation('Where the episode stands', { 200: STATE_JSON_SCHEMA, 404: DETAIL_SCHEMA }),
      parameters: [SESSION_PARAMETER],
    },
  },
}

const MCP_PATHS: Paths = {
  '/mcp': {
    post: {
      ...operation('OpenEnv JSON-RPC: tools/list, tools/call, openenv/session/create and close', {
        200: objectSchema('jsonrpc', 'id'),
      }),
      requestBody: jsonBody(JSON_RPC_SCHEMA, true),
      example: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
    },
  },
  '/mcp/http': {
    post: {
      ...operation('MCP over Streamable HTTP, for any MCP host', {
        200: objectSchema('jsonrpc', 'id'),
        400: objectSchema('jsonrpc', 'error'),
        404: objectSchema('jsonrpc', 'error'),
        503: objectSchema('jsonrpc', 'error'),
      }),
      requestBody: jsonBody({ type: 'object' }, true),
      example: {
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2025-06-18',
          capabilities: {},
          clientInfo: { name: 'docs', version: '1' },
        },
      },
    },
  },
}

const ENVIRONMENT_PARAMETER = {
  name: 'env_name',
  in: 'path',
  required: true,
  description: 'sql_env, in any letter case.',
  schema: { type: 'string' },
}

const TASK_FAILURES = { 404: DETAIL_SCHEMA, 422: ERRORS_SCHEMA }

const TASK_PATHS: Paths = {
  '/list_environments': {
    get: operation('The names of the environments here', {
      200: { type: 'array', items: { type: 'string' } },
    }),
  },
  '/{env_name}/splits': {
    get: {
      ...operation('The splits of the default data set', {
        200: { type: 'array', items: objectSchema('name', 'type') },
        404: DETAIL_SCHEMA,
      }),
      parameters: [ENVIRONMENT_PARAMETER],
    },
  },
  '/{env_name}/num_tasks': {
    post: taskOperation('How many tasks a split has', SplitRequestSchema, 'num_tasks', {}),
  },
  '/{env_name}/tasks': {
    post: taskOperation('The first 1,000 tasks of a split', SplitRequestSchema, 'tasks', {}),
  },
  '/{env_name}/task': {
    post: taskOperation('One task', TaskRequestSchema, 'task', { index: 0 }),
  },
  '/{env_name}/task_range': {
    post: taskOperation(
      'Tasks from start to before stop, at most 1,000',
      TaskRangeRequestSchema,
      'tasks',
      {
        start: 0,
        stop: 3,
      },
    ),
  },
}

const WEB_PATHS: Paths = {
  '/web/metadata': {
    get: operation('As /metadata', { 200: objectSchema('name', 'description') }),
  },
  '/web/reset': {
    post: {
      ...operation('Begins the episode that all visitors share', {
        200: REPLY_JSON_SCHEMA,
        422: ERRORS_SCHEMA,
      }),
      requestBody: jsonBody(RESET_JSON_SCHEMA, false),
      example: { seed: 1 },
    },
  },
  '/web/step': {
    post: {
      ...operation('Takes one action in it', { 200: REPLY_JSON_SCHEMA, 422: ERRORS_SCHEMA }),
      requestBody: jsonBody(objectSchema('action'), true),
      example: EXAMPLE_ACTION,
    },
  },
  '/web/state': {
    get: operation('Where it stands', { 200: STATE_JSON_SCHEMA, 409: DETAIL_SCHEMA }),
  },
}

function taskOperation(
  summary: string,
  schema: Parameters<typeof toJsonSchema>[0],
  key: string,
  example: object,
): Operation {
  return {
    ...operation(summary, { 200: objectSchema(key), 400: DETAIL_SCHEMA, ...TASK_FAILURES }),
    parameters: [ENVIRONMENT_PARAMETER],
    requestBody: jsonBody(toJsonSchema(schema) as JsonSchema, true),
    example: { split: 'train', ...example },
  }
}

function objectSchema(...required: readonly string[]): JsonSchema {
  return { type: 'object', required }
}

function operation(summary: string, schemas: Readonly<Record<number, JsonSchema>>): Operation {
  const responses = Object.entries(schemas).map(([status, schema]) => [
    status,
    { description: statusText(status) ?? summary, content: jsonContent(schema) },
  ])
  return { summary, responses: Object.fromEntries(responses) }
}

function statusText(status: string): string | undefined {
  switch (status) {
    case '400':
      return 'The request asks for what is not there, or is no request'
    case '404':
      return 'The session id is unknown or expired, or there is no such environment or split'
    case '409':
      return 'There is no episode yet'
    case '413':
      return 'The body is too large'
    case '422':
      return 'The request is malformed'
    case '503':
      return 'The server is full, or at fault: the episode is as it was, and the request can be sent again'
    default:
      return undefined
  }
}

function jsonBody(schema: JsonSchema, required: boolean) {
  return { required, content: jsonContent(schema) }
}

function jsonContent(schema: JsonSchema): Content {
  return { 'application/json': { schema } }
}
