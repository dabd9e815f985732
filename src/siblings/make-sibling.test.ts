import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import {
  anyClub,
  anyLiterals,
  brokenDemands,
  chanceOf,
  changed,
  columnOf,
  CLUB,
  rowsOf,
} from '../../test/sibling-contents.ts'
import type { CellValue } from '../sql/cell.ts'
import { addNulls } from './add-nulls.ts'
import { addRows } from './add-rows.ts'
import { addBoundaryValues } from './boundary-values.ts'
import { changeValues } from './change-values.ts'
import type { Chance } from './chance.ts'
import { studyContents } from './draft.ts'
import type { Draft } from './draft.ts'
import { duplicateBridgeRows } from './duplicate-bridge-rows.ts'
import { chooseKeptRows } from './kept-rows.ts'
import { lowerExtremes } from './lower-extremes.ts'
import { makeSibling, withoutRows } from './make-sibling.ts'
import { permuteValues } from './permute-values.ts'
import { remapIds } from './remap-ids.ts'
import { removeRows } from './remove-rows.ts'
import { dropValues, exchangeValues } from './rename-values.ts'
import { repointReferences } from './repoint-references.ts'
import { sampleRows } from './sample-rows.ts'
import { shuffleRows } from './shuffle-rows.ts'

const PERTURBATIONS: Readonly<Record<string, (draft: Draft, chance: Chance) => void>> = {
  sampleRows: (draft, chance) => sampleRows(draft, chooseKeptRows(draft.study, chance), 20, chance),
  removeRows: (draft, chance) => removeRows(draft, chooseKeptRows(draft.study, chance), 50, chance),
  addRows: (draft, chance) => addRows(draft, 80, chance),
  duplicateBridgeRows,
  exchangeValues,
  dropValues,
  permuteValues: (draft, chance) => permuteValues(draft, 100, chance),
  repointReferences: (draft, chance) =>
    repointReferences(draft, chooseKeptRows(draft.study, chance), 100, chance),
  lowerExtremes,
  changeValues: (draft, chance) => changeValues(draft, 100, chance),
  addBoundaryValues,
  addNulls,
  remapIds,
  shuffleRows,
}

const anyNumber = fc.integer({ min: 1, max: 10_000 })

it.each(Object.keys(PERTURBATIONS))('%s leaves contents that the schema allows', (name) => {
  fc.assert(
    fc.property(anyClub, anyLiterals, anyNumber, (contents, literals, number) => {
      const perturb = PERTURBATIONS[name] ?? (() => undefined)
      const after = changed(contents, (draft) => perturb(draft, chanceOf(number)), literals)
      expect(brokenDemands(after)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

describe('makeSibling', () => {
  it('keeps what the schema demands, and some rows of every table', () => {
    fc.assert(
      fc.property(anyClub, anyLiterals, anyNumber, (contents, literals, number) => {
        const sibling = makeSibling(studyContents(contents, literals), 1, 'grading', number)
        expect(brokenDemands(sibling)).toEqual([])
        for (const [index, { rows }] of contents.entries()) {
          expect(rowsOf(sibling, index).length).toBeGreaterThanOrEqual(Math.min(rows.length, 3))
        }
      }),
      { numRuns: 100 },
    )
  })

  it('does not touch the contents that it is given', () => {
    fc.assert(
      fc.property(anyClub, anyNumber, (contents, number) => {
        const before = structuredClone(contents)
        makeSibling(studyContents(contents, []), 1, 'playable', number)
        expect(contents).toEqual(before)
      }),
      { numRuns: 20 },
    )
  })

  it('gives the same for the same seed, stream and number, and else something else', () => {
    const [contents] = fc.sample(anyClub, { numRuns: 1, seed: 3 })
    if (contents === undefined) throw new Error('Expected a sample')
    const study = studyContents(contents, [])
    const all = [
      makeSibling(study, 1, 'grading', 1),
      makeSibling(study, 1, 'grading', 2),
      makeSibling(study, 1, 'playable', 1),
      makeSibling(study, 1, 'judging', 1),
      makeSibling(study, 2, 'grading', 1),
    ]
    expect(makeSibling(study, 1, 'grading', 1)).toEqual(all[0])
    const texts = all.map((sibling) => sibling.map(({ rows }) => rows.map((row) => row.join())))
    expect(new Set(texts.map((text) => JSON.stringify(text))).size).toBe(all.length)
  })

  it('keeps leading zeros, dates, scripts and rules that no constraint states', () => {
    fc.assert(
      fc.property(anyClub, anyNumber, (contents, number) => {
        const study = studyContents(contents, [])
        const sibling = makeSibling(study, 1, 'grading', number)
        const rooms = columnOf(sibling, CLUB.meeting, 4)
        const isCode = (cell: CellValue): boolean =>
          cell === null || (typeof cell === 'string' && /^\d{3}$/.test(cell))
        expect(rooms.filter((room) => !isCode(room))).toEqual([])
        const isOrdered = study.rules[CLUB.meeting]?.orders.length === 1
        for (const [, begins, ends] of rowsOf(sibling, CLUB.meeting)) {
          expect(String(begins)).toMatch(/^2024-0[2-4]-\d\d$/)
          if (isOrdered) expect(String(begins) <= String(ends)).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })
})

it('withoutRows takes refused rows out, and all that refer to them', () => {
  fc.assert(
    fc.property(anyClub, fc.nat(), (contents, place) => {
      const members = rowsOf(contents, CLUB.member)
      const refused = members[place % members.length]
      if (refused === undefined) throw new Error('Expected a member')
      const left = withoutRows(studyContents(contents, []), contents, new Set([refused]))
      expect(brokenDemands(left)).toEqual([])
      expect(rowsOf(left, CLUB.member)).not.toContain(refused)
      expect(rowsOf(left, CLUB.town)).toEqual(rowsOf(contents, CLUB.town))
    }),
  )
})
