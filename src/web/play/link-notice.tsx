/** What is to be said of the connection, or of a step that went wrong: above the episode. */

import type { PlayState } from './play-session.ts'

/** Attempts after which an old connection would have been noticed to be gone. */
const HELD_ATTEMPTS = 6

type LinkNoticeProps = {
  readonly state: PlayState
  readonly onRetry: () => void
  readonly onNew: () => void
}

export function LinkNotice({ state, onRetry, onNew }: LinkNoticeProps) {
  const { link, news } = state
  if (link.kind === 'waiting') {
    const isElsewhere = link.reason === 'held' && link.attempt > HELD_ATTEMPTS
    return (
      <div class="notice problem">
        <p role="status">{isElsewhere ? ELSEWHERE : WAITING[link.reason]}</p>
        <button type="button" onClick={isElsewhere ? onNew : onRetry}>
          {isElsewhere ? 'New episode' : 'Try now'}
        </button>
      </div>
    )
  }
  if (news.tone === 'quiet') return null
  return (
    <div class={`notice ${news.tone}`}>
      <p>{news.text}</p>
      {link.kind === 'gone' && (
        <button type="button" onClick={onNew}>
          New episode
        </button>
      )}
    </div>
  )
}

const WAITING = {
  unreachable: 'The connection to the server was lost. Trying to go on with this episode…',
  held: 'The server still waits for the connection before this one. Trying again…',
}

const ELSEWHERE =
  'This episode is open in another tab. Go on there, or begin a new one here; this page keeps trying.'
