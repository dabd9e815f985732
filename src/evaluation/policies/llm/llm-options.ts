/** Which model is asked, and how: docs/evaluation.md, "A model". */

export type LlmOptions = {
  readonly model: string
  /** Without user name, query and fragment, so that it may be shown. */
  readonly baseUrl: string
  /** Never shown, not even where an endpoint repeats it. Undefined: none is sent. */
  readonly apiKey: string | undefined
  /** Undefined, as for the next two: the endpoint's own. */
  readonly temperature: number | undefined
  readonly maxTokens: number | undefined
  readonly seed: number | undefined
  /** For one request, from when it is sent until the last byte of its reply. */
  readonly timeoutMs: number
  /** How often one request is sent again. */
  readonly retriesMax: number
  /** Undefined: as many as there are. */
  readonly requestsPerMinute: number | undefined
  /** Per million tokens. Undefined: unknown. */
  readonly inputPrice: number | undefined
  readonly outputPrice: number | undefined
}

/** OpenAI's own. */
export const DEFAULT_BASE_URL = 'https://api.openai.com/v1'
