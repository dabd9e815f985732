/** Sees to it that no two names become the same, and none becomes what another was. */

import { withLastWord, withNumber } from './name-words.ts'
import { isKeyword } from './sql-keywords.ts'

/**
 * @param names - in any case; those that differ in case only are one
 * @param rename - what a name would become if it were alone
 * @returns what each name becomes; a name that needs no quotes becomes one that needs none
 */
export function claimNames(
  names: readonly string[],
  rename: (name: string) => string,
): (name: string) => string {
  const before = new Set(names.map((name) => name.toLowerCase()))
  const claimed = new Map<string, string>()
  const taken = new Set<string>()
  const isFree = (candidate: string, name: string): boolean => {
    const key = candidate.toLowerCase()
    if (key === name.toLowerCase()) return true
    if (taken.has(key) || before.has(key)) return false
    return isPlain(candidate) || !isPlain(name)
  }
  for (const name of names) {
    const key = name.toLowerCase()
    if (claimed.has(key)) continue
    const free = firstOf(candidatesFor(rename(name)), (candidate) => isFree(candidate, name))
    claimed.set(key, free)
    taken.add(free.toLowerCase())
  }
  return (name) => {
    const free = claimed.get(name.toLowerCase()) ?? name
    const inOwnCase = rename(name)
    return inOwnCase.toLowerCase() === free.toLowerCase() ? inOwnCase : free
  }
}

/** Without end, and no two the same: one of them is free. */
function* candidatesFor(wanted: string): Generator<string, never> {
  yield wanted
  yield withLastWord(wanted, 'info')
  for (let number = 2; ; number += 1) yield withNumber(wanted, number)
}

function firstOf<T>(items: Generator<T, never>, isWanted: (item: T) => boolean): T {
  for (;;) {
    const { value } = items.next()
    if (isWanted(value)) return value
  }
}

/** Whether SQL may hold the name without quotes. */
export function isPlain(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name) && !isKeyword(name)
}
