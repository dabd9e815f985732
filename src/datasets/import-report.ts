/** What an import kept and set aside, counted for people. */

import { FLAGS, isUnfit } from '../questions/question.ts'
import type { Flag, Split } from '../questions/question.ts'
import type { DatasetAbout } from '../questions/dataset-about.ts'
import type { BuiltQuestion } from './question-build.ts'
import type { DatasetSiblings } from './siblings/dataset-siblings.ts'

type SetAside = {
  readonly databaseId: string
  /** The file and row that the question stands in. */
  readonly source: string
  readonly reason: string
}

export type ImportReport = {
  readonly about: DatasetAbout
  /** In file order; those that are unfit are kept too, but never drawn. */
  readonly kept: readonly BuiltQuestion[]
  readonly setAside: readonly SetAside[]
  readonly siblings: DatasetSiblings
}

export type DatabaseCounts = {
  readonly databaseId: string
  readonly split: Split
  readonly questionCount: number
  readonly unfitCount: number
  /** Of those that are not unfit. */
  readonly weakCount: number
}

/** In the order in which the databases come; the split is that of the first question. */
export function countByDatabase({ kept }: ImportReport): DatabaseCounts[] {
  const questions = kept.map(({ question }) => question)
  const groups = Map.groupBy(questions, ({ databaseId }) => databaseId)
  return [...groups].flatMap(([databaseId, [first, ...others]]) => {
    if (first === undefined) return []
    const all = [first, ...others]
    const fit = all.filter((question) => !isUnfit(question))
    return {
      databaseId,
      split: first.split,
      questionCount: all.length,
      unfitCount: all.length - fit.length,
      weakCount: fit.filter(({ flags }) => flags.length > 0).length,
    }
  })
}

/** How many questions have each flag; a question may have several. */
export function countByFlag({ kept }: ImportReport): [flag: Flag, questionCount: number][] {
  return FLAGS.map((flag) => [
    flag,
    kept.filter(({ question }) => question.flags.includes(flag)).length,
  ])
}

/** How many questions of each database are set aside, and why; in file order. */
export function countSetAside({
  setAside,
}: ImportReport): { databaseId: string; reason: string; questionCount: number }[] {
  const groups = Map.groupBy(setAside, ({ databaseId, reason }) => `${databaseId}\n${reason}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    return { databaseId: first.databaseId, reason: first.reason, questionCount: group.length }
  })
}
