/** The four actions as tools: what MCP hosts and OpenEnv's `MCPToolClient` list and call. */

import type { Action, ActionType } from '../episode/action.ts'
import { firstChars } from '../episode/cut-text.ts'
import type { WireObservation, WireReply } from './reply.ts'

type ToolDefinition = {
  readonly actionType: ActionType
  readonly description: string
  /** The one argument, a text. */
  readonly parameter: string
  readonly parameterDescription: string
}

/** By name. What OpenEnv reserves (`reset`, `step`, `state`, `close`) is never among them. */
const TOOLS: Readonly<Record<string, ToolDefinition>> = {
  describe: {
    actionType: 'DESCRIBE',
    description: 'Show the columns of a table with their types and keys, and how many rows it has.',
    parameter: 'table_name',
    parameterDescription: 'A table of the database, in any letter case',
  },
  sample: {
    actionType: 'SAMPLE',
    description: 'Show a few rows of a table.',
    parameter: 'table_name',
    parameterDescription: 'A table of the database, in any letter case',
  },
  query: {
    actionType: 'QUERY',
    description: 'Run one reading SQL statement (SQLite) and show the first rows of its result.',
    parameter: 'sql',
    parameterDescription: 'One SELECT, VALUES or WITH … SELECT statement',
  },
  answer: {
    actionType: 'ANSWER',
    description: 'Answer the question. This ends the episode, so explore first.',
    parameter: 'value',
    parameterDescription:
      'One value; several with commas between them; rows of several columns as lines of "a | b"',
  },
}

export const TOOL_NAMES: readonly string[] = Object.keys(TOOLS)

/** A tool as MCP lists it. */
export type WireTool = {
  readonly name: string
  readonly description: string
  /** A JSON Schema: one text, by name. */
  readonly inputSchema: {
    readonly type: 'object'
    readonly properties: Record<string, { readonly type: 'string'; readonly description: string }>
    readonly required: string[]
  }
}

export const WIRE_TOOLS: readonly WireTool[] = Object.entries(TOOLS).map(([name, tool]) => ({
  name,
  description: tool.description,
  inputSchema: {
    type: 'object',
    properties: {
      [tool.parameter]: { type: 'string', description: tool.parameterDescription },
    },
    required: [tool.parameter],
  },
}))

/** Characters of a tool's name that are repeated to the client. */
const NAME_CHARS_MAX = 64

export type ToolCall =
  | { readonly kind: 'action'; readonly action: Action }
  /** Neither is more than a step spent in vain: a model made it, and is told what was wrong. */
  | { readonly kind: 'unknown_tool' | 'invalid_args'; readonly action: Action }

/**
 * What a model's call means. Extra arguments are ignored, and a number, list or object is taken as
 * its JSON text, since models send them.
 */
export function readToolCall(name: string, args: Readonly<Record<string, unknown>>): ToolCall {
  const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined
  if (tool === undefined) {
    const slip = unknownToolText(name)
    return { kind: 'unknown_tool', action: { actionType: name, argument: '', slip } }
  }
  const { actionType, parameter } = tool
  const value = args[parameter] ?? undefined
  if (value === undefined) {
    const slip = `${name} needs the argument ${parameter}, a text. ${keysText(args)}`
    return { kind: 'invalid_args', action: { actionType, argument: '', slip } }
  }
  const argument = typeof value === 'string' ? value : JSON.stringify(value)
  return { kind: 'action', action: { actionType, argument } }
}

/** @returns an error text that names the tools */
export function unknownToolText(name: string): string {
  return `Unknown tool ${firstChars(name, NAME_CHARS_MAX)}. The tools are ${TOOL_NAMES.join(', ')}.`
}

function keysText(args: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(args).slice(0, 8)
  if (keys.length === 0) return 'It came without arguments.'
  return `It came with ${keys.map((key) => firstChars(key, NAME_CHARS_MAX)).join(', ')}.`
}

