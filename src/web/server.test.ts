import { afterEach, describe, expect, it, vi } from 'vitest'

import { createSession, fetchChoices } from './server.ts'

afterEach(() => vi.unstubAllGlobals())

function serverThatAnswers(reply: () => Promise<Response>): void {
  vi.stubGlobal('fetch', reply)
}

const QUESTIONS = { 'what there is': fetchChoices, 'a session': async () => createSession({}) }

describe.each(Object.entries(QUESTIONS))('a server that is asked for %s', (_what, question) => {
  it('and cannot be reached is said to give no answer, in our words', async () => {
    serverThatAnswers(() => Promise.reject(new TypeError('Failed to fetch')))
    await expect(question()).rejects.toThrow('The server does not answer.')
  })

  it('and answers with what is no JSON is named by its status', async () => {
    serverThatAnswers(async () => new Response('<h1>Starting</h1>'))
    await expect(question()).rejects.toThrow('The server answered 200 to')
  })
})
