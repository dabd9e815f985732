/** How long a fuzz runs, from which seed, and where it stops looking. */

import * as fc from 'fast-check'

/** For all fuzz tests together; `FUZZ_SECONDS=600` is a long run. */
export const FUZZ_SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 20)

/** `FUZZ_SEED` set to a seed that was printed makes the same cases again, in the same order. */
export const FUZZ_SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)

const CASES_PER_LOOK = 10

/** A case that hangs fails, and one that fails is made smaller no longer than this. */
const LOOK_MS_MAX = 60_000

/**
 * Tries case after case until a share of `FUZZ_SECONDS` is over and `isEnough` says so.
 *
 * @param check - rejects where a case does what it must not
 * @throws {Error} with the smallest case that was found, and the seed that begins with it
 */
export async function fuzz<Case>(
  share: number,
  cases: fc.Arbitrary<Case>,
  check: (tried: Case) => Promise<void>,
  isEnough = () => true,
): Promise<void> {
  const endMs = performance.now() + share * FUZZ_SECONDS * 1000
  let seed = FUZZ_SEED
  do {
    await fc.assert(fc.asyncProperty(cases, check), {
      seed,
      numRuns: CASES_PER_LOOK,
      interruptAfterTimeLimit: LOOK_MS_MAX,
      markInterruptAsFailure: true,
    })
    seed += 1
  } while (performance.now() < endMs || !isEnough())
}
