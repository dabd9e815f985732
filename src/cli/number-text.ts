/** Numbers in the tables that commands print. */

/** Without its sign, so that `1.0 to 2.5 %` has one: `0.125` is `12.5`. */
export function percent(share: number): string {
  return (100 * share).toFixed(1)
}

/** Three places, and never `-0.000`. */
export function decimal(value: number): string {
  const text = value.toFixed(3)
  return text === '-0.000' ? '0.000' : text
}
