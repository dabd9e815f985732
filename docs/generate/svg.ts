/** A chart of points on one axis, one row for each name, as SVG that loads nothing. */

export type Mark = {
  readonly name: string
  /** In the axis's unit. */
  readonly value: number
  /** The value as text, at the right end of the row. */
  readonly label: string
  /** Drawn as a line from the one to the other, behind the point. */
  readonly span: readonly [number, number]
  readonly colour: string
}

export type Chart = {
  readonly title: string
  /** What a reader who does not see it is told. */
  readonly description: string
  readonly axis: {
    readonly from: number
    readonly to: number
    readonly ticks: readonly number[]
    readonly label: string
  }
  /** Below the title: what the colours and the numbers at the right are. */
  readonly note: string
  readonly marks: readonly Mark[]
  /** A line over all rows. */
  readonly limit?: { readonly value: number; readonly label: string }
}

/** Okabe and Ito's, told apart by the colour-blind. */
export const COLOURS = { honest: '#0072b2', knowing: '#d55e00', other: '#555555' }

const WIDTH = 760
const LEFT = 160
const RIGHT = 70
const TOP = 86
const ROW = 18
const BOTTOM = 46

export function toSvg({ title, description, axis, note, marks, limit }: Chart): string {
  const height = TOP + marks.length * ROW + BOTTOM
  const end = TOP + marks.length * ROW
  const x = (value: number): string => {
    const share = (value - axis.from) / (axis.to - axis.from)
    return (LEFT + share * (WIDTH - LEFT - RIGHT)).toFixed(1)
  }
  const grid = axis.ticks.flatMap((tick) => [
    `<path d="M${x(tick)} ${TOP - 6}V${end}" stroke="#dddddd"/>`,
    `<text x="${x(tick)}" y="${end + 16}" text-anchor="middle">${tick}</text>`,
  ])
  const rows = marks.flatMap(({ name, value, label, span, colour }, index) => {
    const y = TOP + index * ROW + ROW / 2
    return [
      `<text x="${LEFT - 10}" y="${y + 4}" text-anchor="end">${escaped(name)}</text>`,
      `<path d="M${x(span[0])} ${y}H${x(span[1])}" stroke="${colour}" stroke-width="2"/>`,
      `<circle cx="${x(value)}" cy="${y}" r="4" fill="${colour}"/>`,
      `<text x="${WIDTH - 16}" y="${y + 4}" text-anchor="end" fill="${colour}">${escaped(label)}</text>`,
    ]
  })
  const limits =
    limit === undefined
      ? []
      : [
          `<path d="M${x(limit.value)} ${TOP - 6}V${end}" stroke="#b00020" stroke-dasharray="5 3"/>`,
          `<text x="${x(limit.value)}" y="${TOP - 12}" text-anchor="middle" fill="#b00020">${escaped(limit.label)}</text>`,
        ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="12" fill="#222222">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="16" y="24" font-size="16" font-weight="600">${escaped(title)}</text>`,
    `<text x="16" y="44" fill="#555555">${escaped(note)}</text>`,
    ...grid,
    ...limits,
    ...rows,
    `<text x="${(WIDTH + LEFT - RIGHT) / 2}" y="${end + 36}" text-anchor="middle">${escaped(axis.label)}</text>`,
    '</svg>',
    '',
  ].join('\n')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
