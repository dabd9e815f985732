/** Play: an episode from its choice to its end. */

import { useEffect, useRef, useState } from 'preact/hooks'

import type { WireChoices } from '../../protocol/choices.ts'
import type { WireResetData } from '../../protocol/reset-options.ts'
import { useStore } from '../use-store.ts'
import { EpisodeView } from './episode-view.tsx'
import type { PageMemory } from './page-memory.ts'
import type { PlaySession, PlayState } from './play-session.ts'
import { StartForm } from './start-form.tsx'

type PlayViewProps = {
  readonly session: PlaySession
  readonly memory: PageMemory
  readonly choices: WireChoices
}

export function PlayView({ session, memory, choices }: PlayViewProps) {
  const state = useStore(session.state)
  /** The choice of another episode, over the one that is played. */
  const [isChoosing, setIsChoosing] = useState(false)
  const title = useRef<HTMLHeadingElement>(null)
  const { episode } = state

  function goBack(): void {
    setIsChoosing(false)
    focusTitle()
  }

  /** After what had the focus is gone. */
  function focusTitle(): void {
    requestAnimationFrame(() => title.current?.focus())
  }

  async function start(resetData: WireResetData): Promise<void> {
    if (!(await session.start(resetData))) return
    setIsChoosing(false)
    focusTitle()
  }

  if (choices.mode === 'production') return <NoPlaying />
  return (
    <>
      {episode === undefined || isChoosing ? (
        <StartForm
          choices={choices}
          isBusy={state.isBusy}
          onStart={(resetData) => void start(resetData)}
          onBack={episode === undefined ? undefined : goBack}
        />
      ) : (
        <EpisodeView
          key={state.episodeNumber}
          episode={episode}
          state={state}
          session={session}
          memory={memory}
          choices={choices}
          title={title}
          onNew={() => setIsChoosing(true)}
          onAgain={() => void start(episode.resetData)}
        />
      )}
      <News state={state} isChoosing={episode === undefined || isChoosing} />
    </>
  )
}

/** Told to screen readers at every step; shown here only where no episode shows it. */
function News({ state, isChoosing }: { state: PlayState; isChoosing: boolean }) {
  const { text, tone } = state.news
  const [told, setTold] = useState('')
  // Set after it stands in the page: a live region that comes with its text is not read.
  useEffect(() => setTold(text), [text])
  return (
    <>
      <p class="for-ears" role="status" aria-live="polite">
        {told}
      </p>
      {isChoosing && tone === 'problem' && <p class="notice problem">{text}</p>}
    </>
  )
}

function NoPlaying() {
  return (
    <section class="prose">
      <h1>This server is in production</h1>
      <p>
        Here agents come over MCP with their task, so this page offers no episode to play.{' '}
        <a href="#learn">Learn</a> says how an agent connects.
      </p>
    </section>
  )
}
