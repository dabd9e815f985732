/** What `play_with_tools.py` prints. */

type ToolReply = {
  readonly observation: Readonly<Record<string, unknown>>
  readonly reward: number | null
  readonly done: boolean
}

type PlayedEpisode = {
  readonly reset: ToolReply
  readonly steps: readonly ToolReply[]
  readonly state: Readonly<Record<string, unknown>>
}

/** The one or the other. */
type ToolAttempt = {
  readonly gave?: unknown
  readonly raised?: string
  readonly message?: string
}

export type ListedTool = {
  readonly name: string
  readonly description: string
  readonly input_schema: Readonly<Record<string, unknown>>
}

export type ToolsReports = {
  readonly release: string
  /** Of each server, in the order of their URLs. */
  readonly reports: readonly ToolsReport[]
}

export type ToolsReport = {
  /** What `openenv validate --url` printed. */
  readonly validated: { readonly exit_code: number; readonly printed: string }
  readonly is_production_by_default: boolean
  readonly generic: PlayedEpisode
  readonly auto_class: string
  readonly auto: PlayedEpisode
  readonly by_steps: PlayedEpisode & {
    readonly tools: readonly ListedTool[]
    readonly results: readonly unknown[]
    readonly unknown_tool: ToolAttempt
    readonly missing_argument: ToolAttempt
    readonly failed_query: ToolAttempt
    readonly has_tool: readonly boolean[]
  }
  readonly in_production: {
    readonly tools: readonly ListedTool[]
    readonly question_id: string
    readonly results: readonly unknown[]
    readonly after_done: ToolAttempt
    readonly unknown_tool: ToolAttempt
  }
  /** How many tools each of several sessions listed. */
  readonly opened: readonly number[]
  /** Where the socket is attached to the session of the tools. */
  readonly attached?: {
    readonly reset: ToolReply
    readonly results: readonly unknown[]
    readonly states: readonly Readonly<Record<string, unknown>>[]
    readonly again: ToolReply
    readonly step: ToolReply
  }
}
