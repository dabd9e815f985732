/** Whether a statement took long: too long to run it on the sibling too, under the same deadline. */

/** Processor time, since by the clock a busy machine would decide what a query earns. */
const SLOW_CPU_MS = 1000

/** Asking the system costs as much as preparing a statement: for those that begin so soon, once. */
const ASK_AGAIN_MS = 10

let askedAtMs = -Infinity
let cpuMsThen = 0

/** @returns whether what ran since took more than a second of processor time, give or take 10 ms */
export function timeStatement(): () => boolean {
  const startMs = performance.now()
  if (startMs - askedAtMs > ASK_AGAIN_MS) {
    askedAtMs = startMs
    cpuMsThen = cpuMs()
  }
  const cpuMsBefore = cpuMsThen
  return () => {
    // One thread cannot have been on a processor for longer than there was time.
    if (performance.now() - startMs <= SLOW_CPU_MS) return false
    return cpuMs() - cpuMsBefore > SLOW_CPU_MS
  }
}

/** Of this process. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
