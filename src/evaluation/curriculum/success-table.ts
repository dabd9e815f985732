/** How often each question was tried and solved: what a curriculum is drawn from. */

/** A row of the table, as files and the Python client have it. */
export type SuccessRow = {
  readonly question_id: string
  /** Episodes that came to their end; from 0 up. */
  readonly attempts: number
  /** Of those, the ones that ended `solved`. */
  readonly solved: number
}

/** What came of an episode: a line of a trajectories file, or the metadata of a last reply. */
export type EpisodeOutcome = {
  readonly question_id: string | null
  /** Null where it was left, which counts as no attempt. */
  readonly outcome: string | null
}

/**
 * @param questionIds - of all questions that may be drawn: those never tried get a row too
 * @returns a row for each id, in the order in which they first come
 */
export function toSuccessTable(
  episodes: Iterable<EpisodeOutcome>,
  questionIds: Iterable<string> = [],
): SuccessRow[] {
  const counts = new Map<string, { attempts: number; solved: number }>()
  for (const id of questionIds) counts.set(id, { attempts: 0, solved: 0 })
  for (const { question_id: id, outcome } of episodes) {
    if (id === null || outcome === null) continue
    const { attempts, solved } = counts.get(id) ?? { attempts: 0, solved: 0 }
    counts.set(id, { attempts: attempts + 1, solved: solved + (outcome === 'solved' ? 1 : 0) })
  }
  return [...counts].map(([id, { attempts, solved }]) => ({ question_id: id, attempts, solved }))
}

/** @throws {RangeError} that names the first row that cannot be, and what was expected of it */
export function demandSuccessTable(table: readonly SuccessRow[]): void {
  if (table.length === 0) throw new RangeError('Expected a table with at least one row')
  const ids = new Set<string>()
  for (const [index, { question_id: id, attempts, solved }] of table.entries()) {
    const row = `row ${index + 1}`
    if (typeof id !== 'string' || id === '' || !id.isWellFormed()) {
      throw new RangeError(`Expected question_id of ${row} to be a text, got ${JSON.stringify(id)}`)
    }
    if (ids.has(id)) throw new RangeError(`Expected one row of each question, got two of ${id}`)
    ids.add(id)
    if (!isCount(attempts)) {
      throw new RangeError(
        `Expected attempts of ${id} to be an integer from 0 up, got ${JSON.stringify(attempts)}`,
      )
    }
    if (!isCount(solved) || solved > attempts) {
      throw new RangeError(
        `Expected solved of ${id} to be an integer from 0 to ${attempts}, got ${JSON.stringify(solved)}`,
      )
    }
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
