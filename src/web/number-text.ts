/** Numbers as the page prints them. */

/** `+0.15`, `−0.02`, `0`: three digits after the point at most, a minus as wide as the plus. */
export function signed(value: number): string {
  const digits = plain(Math.abs(value))
  if (digits === '0') return '0'
  return value < 0 ? `−${digits}` : `+${digits}`
}

/** Three digits after the point at most. */
export function plain(value: number): string {
  return String(Number(value.toFixed(3))).replace('-', '−')
}

/** `1 step`, `2 steps`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
