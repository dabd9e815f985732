/** Spreads requests over time, so that a limit of requests per minute is kept. */

/** @returns for each request how many milliseconds it has to wait for its turn */
export function createPace(
  requestsPerMinute: number | undefined,
  now: () => number = () => performance.now(),
): () => number {
  if (requestsPerMinute === undefined) return () => 0
  const gapMs = 60_000 / requestsPerMinute
  let nextTurn = Number.NEGATIVE_INFINITY
  return () => {
    const asked = now()
    const turn = Math.max(asked, nextTurn)
    nextTurn = turn + gapMs
    return turn - asked
  }
}
