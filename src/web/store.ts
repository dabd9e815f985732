/** A value that is shown, and who shows it. */

import { useEffect, useState } from 'preact/hooks'

export type Store<T> = {
  readonly get: () => T
  readonly set: (value: T) => void
  /** @returns ends it */
  readonly subscribe: (listener: () => void) => () => void
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      value = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(store.get)
  useEffect(() => {
    // It may have changed between the first showing and now.
    setValue(store.get)
    return store.subscribe(() => setValue(store.get))
  }, [store])
  return value
}
