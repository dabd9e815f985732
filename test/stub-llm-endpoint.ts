/**
 * A stub of a model's endpoint, in place of the one thing that tests cannot have: a real HTTP server
 * that speaks OpenAI's chat completions, and says what a test wants, well formed or not.
 */

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request as it came. */
type AskedChat = {
  readonly headers: IncomingHttpHeaders
  readonly body: ChatBody
}

type ChatBody = {
  readonly model: string
  readonly messages: readonly ChatMessage[]
  readonly tools: readonly unknown[]
  readonly [option: string]: unknown
}

type ChatMessage = {
  readonly role: string
  readonly content: string
  readonly tool_calls?: readonly { readonly id: string; readonly function: object }[]
  readonly tool_call_id?: string
}

/** @param count - of all requests so far, from 0 */
export type Behaviour = (response: ServerResponse, asked: AskedChat, count: number) => void

export type StubEndpoint = {
  /** As OPENAI_BASE_URL has it. */
  readonly url: string
  readonly asked: readonly AskedChat[]
  close(): Promise<void>
}

/** On a free port of this machine. */
export async function startStubEndpoint(behave: Behaviour): Promise<StubEndpoint> {
  const asked: AskedChat[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const chat = { headers: request.headers, body: JSON.parse(body) as ChatBody }
      asked.push(chat)
      behave(response, chat, asked.length - 1)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What every well-formed reply counts. */
export const STUB_USAGE = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 }

/** @param more - keys of the completion in place of the usual ones */
export function sayMessage(message: object, more: object = {}): Behaviour {
  return (response) => {
    sendJson(response, 200, {
      id: 'stub',
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message } }],
      usage: STUB_USAGE,
      ...more,
    })
  }
}

export function sayCalls(...calls: readonly unknown[]): Behaviour {
  return sayMessage({ content: null, tool_calls: calls })
}

export const sayText = (content: string): Behaviour => sayMessage({ content })

/** A tool call as OpenAI has it. */
export function toolCall(name: string, args: object, id = `id-${name}`) {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(args) } }
}

export function sayStatus(
  status: number,
  error: object,
  headers: Readonly<Record<string, string>> = {},
): Behaviour {
  return (response) => sendJson(response, status, { error }, headers)
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body))
}
