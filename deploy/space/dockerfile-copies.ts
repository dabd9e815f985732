/** What a Dockerfile copies from its context: what is missing there fails the build, minutes later. */

import { existsSync } from 'node:fs'
import path from 'node:path'

/** @returns the sources of COPY that `context` does not hold; those of other stages are not looked at */
export function missingCopySources(dockerfile: string, context: string): string[] {
  return copySources(dockerfile).filter((source) => !existsSync(path.join(context, source)))
}

/** Without wildcards: a source of ours names a file or a folder. */
function copySources(dockerfile: string): string[] {
  const instructions = dockerfile.replaceAll(/\\\n/g, ' ').split('\n')
  return instructions.flatMap((instruction) => {
    const [word = '', ...words] = instruction.trim().split(/\s+/)
    if (word.toUpperCase() !== 'COPY') return []
    if (words.some((option) => option.startsWith('--from='))) return []
    return words.filter((option) => !option.startsWith('--')).slice(0, -1)
  })
}