/** What a call answers, in the shape of OpenEnv's MCP replies. */
export type WireToolResult = {
  readonly content: readonly { readonly type: 'text'; readonly text: string }[]
  /** What the text is made of, for programs. */
  readonly structured_content: ToolObservation
  /** The trainer's channel: never show it to the agent. */
  readonly meta: Pick<WireReply, 'reward' | 'done' | 'metadata'>
  /** What OpenEnv's `call_tool` returns: the text. */
  readonly data: string
  readonly is_error: boolean
}

/** An observation without what has grown over the episode: a host keeps what it was told. */
type ToolObservation = Pick<
  WireObservation,
  'question' | 'result' | 'error' | 'step_count' | 'budget_remaining'
>

/**
 * A step's reply as the result of a call: the agent reads `content`, or the same text in `data`;
 * the reward stands in `meta` only.
 */
export function toToolResult({ observation, reward, done, metadata }: WireReply): WireToolResult {
  const text = toToolText(observation, done)
  const { question, result, error, step_count, budget_remaining } = observation
  return {
    content: [{ type: 'text', text }],
    structured_content: { question, result, error, step_count, budget_remaining },
    meta: { reward, done, metadata },
    data: text,
    is_error: observation.error !== '',
  }
}

/** What a `call_tool` step answers: an envelope whose observation OpenEnv's `MCPToolClient` knows. */
export type WireToolReply = Pick<WireReply, 'reward' | 'done' | 'metadata'> & {
  readonly observation: {
    readonly tool_name: string
    readonly result: WireToolResult | null
    readonly error: { readonly error_type: string; readonly message: string } | null
  }
}

const ERROR_TYPES = { unknown_tool: 'tool_not_found', invalid_args: 'invalid_args' }

/**
 * @param name - of the tool, as the client wrote it; its first 64 characters are repeated
 * @param call - what that was read as: all but an action has an `error` and no `result`
 * @param reply - of the step that the call was; a call that could not be read is a failed step
 */
export function toToolReply(name: string, call: ToolCall, reply: WireReply): WireToolReply {
  const { reward, done, metadata, observation } = reply
  const error =
    call.kind === 'action'
      ? null
      : { error_type: ERROR_TYPES[call.kind], message: observation.error }
  const result = error === null ? toToolResult(reply) : null
  const tool_name = firstChars(name, NAME_CHARS_MAX)
  return { observation: { tool_name, result, error }, reward, done, metadata }
}

/** What a `list_tools` step answers. It counts as no step, so it earns nothing. */
export type WireToolsReply = {
  readonly observation: { readonly tools: readonly StepTool[] }
  readonly reward: 0
  readonly done: boolean
}

/** A tool as OpenEnv's steps list it. */
type StepTool = Pick<WireTool, 'name' | 'description'> & {
  readonly input_schema: WireTool['inputSchema']
}

const STEP_TOOLS = WIRE_TOOLS.map(({ name, description, inputSchema }) => ({
  name,
  description,
  input_schema: inputSchema,
}))

/** @param done - whether the episode is over; listing tools leaves it as it is */
export function toToolsReply(done: boolean): WireToolsReply {
  return { observation: { tools: STEP_TOOLS }, reward: 0, done }
}

/** All that an agent has to read after a call: what came of it, and where it stands. */
export function toToolText(observation: WireObservation, isDone: boolean): string {
  const { error, result, question } = observation
  const news = [error === '' ? '' : `Error: ${error}`, result].filter((text) => text !== '')
  return [...news, [`Question: ${question}`, standingText(observation, isDone)].join('\n')].join(
    '\n\n',
  )
}

function standingText({ budget_remaining: left }: WireObservation, isDone: boolean): string {
  return isDone ? 'The episode is over.' : `Steps left: ${left}`
}

/** What an agent reads before its first call. */
export function toBriefing(observation: WireObservation): string {
  return [
    `Question: ${observation.question}`,
    observation.schema_info,
    standingText(observation, false),
    'Find out with describe, sample and query; then call answer once.',
  ].join('\n')
}
