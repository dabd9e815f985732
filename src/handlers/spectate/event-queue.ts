/** Events for one spectator, who may read more slowly than they come. */

export type EventQueue<T> = {
  add(event: T): void
  /** The next event, or undefined when none came within `waitMs`. */
  next(waitMs: number): Promise<T | undefined>
  /** Whether an event was dropped since there were too many. */
  readonly hasOverflowed: boolean
}

/** @param sizeMax - events that wait at most; one more is dropped */
export function createEventQueue<T>(sizeMax: number): EventQueue<T> {
  const events: T[] = []
  let wake: (() => void) | undefined
  let hasOverflowed = false
  return {
    add(event) {
      if (events.length >= sizeMax) hasOverflowed = true
      else events.push(event)
      wake?.()
    },
    async next(waitMs) {
      if (events.length === 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, waitMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
        wake = undefined
      }
      return events.shift()
    },
    get hasOverflowed() {
      return hasOverflowed
    },
  }
}
