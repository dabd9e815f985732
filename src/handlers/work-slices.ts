/** Does work in slices of time: whatever else waits on the event loop has its turn between two. */

export type WorkSlices = {
  /** Does `work` soon, behind what was added before. It must not throw. */
  add(work: () => void): void
}

/** So long a health check may wait for steps, and as long again for reading their frames. */
const SLICE_MS = 5

/**
 * @param now - milliseconds on a clock that only goes forward
 * @param later - calls back when what waits on the event loop by then has had its turn
 */
export function createWorkSlices(now: () => number, later: (work: () => void) => void): WorkSlices {
  let waiting: (() => void)[] = []
  let nextIndex = 0
  let isScheduled = false

  const doSlice = (): void => {
    const endMs = now() + SLICE_MS
    while (nextIndex < waiting.length && now() < endMs) {
      const work = waiting[nextIndex]
      nextIndex += 1
      work?.()
    }
    if (nextIndex === waiting.length) {
      waiting = []
      nextIndex = 0
      isScheduled = false
    } else later(doSlice)
  }

  return {
    add(work) {
      waiting.push(work)
      if (isScheduled) return
      isScheduled = true
      later(doSlice)
    },
  }
}
