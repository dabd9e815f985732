/**
 * One database among many judging siblings of it, made for the measure alone: what tells a query
 * that means the same as gold from one that is only right here.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openGoldDatabase } from '../../../datasets/gold-database.ts'
import type { GoldDatabase } from '../../../datasets/gold-database.ts'
import { readSiblingSource } from '../../../datasets/siblings/database-siblings.ts'
import { makeCandidate } from '../../../datasets/siblings/sibling-candidates.ts'
import { confirmGolds, fairGold } from '../../../datasets/siblings/sibling-golds.ts'
import type { Query } from '../../../datasets/sql-syntax.ts'
import type { Question } from '../../../questions/question.ts'
import { isGoldResult, potentialRowsMax } from '../../../reward/potential.ts'
import type { GoldResult } from '../../../reward/potential.ts'
import type { Row } from '../../../sql/cell.ts'
import type { ResultTable } from '../../../sql/query.ts'

/** So many are tried to be made of each database; their numbers follow those of no other stream. */
const JUDGING_COUNT = 24

export type JudgedGold = {
  /** With its literals mended. */
  readonly sql: string
  /** `undefined` where the parser does not know the SQL. */
  readonly query: Query | undefined
  /** On how many judging siblings an answer to gold can be graded fairly. */
  readonly fairCount: number
  /** What SQL gives on the database as shipped, if it runs. */
  run(sql: string): ResultTable | undefined
  isGoldHere(result: ResultTable): boolean
  /** Whether it gives gold's result on all judging siblings on which gold is fair. */
  isGoldOnJudging(sql: string): boolean
}

export type JudgedDatabase = {
  /** @throws {RangeError} for a question that was not given */
  goldOf(question: Question): JudgedGold
  /** Rows on the database as shipped, without the gate; `undefined` where the SQL does not run. */
  read(sql: string): readonly Row[] | undefined
  close(): void
}

type FairPlace = GoldResult & { readonly database: GoldDatabase }

/**
 * @param questions - of this database, none of them unfit
 * @throws {NoSiblings} in one line, where none can be made
 */
export function openJudgedDatabase(
  path: string,
  databaseId: string,
  questions: readonly Question[],
): JudgedDatabase {
  const workDir = mkdtempSync(join(tmpdir(), 'sqlenv-judging-'))
  const opened: GoldDatabase[] = []
  const open = (file: string): GoldDatabase => {
    const database = openGoldDatabase(file)
    opened.push(database)
    return database
  }
  const close = (): void => {
    for (const database of opened) database[Symbol.dispose]()
    rmSync(workDir, { recursive: true, force: true })
  }
  try {
    const source = readSiblingSource(path, databaseId, questions, workDir)
    const judging = Array.from({ length: JUDGING_COUNT }, (_, index) => index + 1).flatMap(
      (number) => {
        const made = makeCandidate(source, 'judging', number)
        if (made === undefined) return []
        const verdicts = confirmGolds(made.path, source.golds, made.verdicts)
        return { database: open(made.path), verdicts }
      },
    )
    const original = open(path)
    const golds = new Map(
      source.golds.map((gold, place) => {
        const fair = judging.flatMap(({ database, verdicts }): FairPlace[] => {
          const found = fairGold(verdicts[place])
          if (found === undefined) return []
          return [{ database, rows: found.rows, rowOrderMatters: found.rowOrderMatters }]
        })
        const here = { database: original, rows: gold.rows, rowOrderMatters: gold.rowOrderMatters }
        const { sql, query } = gold
        return [gold.goldSql, { sql, query, ...judgeBy(here, fair) }] as const
      }),
    )
    return {
      goldOf({ questionId, goldSql }) {
        const gold = golds.get(goldSql)
        if (gold === undefined) throw new RangeError(`${questionId} was not judged`)
        return gold
      },
      read: (sql) => original.read(sql),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

function judgeBy(
  here: FairPlace,
  fair: readonly FairPlace[],
): Pick<JudgedGold, 'fairCount' | 'run' | 'isGoldHere' | 'isGoldOnJudging'> {
  return {
    fairCount: fair.length,
    run: (sql) => resultOn(here, sql),
    isGoldHere: (result) => isGoldResult(result, here),
    isGoldOnJudging: (sql) =>
      fair.every((place) => {
        const result = resultOn(place, sql)
        return result !== undefined && isGoldResult(result, place)
      }),
  }
}

function resultOn({ database, rows }: FairPlace, sql: string): ResultTable | undefined {
  const outcome = database.run(sql, potentialRowsMax(rows.length))
  return outcome.kind === 'table' ? outcome.table : undefined
}
