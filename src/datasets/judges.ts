/** Several gold judges, each at a database of its own: an import uses all processors. */

import { availableParallelism } from 'node:os'

import { createGoldJudge } from './gold-judge.ts'
import type { GoldJudge, JudgeDeadlines } from './gold-judge.ts'

/** Each may hold a gold answer of 64 MiB. */
const JUDGES_MAX = 4

export type Judges = {
  /**
   * @param work - called with the items in order, for as many at a time as there are judges
   * @returns what it returns, in the order of the items
   * @throws what the first failing call throws, once no call runs any more
   */
  map<T, R>(
    items: readonly T[],
    work: (judge: GoldJudge, item: T) => Promise<R>,
  ): Promise<readonly R[]>
  close(): Promise<void>
}

/**
 * As many as there are processors, four at most. Each is a process of its own once it is used, so
 * they have to be closed.
 *
 * @param deadlines - of each judge; where absent, a minute a gold query
 */
export function createJudges(deadlines?: JudgeDeadlines): Judges {
  const count = Math.min(availableParallelism(), JUDGES_MAX)
  const judges = Array.from({ length: count }, () => createGoldJudge(deadlines))
  return {
    async map(items, work) {
      const results: Awaited<ReturnType<typeof work>>[] = []
      const left = items.entries()
      const failures: unknown[] = []
      await Promise.all(
        judges.map(async (judge) => {
          for (const [index, item] of left) {
            try {
              results[index] = await work(judge, item)
            } catch (error) {
              failures.push(error)
            }
            if (failures.length > 0) return
          }
        }),
      )
      if (failures.length > 0) throw failures[0]
      return results
    },
    async close() {
      await Promise.all(judges.map((judge) => judge.close()))
    },
  }
}
