/** Shows a store: whoever uses it is drawn anew when its value changes. */

import { useEffect, useState } from 'preact/hooks'

import type { Store } from './store.ts'

export function useStore<T>(store: Store<T>): T {
  const [value, setValue] = useState(store.get)
  useEffect(() => {
    // It may have changed between the first showing and now.
    setValue(store.get)
    return store.subscribe(() => setValue(store.get))
  }, [store])
  return value
}
