/** What asking a model took. */

export type Usage = {
  /** Requests that were sent, those sent again included. */
  readonly requestCount: number
  /** How many of these were sent again. */
  readonly retryCount: number
  /** As the endpoint counts them; null once a reply did not say. */
  readonly promptTokens: number | null
  readonly completionTokens: number | null
  /** In the currency of the prices; null where a price or a count is not known. */
  readonly cost: number | null
}

/** What is not known of one is not known of both. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    requestCount: a.requestCount + b.requestCount,
    retryCount: a.retryCount + b.retryCount,
    promptTokens: sumOf(a.promptTokens, b.promptTokens),
    completionTokens: sumOf(a.completionTokens, b.completionTokens),
    cost: sumOf(a.cost, b.cost),
  }
}

function sumOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b
}
