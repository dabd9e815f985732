/** A name among the words of a command, of those that the option knows. */

/**
 * @param option - its name, for the message: `--split`
 * @param text - as it was typed
 * @throws {Error} in one line that names the option, what it knows and what came
 */
export function oneOf<T extends string>(option: string, text: string, known: readonly T[]): T {
  const name = known.find((candidate) => candidate === text)
  if (name !== undefined) return name
  throw new Error(`Expected ${option} to be one of ${known.join(', ')}, got ${text}`)
}
