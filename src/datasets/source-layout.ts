/** What every published form of a data set comes down to: questions with gold SQL, and databases. */

import type { DatasetAbout } from '../questions/dataset-about.ts'
import type { Difficulty, Split } from '../questions/question.ts'

export type SourceRow = {
  /** As it is published: also the name of the database file. */
  readonly databaseId: string
  readonly query: string
  readonly question: string
  /** Where it stands, for people: `Spider dev.json row 12`. */
  readonly source: string
  /** Its author's own; otherwise it is made of the database, the split and a number. */
  readonly questionId?: string | undefined
  readonly split?: Split | undefined
  /** Only where the source has Spider's levels; otherwise it is computed. */
  readonly difficulty?: Difficulty | undefined
}

export type SourceLayout = {
  readonly about: DatasetAbout
  /** Before every id that is made: two data sets may ask about databases of one name. */
  readonly idPrefix: string
  /** In file order, which becomes the order of splits and indexes. */
  readonly rows: readonly SourceRow[]
  /** The tables that the source says a database has; none where it does not say. */
  tablesOf(databaseId: string): readonly string[]
  /** Which file says so. */
  readonly tablesFile: string
  /** Where a database lies if it is there. */
  databasePath(databaseId: string): string
}
