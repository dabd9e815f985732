/**
 * A WebAssembly module that gives JavaScript functions the types by which SQLite can call them.
 * SQLite's own loader makes one at run time for each function, which a Worker may not: this one is
 * made when the Worker is built, and says nothing but "what you import as `call`, export as `call`".
 */

const I32 = 0x7f
const FUNCTION = 0x60

/** Name, number of parameters, number of results: all of them 32-bit integers. */
const CALLBACKS = [
  /** (context, argument count, arguments): a function that SQL calls. */
  ['call', 3, 0],
  /** (data, action, four texts): may this statement do so? */
  ['authorize', 6, 1],
  /** (data): is it to be stopped? */
  ['progress', 1, 1],
] as const

export type CallbackName = (typeof CALLBACKS)[number][0]

const HEADER = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]

export function callbackModuleBytes(): Uint8Array<ArrayBuffer> {
  const types = CALLBACKS.map(([, parameters, results]) => {
    return [FUNCTION].concat(integers(parameters), integers(results))
  })
  const imports = CALLBACKS.map(([name], type) => text('js').concat(text(name), 0, type))
  const exports = CALLBACKS.map(([name], index) => text(name).concat(0, index))
  return Uint8Array.from(HEADER.concat(section(1, types), section(2, imports), section(7, exports)))
}

function integers(count: number): number[] {
  return [...short(count), ...Array<number>(count).fill(I32)]
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  const body = [...short(items.length), ...items.flat()]
  return [id, ...short(body.length), ...body]
}

function text(name: string): number[] {
  return [...short(name.length), ...new TextEncoder().encode(name)]
}

/** Numbers under 128 are one byte; nothing here is longer. */
function short(value: number): number[] {
  if (value > 127) throw new RangeError(`Expected a number up to 127, got ${value}`)
  return [value]
}
