/** Does one thing after the other, in the order in which they were asked for. */

export type SerialQueue = <T>(work: () => T | Promise<T>) => Promise<T>

export function createSerialQueue(): SerialQueue {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work)
    // A failure is told to whoever asked for the work; what stands behind it goes on.
    last = next.catch(() => undefined)
    return next
  }
}
