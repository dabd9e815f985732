/** What docs/openenv.md shows of a command, to be held to what the command prints now. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { ROOT } from './space-fixture.ts'

/** @returns the output below `$ command`, up to the end of its block, without its times */
export function keptOutput(command: string): string {
  const document = readFileSync(join(ROOT, 'docs', 'openenv.md'), 'utf8')
  const blocks = [...document.matchAll(/^```console\n([^]*?)^```$/gm)].map(([, text = '']) => text)
  const block = blocks.find((text) => text.startsWith(`$ ${command}\n`))
  if (block === undefined) throw new Error(`docs/openenv.md shows no output of ${command}`)
  return withoutTimes(block.slice(block.indexOf('\n') + 1), '')
}

/** @param space - the folder that the documents call dist/space */
export function withoutTimes(output: string, space: string): string {
  const named = space === '' ? output : output.replaceAll(space, 'dist/space')
  return named.replaceAll(/\(\d+\.\d\ds\)/g, '(… s)').trimEnd()
}
