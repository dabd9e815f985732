/** Days and times of day as the built-in databases keep them: `2024-03-01`, `09:15`. */

const DAY_MS = 86_400_000

/** The day that comes `count` days after `day`; before it where `count` is negative. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10)
}

/** Days from `from` to `to`; negative where `to` comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
}

/** @returns 0 for Sunday … 6 for Saturday, as `strftime('%w')` has it */
export function weekday(day: string): number {
  return new Date(Date.parse(day)).getUTCDay()
}

/** The time of day that many minutes after midnight. */
export function timeOfDay(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  return `${twoDigits(hours)}:${twoDigits(minutes % 60)}`
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}

/** For sorting days, or days with their time: the earlier one first, equals as they stand. */
export function earlierFirst(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
