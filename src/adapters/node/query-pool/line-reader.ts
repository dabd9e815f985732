/** Cuts what arrives in pieces into lines. */

const LINE_END = 0x0a

/** @returns takes the next piece and gives the lines that it completes, without their ends */
export function createLineReader(): (piece: Buffer) => string[] {
  let beginning: Buffer[] = []
  return (piece) => {
    const lines: string[] = []
    let start = 0
    for (let end = piece.indexOf(LINE_END); end !== -1; end = piece.indexOf(LINE_END, start)) {
      const rest = piece.subarray(start, end)
      lines.push(
        beginning.length === 0 ? rest.toString() : Buffer.concat([...beginning, rest]).toString(),
      )
      beginning = []
      start = end + 1
    }
    // The piece may be overwritten when its owner reads again.
    if (start < piece.length) beginning.push(Buffer.from(piece.subarray(start)))
    return lines
  }
}
