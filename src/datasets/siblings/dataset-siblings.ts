/** The siblings of all databases of a data set, counted for people. */

import type { DatabaseSiblings } from './database-siblings.ts'

export type DatasetSiblings = {
  /** In the order in which the questions name them. */
  readonly databases: readonly MadeSiblings[]
}

export type MadeSiblings = Omit<DatabaseSiblings, 'files'> & {
  readonly databaseId: string
  /** Of each sibling. */
  readonly fileBytes: readonly number[]
  /** Of the database as shipped. */
  readonly originalBytes: number
  readonly seconds: number
}
