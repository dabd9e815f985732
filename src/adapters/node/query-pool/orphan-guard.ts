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

/** Does nothing where there is no `/bin/sh`. One that was killed is started anew at the next `watch`. */
export function startOrphanGuard(): OrphanGuard {
  let shell = startShell()
  return {
    watch(pids) {
      if (shell.hasEnded()) shell = startShell()
      shell.tell(`${pids.join(' ')}\n`)
    },
    close: () => shell.end(),
  }
}

function startShell() {
  const shell = spawn('/bin/sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], env: {} })
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    shell.once('error', () => resolve())
    shell.once('exit', () => {
      hasEnded = true
      resolve()
    })
  })
  // Written to one that is gone: the server works without a guard.
  shell.stdin.on('error', () => {})
  return {
    hasEnded: () => hasEnded,
    tell: (line: string) => shell.stdin.write(line),
    end: () => {
      shell.stdin.end('\n')
      return ended
    },
  }
}
