/** The options of a command that takes no other words, with `--help` beside them. */

import { parseArgs } from 'node:util'
import type { ParseArgsOptionsConfig } from 'node:util'

import { toSafeText } from './safe-text.ts'

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options }>
>['values']

/**
 * @param help - what `--help` prints
 * @returns the values; or the exit code where the command is at its end: 0 after `--help`, 2 after a
 *   word that is not known, which is named in one line
 */
export function readOptions<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  help: string,
  options: Options,
): Values<Options> | number {
  try {
    const isHelp = { type: 'boolean', short: 'h' } as const
    const { values } = parseArgs({ args: [...args], options: { ...options, help: isHelp } })
    if (!('help' in values)) return values
    console.log(help)
    return 0
  } catch (error) {
    // What Node says behind its first sentence is how to name a file that begins with a dash.
    const [reason = ''] = (error as Error).message.split('. ', 1)
    console.error(`${toSafeText(reason)} (see --help)`)
    return 2
  }
}
