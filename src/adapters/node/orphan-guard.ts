/**
 * Ends query processes when the server is gone, even one that is in the middle of an endless query
 * and so never learns of it.
 */

import { spawn } from 'node:child_process'

export type OrphanGuard = {
  /** Which processes to end, in place of those named before. */
  watch(pids: readonly number[]): void
  close(): Promise<void>
}

// The shell's input ends when the server does, whatever ended it.
const SCRIPT = `trap '' INT TERM HUP
while read -r line; do pids=$line; done
[ -z "$pids" ] || kill -KILL $pids`

/** Does nothing where there is no `/bin/sh`. */
export function startOrphanGuard(): OrphanGuard {
  const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], env: {} })
  const ended = new Promise<void>((resolve) => {
    shell.once('exit', () => resolve())
    shell.once('error', () => resolve())
  })
  // Written to a guard that is gone: the server works without one.
  shell.stdin.on('error', () => {})
  return {
    watch: (pids) => shell.stdin.write(`${pids.join(' ')}\n`),
    close: () => {
      shell.stdin.end('\n')
      return ended
    },
  }
}
