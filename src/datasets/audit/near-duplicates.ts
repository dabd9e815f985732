/** Questions of different splits that are one question: what is held out was trained on. */

import { SPLITS } from '../../questions/question.ts'
import type { Question } from '../../questions/question.ts'
import { goldForm } from './gold-form.ts'

export type NearPair = {
  /** The one that is held out further first. */
  readonly questionIds: readonly [string, string]
  /** Of their texts, from 0 to 1. */
  readonly similarity: number
  /** Whether their golds are one query. */
  readonly isSameGold: boolean
}

/**
 * Texts are alike from here on: the share of the word pairs of both that are in both (Jaccard), the
 * beginning and the end counted as words. In the ten databases of Spider the pairs above it, across
 * splits, are one sentence with another noun (0.56 and 0.60), and those below it ask for something
 * else (0.46 and less). Two wordings of one gold, of which Spider has hundreds within a database,
 * are mostly below it: those are found by their gold.
 */
const SIMILARITY_MIN = 0.5

/** @param questions - that are drawn */
export function findNearDuplicates(questions: readonly Question[]): NearPair[] {
  const asked = questions.map((question) => {
    const { questionText, goldSql, split } = question
    const rank = SPLITS.indexOf(split)
    return { question, rank, pairs: wordPairs(questionText), form: goldForm(goldSql) }
  })
  const byPair = new Map<string, Asked[]>()
  const byForm = new Map<string, Asked[]>()
  const found: NearPair[] = []
  for (const one of asked) {
    const sharedCounts = new Map<Asked, number>()
    for (const pair of one.pairs) {
      for (const other of byPair.get(pair) ?? []) {
        if (other.rank !== one.rank) sharedCounts.set(other, (sharedCounts.get(other) ?? 0) + 1)
      }
      push(byPair, pair, one)
    }
    for (const other of byForm.get(one.form) ?? []) {
      if (other.rank !== one.rank) sharedCounts.set(other, sharedCounts.get(other) ?? 0)
    }
    push(byForm, one.form, one)
    for (const [other, sharedCount] of sharedCounts) {
      const similarity = sharedCount / (one.pairs.size + other.pairs.size - sharedCount)
      const isSameGold = one.form === other.form
      if (similarity < SIMILARITY_MIN && !isSameGold) continue
      const [further, nearer] = one.rank > other.rank ? [one, other] : [other, one]
      const questionIds = [further.question.questionId, nearer.question.questionId] as const
      found.push({ questionIds, similarity, isSameGold })
    }
  }
  return found.toSorted((a, b) => b.similarity - a.similarity)
}

type Asked = {
  readonly question: Question
  /** Of its split. */
  readonly rank: number
  readonly pairs: ReadonlySet<string>
  readonly form: string
}

function push(lists: Map<string, Asked[]>, key: string, asked: Asked): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [asked])
  else list.push(asked)
}

/** Of words without regard for case and punctuation. */
function wordPairs(text: string): ReadonlySet<string> {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu)
  const bounded = ['', ...(words ?? []), '']
  return new Set(bounded.slice(1).map((word, index) => `${bounded[index]} ${word}`))
}
