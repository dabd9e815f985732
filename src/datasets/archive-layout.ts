/** Which files of an archive are a data set, wherever in it they lie. */

export type ArchiveLayout = {
  /** A path that begins in the top folder of the layout, and is found only there. */
  readonly rootFile: RegExp
  /** The paths from there of all that an import needs; the rest stays packed. */
  readonly wanted: RegExp
  /** Archives inside the archive, from whose top folder on files are wanted too. */
  readonly nested?: { readonly file: RegExp; readonly layout: ArchiveLayout }
  /** What `rootFile` stands for, in messages. */
  readonly expected: string
}

export type FoundRoot =
  | { readonly kind: 'found'; readonly root: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'ambiguous'; readonly roots: readonly string[] }

/**
 * The folder nearest to the top that has a `rootFile`.
 *
 * @param paths - of files, with `/` between their parts
 * @returns `root` is empty, or ends with a slash
 */
export function findRoot(paths: readonly string[], { rootFile }: ArchiveLayout): FoundRoot {
  const roots = [...new Set(paths.flatMap((path) => rootsOf(path, rootFile)))]
  const depths = roots.map((root) => root.split('/').length)
  const nearest = roots.filter((_, index) => depths[index] === Math.min(...depths))
  const [root] = nearest
  if (root === undefined) return { kind: 'absent' }
  return nearest.length > 1 ? { kind: 'ambiguous', roots: nearest } : { kind: 'found', root }
}

function rootsOf(path: string, rootFile: RegExp): string[] {
  const parts = path.split('/')
  const starts = parts.keys().map((count) =>
    parts
      .slice(0, count)
      .map((part) => `${part}/`)
      .join(''),
  )
  return [...starts].filter((start) => rootFile.test(path.slice(start.length)))
}
