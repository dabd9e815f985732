import { describe, expect, it } from 'vitest'

import { createPageMemory } from './page-memory.ts'
import type { TextStore } from './page-memory.ts'

/** A store like a tab's, for texts up to `charsMax` characters. */
function store(charsMax = Infinity): TextStore {
  const texts = new Map<string, string>()
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem(key, text) {
      if (text.length > charsMax) throw new DOMException('Full', 'QuotaExceededError')
      texts.set(key, text)
    },
    removeItem: (key) => texts.delete(key),
  }
}

const FORBIDDEN: TextStore = {
  getItem: () => {
    throw new DOMException('No', 'SecurityError')
  },
  setItem: () => {
    throw new DOMException('No', 'SecurityError')
  },
  removeItem: () => {
    throw new DOMException('No', 'SecurityError')
  },
}

describe('what a tab remembers', () => {
  it('has the drafts after a reload', () => {
    const texts = store()
    createPageMemory(texts).saveDrafts({ sql: 'SELECT', answer: '4' })
    expect(createPageMemory(texts).loadDrafts()).toEqual({ sql: 'SELECT', answer: '4' })
  })

  it('forgets what does not fit, instead of keeping what is old', () => {
    const memory = createPageMemory(store(10))
    memory.saveDrafts({ sql: 'SELECT 1', answer: '' })
    memory.saveDrafts({ sql: 'SELECT 1, 2, 3', answer: '' })
    expect(memory.loadDrafts().sql).toBe('')
  })

  it.each([
    ['without a store', undefined],
    ['where storing is forbidden', FORBIDDEN],
  ])('is nothing %s, and that is no error', (_where, texts) => {
    const memory = createPageMemory(texts)
    memory.saveDrafts({ sql: 'SELECT', answer: '' })
    memory.forgetEpisode()
    expect(memory.loadDrafts()).toEqual({ sql: '', answer: '' })
    expect(memory.loadEpisode()).toBeUndefined()
  })
})
