/** Why a policy has no action to offer: somebody it asks is at fault, so nothing is scored. */

export class PolicyFault extends Error {
  override readonly name = 'PolicyFault'
  readonly code: string

  /** @param code - for programs, as reports count it */
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Faults that every further episode would meet too: the run ends with the first. */
export const FINAL_FAULT_CODES: ReadonlySet<string> = new Set(['LLM_REFUSED'])
