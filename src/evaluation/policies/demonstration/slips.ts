/** Slips as people make them, each of which the environment answers with an error. */

import type { RevealedTable } from '../../../client/schema-info.ts'
import { isKeyword } from '../../../schema-names/sql-keywords.ts'
import type { Chance } from '../../../schema-names/seeded-chance.ts'
import { tokenize } from '../../../sql/tokens.ts'
import { pick } from '../policy.ts'
import { mentionOf } from './gold-parts.ts'

/** @returns a name like the table's that is none of `tables`; undefined where none was found */
export function misspellTable(
  table: string,
  tables: readonly string[],
  chance: Chance,
): string | undefined {
  const taken = new Set(tables.map((name) => name.toLowerCase()))
  return pick(
    spellingsOf(table).filter((name) => !taken.has(name.toLowerCase())),
    chance,
  )
}

/**
 * Gold's SQL with the name of a column or a table misspelt at one place.
 * @param tables - those of gold, described
 * @param allTables - the names of all
 */
export function slipsOf(
  goldSql: string,
  tables: readonly RevealedTable[],
  allTables: readonly string[],
  chance: Chance,
): string[] {
  const tokens = tokenize(goldSql)
  const tableNames = new Set(tables.map(({ name }) => name.toLowerCase()))
  const taken = new Set(
    [
      ...allTables,
      ...tables.flatMap(({ columns }) => columns.map(({ name }) => name)),
      ...tokens.map(({ text }) => text),
    ].map((name) => name.toLowerCase()),
  )
  return tokens.flatMap((token, index) => {
    const around = (offset: number): string => {
      const rest = offset < 0 ? tokens.slice(0, index).toReversed() : tokens.slice(index + 1)
      return rest.find(({ kind }) => kind !== 'blank' && kind !== 'comment')?.text ?? ''
    }
    const isName =
      token.kind === 'word' &&
      !isKeyword(token.text) &&
      (tableNames.has(token.text.toLowerCase()) || mentionOf(token, tables) !== undefined)
    // The name of a new column, or of a function, is no slip.
    if (!isName || around(-1).toUpperCase() === 'AS' || around(1) === '(') return []
    const spellings = spellingsOf(token.text).filter((name) => !taken.has(name.toLowerCase()))
    const misspelt = pick(spellings, chance)
    if (misspelt === undefined) return []
    return [tokens.map(({ text }, at) => (at === index ? misspelt : text)).join('')]
  })
}

/** Singular for plural, a letter too few, two that changed places, a blank that went. */
function spellingsOf(name: string): string[] {
  const middle = Math.floor(name.length / 2)
  const [before, first = '', second = '', after] = [
    name.slice(0, middle),
    name[middle],
    name[middle + 1],
    name.slice(middle + 2),
  ]
  const spellings = [
    name.endsWith('s') ? name.slice(0, -1) : `${name}s`,
    before + second + after,
    before + second + first + after,
    name.replaceAll('_', ''),
  ]
  return [...new Set(spellings)].filter((one) => one !== name && /^[a-z_][a-z0-9_]*$/i.test(one))
}
