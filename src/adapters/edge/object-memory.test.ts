import { describe, expect, it } from 'vitest'

import { createObjectMemory } from './object-memory.ts'

/** The part of a storage that is used, with the limit that the real one has. */
function storage() {
  const values = new Map<string, unknown>()
  const kv = {
    get: (key: string) => values.get(key),
    put(key: string, value: unknown) {
      const size = value instanceof Uint8Array ? value.length : 8
      if (key.length + size > 2_000_000) throw new RangeError('Too large for one value')
      values.set(key, value)
    },
    delete: (key: string) => values.delete(key),
    list: () => values.entries(),
  }
  return { kv, values }
}

describe('the memory of an object', () => {
  it('gives a text back, to another one on the same storage too', () => {
    const { kv } = storage()
    createObjectMemory({ kv }).write('note', 'Åland 🏝')
    expect(createObjectMemory({ kv }).read('note')).toBe('Åland 🏝')
    expect(createObjectMemory({ kv }).read('other')).toBeUndefined()
  })

  it('cuts a long text into values that fit, in the middle of a character too', () => {
    const { kv, values } = storage()
    const text = `x${'🏝'.repeat(800_000)}`
    createObjectMemory({ kv }).write('note', text)
    expect(values.size).toBe(1 + 4)
    expect(createObjectMemory({ kv }).read('note')).toBe(text)
  })

  it('leaves nothing of a longer text behind', () => {
    const { kv, values } = storage()
    const memory = createObjectMemory({ kv })
    memory.write('note', 'x'.repeat(3_000_000))
    memory.write('note', '')
    expect(memory.read('note')).toBe('')
    expect([...values.keys()].sort()).toEqual(['note', 'note/0'])
  })
})
