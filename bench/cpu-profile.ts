/** Reads what `node --cpu-prof` writes: where did the time go? */

export type CpuProfile = {
  readonly nodes: readonly ProfileNode[]
  /** The node that ran at each sample. */
  readonly samples: readonly number[]
  /** Microseconds between the samples. */
  readonly timeDeltas: readonly number[]
}

type ProfileNode = {
  readonly id: number
  readonly callFrame: {
    readonly functionName: string
    readonly url: string
    /** From 0. */
    readonly lineNumber: number
  }
  readonly children?: readonly number[]
}

export type HotSpot = {
  /** `send ws/lib/sender.js:320`, or `(garbage collector)`. */
  readonly name: string
  /** Of the time that was not idle; from 0 to 1. */
  readonly share: number
}

export type ProfileSummary = {
  readonly busySeconds: number
  readonly idleSeconds: number
  /** Time in the function itself, the longest first. */
  readonly functions: readonly HotSpot[]
  /** The same by package or folder: `ws`, `node:internal`, `src/episode`. */
  readonly places: readonly HotSpot[]
  /** Time in each function of a file and in all that it called; what is native has no file. */
  readonly callers: readonly HotSpot[]
}

/** Time in which JavaScript had nothing to do; `(program)` is native code, and busy. */
const IDLE = '(idle)'

export function summarizeProfile(profile: CpuProfile): ProfileSummary {
  const microseconds = new Map<number, number>()
  for (const [index, id] of profile.samples.entries()) {
    const delta = Math.max(profile.timeDeltas[index] ?? 0, 0)
    microseconds.set(id, (microseconds.get(id) ?? 0) + delta)
  }
  const byFunction = new Map<string, number>()
  const byPlace = new Map<string, number>()
  const byCaller = new Map<string, number>()
  const callersOf = toCallersOf(profile.nodes)
  let idle = 0
  for (const { id, callFrame } of profile.nodes) {
    const time = microseconds.get(id) ?? 0
    if (callFrame.functionName === IDLE) idle += time
    else {
      add(byFunction, nameOf(callFrame), time)
      add(byPlace, placeOf(callFrame), time)
      for (const name of callersOf(id)) add(byCaller, name, time)
    }
  }
  const busy = [...byFunction.values()].reduce((sum, time) => sum + time, 0)
  return {
    busySeconds: busy / 1e6,
    idleSeconds: idle / 1e6,
    functions: hotSpots(byFunction, busy),
    places: hotSpots(byPlace, busy),
    callers: hotSpots(byCaller, busy),
  }
}

/** The names on the stack of a node, itself included: once each, so that recursion counts once. */
function toCallersOf(nodes: readonly ProfileNode[]): (id: number) => ReadonlySet<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parentOf = new Map(
    nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  )
  return (id) => {
    const names = new Set<string>()
    for (let at: number | undefined = id; at !== undefined; at = parentOf.get(at)) {
      const frame = byId.get(at)?.callFrame
      if (frame !== undefined && frame.url !== '') names.add(nameOf(frame))
    }
    return names
  }
}

function add(totals: Map<string, number>, key: string, value: number): void {
  totals.set(key, (totals.get(key) ?? 0) + value)
}

function hotSpots(totals: ReadonlyMap<string, number>, busy: number): HotSpot[] {
  return [...totals]
    .map(([name, time]) => ({ name, share: time / busy }))
    .sort((a, b) => b.share - a.share)
}

function nameOf({ functionName, url, lineNumber }: ProfileNode['callFrame']): string {
  if (url === '') return nativeName(functionName)
  return `${functionName === '' ? '(anonymous)' : functionName} ${shortUrl(url)}:${lineNumber + 1}`
}

function placeOf({ functionName, url }: ProfileNode['callFrame']): string {
  if (url === '') return nativeName(functionName)
  const short = shortUrl(url)
  const [first = '', second = '', third = ''] = short.split('/')
  if (first.startsWith('node:')) return `${first}/${second}`
  if (first.startsWith('@')) return `${first}/${second}`
  if (first !== 'src') return first
  return second === 'adapters' ? `${first}/${second}/${third}` : `${first}/${second}`
}

/** Functions of native modules often have no name. */
function nativeName(functionName: string): string {
  return functionName === '' ? '(native)' : functionName
}

/** `file:///…/node_modules/ws/lib/sender.js` is `ws/lib/sender.js`, our own begin with `src/`. */
function shortUrl(url: string): string {
  const [, packaged] = /.*\/node_modules\/(.*)/.exec(url) ?? []
  if (packaged !== undefined) return packaged
  const [, own] = /.*\/((?:src|bench)\/.*)/.exec(url) ?? []
  return own ?? url
}
