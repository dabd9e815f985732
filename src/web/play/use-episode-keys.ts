/** Keys that lead from anywhere to a part of the episode. */

import { useEffect } from 'preact/hooks'

/** By the key's place, since with Alt it writes another character on some keyboards. */
const PLACES: Readonly<Record<string, string>> = {
  KeyQ: '#query',
  KeyA: '#answer',
  KeyT: '#tables button',
  KeyR: '#result',
}

export function useEpisodeKeys(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const place = PLACES[event.code]
      if (!event.altKey || event.ctrlKey || event.metaKey || place === undefined) return
      const target = document.querySelector<HTMLElement>(place)
      if (target === null) return
      event.preventDefault()
      target.focus()
      target.scrollIntoView({ block: 'nearest' })
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
