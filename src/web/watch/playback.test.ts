import { describe, expect, it } from 'vitest'

import { BEGINNING, nextPlayback } from './playback.ts'
import type { Playback, PlaybackEvent } from './playback.ts'

function after(...events: PlaybackEvent[]): Playback {
  let playback = BEGINNING
  for (const event of events) playback = nextPlayback(playback, event, 3)
  return playback
}

describe('the playback of a recording', () => {
  it('shows the first step at once, and one more at each moment', () => {
    expect(after('play')).toEqual({ shown: 1, isPlaying: true })
    expect(after('play', 'tick')).toEqual({ shown: 2, isPlaying: true })
  })

  it('stops at the end', () => {
    expect(after('play', 'tick', 'tick')).toEqual({ shown: 3, isPlaying: false })
    expect(after('play', 'tick', 'tick', 'tick')).toEqual({ shown: 3, isPlaying: false })
  })

  it('begins again when it is played at the end', () => {
    expect(after('play', 'tick', 'tick', 'play')).toEqual({ shown: 1, isPlaying: true })
  })

  it('stays where it is while it pauses', () => {
    expect(after('play', 'pause', 'tick')).toEqual({ shown: 1, isPlaying: false })
  })

  it('goes by single steps, forth and back', () => {
    expect(after('step', 'step', 'back')).toEqual({ shown: 1, isPlaying: false })
    expect(after('back')).toEqual(BEGINNING)
  })

  it('goes back to the beginning', () => {
    expect(after('play', 'tick', 'restart')).toEqual(BEGINNING)
  })
})
