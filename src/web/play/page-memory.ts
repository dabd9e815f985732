/** What one tab remembers until it is closed. Where the browser forbids it, until a reload. */

import { parseSavedEpisode } from './saved-episode.ts'
import type { SavedEpisode } from './saved-episode.ts'

/** As much of `sessionStorage` as is used. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export type Drafts = { readonly sql: string; readonly answer: string }

export type PageMemory = {
  readonly loadEpisode: () => SavedEpisode | undefined
  readonly saveEpisode: (episode: SavedEpisode) => void
  readonly forgetEpisode: () => void
  readonly loadDrafts: () => Drafts
  readonly saveDrafts: (drafts: Drafts) => void
}

const EPISODE = 'sqlenv.episode'
const SQL = 'sqlenv.sql'
const ANSWER = 'sqlenv.answer'

/** @param store - undefined where there is none */
export function createPageMemory(store: TextStore | undefined): PageMemory {
  function load(key: string): string | null {
    try {
      return store?.getItem(key) ?? null
    } catch {
      return null
    }
  }

  /** What does not fit is not kept: nothing but a reload would miss it. */
  function save(key: string, text: string): void {
    try {
      store?.setItem(key, text)
    } catch {
      forget(key)
    }
  }

  function forget(key: string): void {
    try {
      store?.removeItem(key)
    } catch {
      // There is nothing to forget then.
    }
  }

  return {
    loadEpisode: () => parseSavedEpisode(load(EPISODE)),
    saveEpisode: (episode) => save(EPISODE, JSON.stringify(episode)),
    forgetEpisode: () => forget(EPISODE),
    loadDrafts: () => ({ sql: load(SQL) ?? '', answer: load(ANSWER) ?? '' }),
    saveDrafts(drafts) {
      save(SQL, drafts.sql)
      save(ANSWER, drafts.answer)
    },
  }
}

/** A frame of another site may not be allowed to store anything: then asking for it throws. */
export function tabStorage(): TextStore | undefined {
  try {
    return globalThis.sessionStorage
  } catch {
    return undefined
  }
}
