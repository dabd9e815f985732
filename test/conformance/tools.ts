/** The tools that stand for the four actions, and the shape of what a call answers. */

import { expect } from 'vitest'

/** Names, each with its one argument, in the order in which they are listed. */
export const TOOLS: readonly (readonly [name: string, parameter: string])[] = [
  ['describe', 'table_name'],
  ['sample', 'table_name'],
  ['query', 'sql'],
  ['answer', 'value'],
]

/** What OpenEnv's Python client takes apart: `data` is what its `call_tool` returns. */
export function expectToolResult(result: unknown): void {
  expect(result).toMatchObject({
    content: [{ type: 'text', text: expect.stringMatching(/./) }],
    structured_content: expect.any(Object),
    data: expect.anything(),
    is_error: expect.any(Boolean),
  })
  expect(result).toHaveProperty('meta')
}

export function listToolsStep(more: object = {}): object {
  return { type: 'step', data: { type: 'list_tools', ...more } }
}

export function callToolStep(toolName: unknown, args?: unknown, more: object = {}): object {
  const data = {
    type: 'call_tool',
    tool_name: toolName,
    ...(args !== undefined && { arguments: args }),
    ...more,
  }
  return { type: 'step', data }
}
