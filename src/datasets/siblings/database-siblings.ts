/** All siblings of one database: their files, and what gold returns on each. */

import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Question } from '../../questions/question.ts'
import { GRADING_SIBLINGS_MAX, NO_SIBLINGS } from '../../questions/siblings.ts'
import type { QuestionSiblings } from '../../questions/siblings.ts'
import { studyContents } from '../../siblings/draft.ts'
import { openGoldDatabase } from '../gold-database.ts'
import { chooseSiblings } from './choose-siblings.ts'
import type { Choice } from './choose-siblings.ts'
import { literalsIn, withJoinReferences } from './gold-hints.ts'
import { NoSiblings, readContents } from './read-contents.ts'
import type { SiblingSource } from './sibling-candidates.ts'
import { confirmGolds, fairGold, studyGolds } from './sibling-golds.ts'
import type { FairGold, KnownGold, SiblingVerdict, Unfair } from './sibling-golds.ts'

export type DatabaseSiblings = {
  /** By name without `.sqlite`: `g1`, `v1`; empty where there are none. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** Of each question that was given. */
  readonly questions: readonly JudgedQuestion[]
  /** Why there are none; empty where there are. */
  readonly note: string
}

export type JudgedQuestion = {
  readonly questionId: string
  readonly siblings: QuestionSiblings
  /** On how many of the grading siblings gold answers otherwise than on the database as shipped. */
  readonly differingCount: number
  /** What gold is on the grading siblings of the database that tell nothing of it. */
  readonly others: readonly (Unfair | 'same')[]
  /** Slips in gold that return the same on the database as shipped. */
  readonly slipCount: number
  /** Of these: those that return something else on a grading sibling. */
  readonly slipsToldApart: number
}

/** Four are enough for most databases; two more where gold often ties or finds nothing. */
const GRADING: Choice = {
  stream: 'grading',
  counted: 'differing',
  countMin: 4,
  countMax: 6,
  lackingPercent: 1,
}
const PLAYABLE: Choice = {
  stream: 'playable',
  counted: 'fair',
  countMin: 3,
  countMax: 3,
  lackingPercent: 6,
}

/**
 * The same every time, whatever other databases there are.
 * @param questions - of this database, none of them unfit
 */
export function makeDatabaseSiblings(
  path: string,
  databaseId: string,
  questions: readonly Question[],
): DatabaseSiblings {
  const workDir = mkdtempSync(join(tmpdir(), 'sqlenv-siblings-'))
  try {
    const source = readSiblingSource(path, databaseId, questions, workDir)
    const grading = makeStream(source, GRADING, 'g')
    const playable = makeStream(source, PLAYABLE, 'v')
    const places = new Map(source.golds.map(({ goldSql }, place) => [goldSql, place]))
    return {
      files: new Map([...grading, ...playable].map(({ name, bytes }) => [name, bytes])),
      questions: questions.map(({ questionId, goldSql }) => {
        const place = places.get(goldSql) ?? -1
        const slipCount = source.golds[place]?.survivors.length ?? 0
        return { questionId, ...listSiblings(grading, playable, place), slipCount }
      }),
      note: '',
    }
  } catch (error) {
    if (!(error instanceof NoSiblings)) throw error
    return withoutSiblings(questions, error.message)
  } finally {
    rmSync(workDir, { recursive: true, force: true })
  }
}

/** @param note - why there are none */
export function withoutSiblings(questions: readonly Question[], note: string): DatabaseSiblings {
  const nothing = { siblings: NO_SIBLINGS, differingCount: 0, others: [] }
  const judged = questions.map(({ questionId }) => {
    return { questionId, ...nothing, slipCount: 0, slipsToldApart: 0 }
  })
  return { files: new Map(), questions: judged, note }
}

/**
 * @param questions - of this database, none of them unfit
 * @param workDir - where files of siblings are put while they are judged
 * @throws {NoSiblings} in one line, where none can be made
 */
export function readSiblingSource(
  path: string,
  databaseId: string,
  questions: readonly Question[],
  workDir: string,
): SiblingSource {
  const { contents, schema } = readContents(path)
  const golds = readGolds(path, questions)
  const queries = golds.flatMap(({ query }) => query ?? [])
  const linked = withJoinReferences(queries, contents)
  const study = studyContents(linked, literalsIn(queries, linked))
  return { study, schema, golds, seed: seedOf(databaseId), workDir }
}

function readGolds(path: string, questions: readonly Question[]): KnownGold[] {
  using database = openGoldDatabase(path)
  return studyGolds(database, questions)
}

function seedOf(databaseId: string): number {
  return createHash('sha256').update(databaseId).digest().readInt32LE()
}

type Judged = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly verdicts: readonly SiblingVerdict[]
}

function makeStream(source: SiblingSource, choice: Choice, letter: 'g' | 'v'): Judged[] {
  return chooseSiblings(source, choice).map(({ path, bytes, verdicts }, index) => ({
    name: `${letter}${index + 1}`,
    bytes,
    verdicts: confirmGolds(path, source.golds, verdicts),
  }))
}

function listSiblings(
  grading: readonly Judged[],
  playable: readonly Judged[],
  place: number,
): Pick<JudgedQuestion, 'siblings' | 'differingCount' | 'others' | 'slipsToldApart'> {
  const fair = grading.flatMap(({ name, verdicts }) => {
    const gold = fairGold(verdicts[place])
    return gold === undefined ? [] : [{ sibling: name, ...gold }]
  })
  const listed = fair.sort((a, b) => tellingOf(b) - tellingOf(a)).slice(0, GRADING_SIBLINGS_MAX)
  return {
    siblings: {
      grading: listed.map(({ sibling, rows, rowOrderMatters }) => ({
        sibling,
        rows,
        rowOrderMatters,
      })),
      variants: playable.flatMap(({ verdicts }, index) => {
        const gold = fairGold(verdicts[place])
        return gold === undefined
          ? []
          : [{ variant: index + 1, rows: gold.rows, rowOrderMatters: gold.rowOrderMatters }]
      }),
    },
    differingCount: listed.filter(({ differs }) => differs).length,
    others: grading.flatMap(({ verdicts }) => {
      const verdict = verdicts[place] ?? 'fails'
      if (typeof verdict === 'string') return verdict
      return verdict.differs ? [] : 'same'
    }),
    slipsToldApart: new Set(listed.flatMap(({ toldApart }) => toldApart)).size,
  }
}

/** Another answer than on the original counts most, then how many slips show. */
function tellingOf({ differs, toldApart }: FairGold): number {
  return (differs ? 1_000 : 0) + toldApart.length
}
