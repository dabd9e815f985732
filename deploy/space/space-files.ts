/** What the Space holds, and where each file comes from. */

export type SpaceFile = {
  /** Relative to the repository. */
  readonly from: string
  /** Relative to the Space. */
  readonly to: string
}

/** A folder that is copied whole, but for the names that `isLeftOut` knows. */
export type SpaceTree = SpaceFile & {
  /** Names right in the folder that stay behind. */
  readonly without: readonly string[]
}

export const SPACE_FILES: readonly SpaceFile[] = [
  { from: 'Dockerfile', to: 'Dockerfile' },
  // The one that `openenv build` takes first. It builds the same root, so it is the same file.
  { from: 'Dockerfile', to: 'server/Dockerfile' },
  { from: 'openenv.yaml', to: 'openenv.yaml' },
  { from: 'package.json', to: 'package.json' },
  { from: 'package-lock.json', to: 'package-lock.json' },
  { from: 'LICENSE', to: 'LICENSE' },
  { from: 'CHANGELOG.md', to: 'CHANGELOG.md' },
  // README.md refers to these by their paths.
  { from: 'CITATION.cff', to: 'CITATION.cff' },
  { from: 'CONTRIBUTING.md', to: 'CONTRIBUTING.md' },
  { from: 'clients/python/README.md', to: 'clients/python/README.md' },
]

export const SPACE_TREES: readonly SpaceTree[] = [
  { from: 'src', to: 'src', without: [] },
  { from: 'data/sources', to: 'data/sources', without: [] },
  { from: 'validation', to: 'validation', without: [] },
  // README.md refers to the documents, and they to the examples.
  { from: 'docs', to: 'docs', without: ['generate'] },
  { from: 'notebooks', to: 'notebooks', without: ['tests'] },
  { from: 'deploy', to: 'deploy', without: ['space'] },
  // Pip installs the Space itself, so the package lies at its root. Its manifest is ours.
  { from: 'clients/python', to: '.', without: ['README.md', 'openenv.yaml', 'tests'] },
]

/** What `openenv push` misses, and only warns of: where a run may write. It stays empty. */
export const EMPTY_FOLDERS: readonly string[] = ['outputs']

const LEFT_OUT = [
  // `openenv push` drops these, so that nothing may depend on them.
  /^\./,
  /\.test\.ts$/,
  /^node_modules$/,
  /^__pycache__$/,
  /\.pyc$/,
  /\.egg-info$/,
  /^(?:build|dist)$/,
]

/** @param name - of a file or folder, without its path */
export function isLeftOut(name: string): boolean {
  return LEFT_OUT.some((pattern) => pattern.test(name))
}

const SECRET_NAMES =
  /^(?:secrets?|credentials?|id_[a-z0-9]+|.*_secrets?)(?:\.|$)|\.(?:pem|key|p12|pfx)$/i

/** Whether `openenv validate` would take it for a secret and leave it out of what it builds. */
export function looksSecret(name: string): boolean {
  return SECRET_NAMES.test(name)
}
