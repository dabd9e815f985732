/** docs/decisions/README.md: all decisions by their number and title. */

const HEAD = `# Decisions

What was decided that somebody may want to turn around, and why?

\`npm run figures\` makes this list from the titles of the files.
`

const FOOT = 'All documents: [the index](../README.md).\n'

/**
 * @param files - names of the folder's files
 * @param read - gives the text of one of them
 * @throws {Error} when a decision begins with no title
 */
export function decisionsIndex(files: readonly string[], read: (file: string) => string): string {
  const rows = files
    .filter((file) => /^\d{4}-/.test(file))
    .sort()
    .map((file) => `- [${file.slice(0, 4)}](${file}): ${titleOf(file, read(file))}\n`)
  return [HEAD, rows.join(''), FOOT].join('\n')
}

/** Some have their number in front. */
function titleOf(file: string, text: string): string {
  const [, title] = /^# (?:\d{4}: )?(.+)\n/.exec(text) ?? []
  if (title === undefined) throw new Error(`docs/decisions/${file} begins with no title`)
  return title.charAt(0).toUpperCase() + title.slice(1)
}
