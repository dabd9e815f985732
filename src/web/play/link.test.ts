import { describe, expect, it } from 'vitest'

import { nextLink } from './link.ts'
import type { Link, LinkEvent } from './link.ts'

function after(...events: LinkEvent[]): Link {
  let link: Link = { kind: 'idle' }
  for (const event of events) link = nextLink(link, event)
  return link
}

describe('the link to a session', () => {
  it('is ready once it is open', () => {
    expect(after('connect', 'opened')).toEqual({ kind: 'ready' })
  })

  it('is tried again at once when it is lost', () => {
    expect(after('connect', 'opened', 'lost')).toEqual({ kind: 'connecting', attempt: 1 })
  })

  it('waits longer after each attempt that fails', () => {
    expect(after('connect', 'failed')).toMatchObject({ attempt: 1, delayMs: 300 })
    expect(after('connect', 'failed', 'connect', 'failed', 'connect', 'failed')).toEqual({
      kind: 'waiting',
      attempt: 3,
      delayMs: 1200,
      reason: 'unreachable',
    })
  })

  it('never waits longer than 8 s', () => {
    const events = Array.from({ length: 40 }, (): LinkEvent[] => ['connect', 'failed']).flat()
    expect(after(...events)).toMatchObject({ attempt: 40, delayMs: 8000 })
  })

  it('waits while another connection has the session', () => {
    expect(after('connect', 'held')).toMatchObject({ kind: 'waiting', reason: 'held' })
  })

  it('counts anew after it was open', () => {
    expect(after('connect', 'failed', 'connect', 'opened', 'lost')).toMatchObject({ attempt: 1 })
  })

  it('ends where the server does not know the session', () => {
    expect(after('connect', 'unknown')).toEqual({ kind: 'gone' })
    expect(after('connect', 'unknown', 'lost')).toEqual({ kind: 'gone' })
  })
})
