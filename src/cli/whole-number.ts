/** A whole number among the words of a command. */

/**
 * @param option - its name, for the message: `--seed`
 * @param text - as it was typed; only digits are taken, so neither `1e3` nor `0x10`
 * @returns an integer from `min` to `max`
 * @throws {Error} in one line that names the option, the range and what came
 */
export function wholeNumber(option: string, text: string, min: number, max: number): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (number >= min && number <= max) return number
  throw new Error(`Expected ${option} to be a number from ${min} to ${max}, got ${text}`)
}
