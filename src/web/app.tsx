/** The frame of the page: its head, and the view that the address names. */

import { useEffect, useRef, useState } from 'preact/hooks'

import type { WireChoices } from '../protocol/choices.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { LearnView } from './learn/learn-view.tsx'
import { LiveView } from './live/live-view.tsx'
import { createPageMemory, tabStorage } from './play/page-memory.ts'
import { createPlaySession } from './play/play-session.ts'
import { PlayView } from './play/play-view.tsx'
import { createSession, fetchChoices, serverUrl } from './server.ts'
import { THEMES, saveTheme, savedTheme } from './theme.ts'
import type { Theme } from './theme.ts'
import { WatchView } from './watch/watch-view.tsx'

const VIEWS = [
  { name: 'play', title: 'Play' },
  { name: 'watch', title: 'Watch' },
  { name: 'live', title: 'Live' },
  { name: 'learn', title: 'Learn' },
] as const

type ViewName = (typeof VIEWS)[number]['name']

const memory = createPageMemory(tabStorage())
const session = createPlaySession(memory, { url: serverUrl(), createSession })

export function App() {
  const view = useView()
  const keys = useRef<HTMLDialogElement>(null)
  const { choices, failure, load } = useChoices()
  useEffect(() => {
    if (choices?.mode === 'simulation') session.resume()
  }, [choices])
  useKeysShortcut(() => keys.current?.showModal())
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="head">
        <p class="brand">SQLEnv</p>
        <nav aria-label="Views">
          {VIEWS.filter(({ name }) => name !== 'live' || choices?.is_spectated).map(
            ({ name, title }) => (
              <a key={name} href={`#${name}`} aria-current={view === name ? 'page' : undefined}>
                {title}
              </a>
            ),
          )}
        </nav>
        <div class="head-tools">
          <button type="button" class="quiet" onClick={() => keys.current?.showModal()}>
            Keys
          </button>
          <ThemeChoice />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {choices === undefined ? (
          <Loading failure={failure} onRetry={load} />
        ) : view === 'play' ? (
          <PlayView session={session} memory={memory} choices={choices} />
        ) : view === 'watch' ? (
          <WatchView />
        ) : view === 'live' && choices.is_spectated ? (
          <LiveView />
        ) : (
          <LearnView choices={choices} />
        )}
      </main>
      <KeysDialog dialog={keys} />
    </>
  )
}

function Loading({ failure, onRetry }: { failure: string; onRetry: () => void }) {
  if (failure === '') return <p class="loading">Asking the server what there is to play…</p>
  return (
    <div class="notice problem" role="alert">
      <p>{failure}</p>
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  )
}

function ThemeChoice() {
  const [theme, setTheme] = useState<Theme>(savedTheme)
  return (
    <label class="theme">
      <span>Theme</span>
      <select
        value={theme}
        onChange={({ currentTarget }) => {
          const chosen = currentTarget.value as Theme
          setTheme(chosen)
          saveTheme(chosen)
        }}
      >
        {THEMES.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

function useChoices() {
  const [choices, setChoices] = useState<WireChoices>()
  const [failure, setFailure] = useState('')
  function load(): void {
    setFailure('')
    fetchChoices().then(setChoices, (error: Error) => setFailure(error.message))
  }
  useEffect(load, [])
  return { choices, failure, load }
}

function useView(): ViewName {
  const [view, setView] = useState<ViewName>(viewOfAddress)
  useEffect(() => {
    const follow = () => {
      // The link that skips to the content is no view.
      if (location.hash !== '#main') setView(viewOfAddress())
    }
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return view
}

function viewOfAddress(): ViewName {
  return VIEWS.find(({ name }) => `#${name}` === location.hash)?.name ?? 'play'
}

/** `?` opens the list of keys, except where it is a character to write. */
function useKeysShortcut(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const [target] = event.composedPath()
      const isWriting = target instanceof HTMLElement && isEditable(target)
      if (event.key !== '?' || isWriting) return
      event.preventDefault()
      open()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}

function isEditable(element: HTMLElement): boolean {
  return element.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(element.tagName)
}
