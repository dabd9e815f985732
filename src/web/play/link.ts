/** The connection to a kept session, as a state machine: what is next when something happens. */

export type Link =
  /** No session is held. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting'; readonly attempt: number }
  | { readonly kind: 'ready' }
  /** Not now; another attempt comes by itself. */
  | {
      readonly kind: 'waiting'
      readonly attempt: number
      readonly delayMs: number
      readonly reason: WaitReason
    }
  /** The server does not know the session any more: the episode cannot go on. */
  | { readonly kind: 'gone' }

/** `held`: another connection has the session: an old one that the server still waits for, or a tab. */
type WaitReason = 'unreachable' | 'held'

export type LinkEvent = 'connect' | 'opened' | 'lost' | 'failed' | 'held' | 'unknown' | 'left'

const FIRST_DELAY_MS = 300
const DELAY_MS_MAX = 8000

export function nextLink(link: Link, event: LinkEvent): Link {
  switch (event) {
    case 'connect':
      return { kind: 'connecting', attempt: link.kind === 'waiting' ? link.attempt + 1 : 1 }
    case 'opened':
      return { kind: 'ready' }
    case 'lost':
      // The first attempt is made at once.
      return link.kind === 'ready' ? { kind: 'connecting', attempt: 1 } : link
    case 'failed':
      return waiting(link, 'unreachable')
    case 'held':
      return waiting(link, 'held')
    case 'unknown':
      return { kind: 'gone' }
    case 'left':
      return { kind: 'idle' }
  }
}

function waiting(link: Link, reason: WaitReason): Link {
  const attempt = link.kind === 'connecting' ? link.attempt : 1
  return {
    kind: 'waiting',
    attempt,
    delayMs: Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), DELAY_MS_MAX),
    reason,
  }
}
