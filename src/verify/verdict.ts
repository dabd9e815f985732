/** What comes of grading an answer. */

export type Verdict = {
  readonly isCorrect: boolean
  /**
   * How the answer was read, for the agent to see: `a list of 2 values: ann, bo`. One line of at
   * most 200 characters, which shows no value that the answer did not.
   */
  readonly reading: string
}
