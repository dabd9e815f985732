/** Numbers as the page prints them. */

const REWARD = new Intl.NumberFormat('en', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 3,
  signDisplay: 'negative',
})

/** `0.15`, `−0.30`, `1.16`: two or three digits after the point, a minus as wide as a plus. */
export function plain(value: number): string {
  return REWARD.format(value).replace('-', '−')
}

/** `+0.15`, `−0.02`, `0.00`. */
export function signed(value: number): string {
  const text = plain(value)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/** `1 step`, `2 steps`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
}
