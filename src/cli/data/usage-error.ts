/** The words of a command of `sqlenv data` are at fault. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
