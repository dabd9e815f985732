/** Guesses which name was meant. */

/** Longer names are no slips of the hand; the limit also bounds the work on hostile ones. */
const NAME_CHARS_MAX = 64

/** @returns the name that takes the fewest edits, unless more than a third of it would change */
export function nearestName(wanted: string, names: readonly string[]): string | undefined {
  if (wanted.length > NAME_CHARS_MAX) return undefined
  const [nearest] = names
    .map((name) => ({ name, edits: editDistance(wanted.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.max(1, Math.floor(name.length / 3)))
    .toSorted((a, b) => a.edits - b.edits)
  return nearest?.name
}

/** Levenshtein's: characters inserted, dropped or replaced. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1]
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + (isSame ? 0 : 1),
        ),
      )
    }
    previous = current
  }
  return previous[to.length] ?? 0
}
