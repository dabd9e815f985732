/** How far a recording has been played, and what the next moment brings. */

export type Playback = {
  /** Steps that are shown of each run that has so many. */
  readonly shown: number
  readonly isPlaying: boolean
}

export const BEGINNING: Playback = { shown: 0, isPlaying: false }

/** Milliseconds from one step to the next. */
export const SPEEDS = { slow: 4000, normal: 2000, fast: 700 } as const
export type Speed = keyof typeof SPEEDS

export type PlaybackEvent = 'play' | 'pause' | 'tick' | 'step' | 'back' | 'restart'

/** @param length - steps of the longest run */
export function nextPlayback(
  { shown, isPlaying }: Playback,
  event: PlaybackEvent,
  length: number,
): Playback {
  switch (event) {
    case 'play':
      // At the end it begins again; the first step comes at once.
      return advance(shown >= length ? 0 : shown, true, length)
    case 'pause':
      return { shown, isPlaying: false }
    case 'tick':
      return isPlaying ? advance(shown, true, length) : { shown, isPlaying }
    case 'step':
      return advance(shown, false, length)
    case 'back':
      return { shown: Math.max(shown - 1, 0), isPlaying: false }
    case 'restart':
      return BEGINNING
  }
}

function advance(shown: number, isPlaying: boolean, length: number): Playback {
  const next = Math.min(shown + 1, length)
  return { shown: next, isPlaying: isPlaying && next < length }
}
