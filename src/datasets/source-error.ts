/** What was given to an import is at fault, and its owner can mend it: one line says what and where. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
}
