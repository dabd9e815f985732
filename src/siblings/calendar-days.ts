/** Dates as SQLite's texts have them, counted in days: no clock, no time zone. */

/** A text that begins with a date; what follows is kept as it is. */
export type DatedText = {
  /** Days since 0000-03-01: after a leap day, each year is as long as the one before it says. */
  readonly day: number
  readonly rest: string
}

/** @returns `undefined` when the text does not begin with a date that the calendar has */
export function parseDatedText(text: string): DatedText | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?!\d)(.*)$/s.exec(text)
  if (match === null) return undefined
  const [, year, month, date, rest = ''] = match
  const day = dayOf(Number(year), Number(month), Number(date))
  return formatDay(day) === text.slice(0, 10) ? { day, rest } : undefined
}

/** @param dated - of a year from 0 to 9999 */
export function formatDatedText({ day, rest }: DatedText): string {
  return formatDay(day) + rest
}

/** Days before each month of a year that begins in March. */
const DAYS_BEFORE_MONTH = [0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 306, 337]

function dayOf(year: number, month: number, date: number): number {
  const marchYear = month < 3 ? year - 1 : year
  return daysBeforeYear(marchYear) + (DAYS_BEFORE_MONTH[(month + 9) % 12] ?? 0) + date - 1
}

function daysBeforeYear(marchYear: number): number {
  const [fours, centuries, fourCenturies] = [4, 100, 400].map((n) => Math.floor(marchYear / n))
  return 365 * marchYear + (fours ?? 0) - (centuries ?? 0) + (fourCenturies ?? 0)
}

function formatDay(day: number): string {
  // One too many where the days before the next year have not passed yet.
  const guess = Math.floor((day + 1) / 365.2425) + 1
  const marchYear = [guess, guess - 1, guess - 2].find((year) => daysBeforeYear(year) <= day) ?? 0
  const dayOfYear = day - daysBeforeYear(marchYear)
  const monthIndex = DAYS_BEFORE_MONTH.findLastIndex((days) => days <= dayOfYear)
  const month = ((monthIndex + 2) % 12) + 1
  const year = month < 3 ? marchYear + 1 : marchYear
  const date = dayOfYear - (DAYS_BEFORE_MONTH[monthIndex] ?? 0) + 1
  return [pad(year, 4), pad(month, 2), pad(date, 2)].join('-')
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
