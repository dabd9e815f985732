/** A mountain hut, as all that happens there needs to know it. */

import type { FilledRecord } from '../database.ts'

export type Hut = FilledRecord<'hut_id' | 'altitude_m' | 'beds' | 'kind' | 'has_winter_room'>

/** The Torrone Hut stood empty for a summer: its roof had gone. */
const CLOSED = { hut_id: '27', year: 2023 }

export function isStaffed({ kind }: Hut): boolean {
  return kind === 'staffed'
}

export function isClosed(hut: Hut, year: number): boolean {
  return year === closedYear(hut)
}

/** Infinity for a hut that was open all the time. */
export function closedYear({ hut_id }: Hut): number {
  return hut_id === CLOSED.hut_id ? CLOSED.year : Infinity
}
