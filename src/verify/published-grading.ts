/**
 * Grading as the published predecessor has it, holes and all: `docs/verification.md` lists them and
 * says which of its rules are known and which had to be chosen.
 */

import type { CellValue } from '../sql/cell.ts'
import { formatCell } from '../sql/cell.ts'
import { peelAnswer } from './answer-wrapping.ts'
import { toPhrase } from './describe-reading.ts'
import type { Gold } from './gold.ts'
import { normalizeText } from './normal-text.ts'
import type { Verdict } from './verdict.ts'

/** How far from gold a float may be, as a part of gold. */
const FLOAT_TOLERANCE = 0.01

/** The same for a gold of zero; what the predecessor does there is not known. */
const ZERO_TOLERANCE = 1e-9

export function gradeAsPublished(answer: string, gold: Gold): Verdict {
  const text = peelAnswer(answer)[0]?.text ?? ''
  if (gold.columns.length > 1) return gradeAsText(text, tableText(gold))
  return gold.rows.length === 1
    ? gradeAsValue(text, gold.rows[0]?.[0] ?? null)
    : gradeAsSet(text, gold)
}

function gradeAsValue(text: string, gold: CellValue): Verdict {
  if (typeof gold === 'bigint') {
    const isCorrect = Math.trunc(toNumber(text)) === Number(gold)
    return { isCorrect, reading: toPhrase(`an integer: ${text}`) }
  }
  if (typeof gold === 'number') {
    return { isCorrect: isNear(toNumber(text), gold), reading: toPhrase(`a float: ${text}`) }
  }
  return gradeAsText(text, formatCell(gold))
}

function isNear(answer: number, gold: number): boolean {
  if (gold === 0) return Math.abs(answer) <= ZERO_TOLERANCE
  return answer === gold || Math.abs(answer - gold) <= FLOAT_TOLERANCE * Math.abs(gold)
}

/** NaN where it is no number: a comma or a unit makes the answer wrong. */
function toNumber(text: string): number {
  return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
}

function gradeAsSet(text: string, gold: Gold): Verdict {
  const wanted = toSet(gold.rows.flat().map(formatCell))
  const given = toSet(text.split(','))
  const isCorrect = given.size === wanted.size && [...given].every((value) => wanted.has(value))
  return { isCorrect, reading: toPhrase(`a set of ${given.size}: ${[...given].join(', ')}`) }
}

function toSet(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.map(normalizeText).filter((text) => text !== ''))
}

function gradeAsText(text: string, gold: string): Verdict {
  return {
    isCorrect: normalizeText(text) === normalizeText(gold),
    reading: toPhrase(`a text: ${text}`),
  }
}

/** A row a line, in gold's order. */
function tableText({ rows }: Gold): string {
  return rows.map((row) => row.map(formatCell).join(' | ')).join('\n')
}
