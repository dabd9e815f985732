/** Texts in a Durable Object's storage, cut into values that are small enough for it. */

import type { Notes } from '../../handlers/ports.ts'
import type { ObjectStorage } from './runtime.ts'

/** A key and its value together may take 2 MB. */
const PIECE_BYTES = 1024 * 1024

/** @returns notes whose writing is done, or has thrown, when `write` returns */
export function createObjectMemory({ kv }: Pick<ObjectStorage, 'kv'>): Notes {
  const counts = new Map<string, number>()
  const pieceKey = (name: string, index: number): string => `${name}/${index}`

  // Only `write` makes these values.
  function countOf(name: string): number {
    return counts.get(name) ?? (kv.get(name) as number | undefined) ?? 0
  }

  return {
    read(name) {
      const count = countOf(name)
      if (count === 0) return undefined
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
      const texts = Array.from({ length: count }, (_, index) => {
        const piece = kv.get(pieceKey(name, index)) as Uint8Array | undefined
        if (piece === undefined) throw new Error(`Piece ${index} of ${name} is not there`)
        return decoder.decode(piece, { stream: true })
      })
      return texts.join('') + decoder.decode()
    },

    write(name, text) {
      const bytes = new TextEncoder().encode(text)
      const before = countOf(name)
      const count = Math.max(1, Math.ceil(bytes.length / PIECE_BYTES))
      // All in one turn of the event loop: the storage writes all of it or nothing.
      for (let index = 0; index < count; index += 1) {
        kv.put(pieceKey(name, index), bytes.slice(index * PIECE_BYTES, (index + 1) * PIECE_BYTES))
      }
      for (let index = count; index < before; index += 1) kv.delete(pieceKey(name, index))
      if (count !== before) kv.put(name, count)
      counts.set(name, count)
    },
  }
}
