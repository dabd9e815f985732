/** Keeps imports going one way: each folder may use itself and what stands to its right. */

import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'

import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')

/** What the files of a folder import, besides their own folder: no more than it needs. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  sql: [],
  verify: ['sql'],
  questions: ['sql'],
  siblings: ['sql'],
  'schema-names': ['sql'],
  reward: ['verify', 'sql'],
  episode: ['reward', 'verify', 'questions', 'schema-names', 'sql'],
  protocol: ['episode', 'reward', 'verify', 'questions', 'schema-names'],
  handlers: ['protocol', 'episode', 'reward', 'questions'],
  client: ['protocol'],
  evaluation: [
    'client',
    'protocol',
    'episode',
    'reward',
    'verify',
    'questions',
    'schema-names',
    'sql',
  ],
  'adapters/sqlite': ['schema-names', 'sql'],
  'adapters/settings': ['handlers', 'episode', 'sql'],
  web: ['evaluation', 'client', 'protocol', 'reward', 'questions'],
  'adapters/node': [
    'adapters/sqlite',
    'adapters/settings',
    'handlers',
    'episode',
    'questions',
    'schema-names',
    'sql',
  ],
  'adapters/edge': [
    'adapters/sqlite',
    'adapters/settings',
    'handlers',
    'protocol',
    'episode',
    'questions',
    'schema-names',
    'sql',
  ],
  datasets: [
    'adapters/node',
    'adapters/sqlite',
    'siblings',
    'verify',
    'questions',
    'schema-names',
    'sql',
  ],
  cli: ['*'],
}

const CORE = [
  'sql',
  'schema-names',
  'verify',
  'questions',
  'siblings',
  'reward',
  'episode',
  'protocol',
]

type Import = { readonly file: string; readonly folder: string; readonly target: string }

const imports: Import[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:[jt]s|tsx)$/.test(file) && !file.endsWith('.test.ts'))
  .flatMap((file) =>
    importedBy(readFileSync(join(SRC, file), 'utf8')).map((specifier) => ({
      file,
      folder: folderOf(file),
      target: specifier.startsWith('.')
        ? folderOf(normalize(join(dirname(file), specifier)))
        : specifier,
    })),
  )

function importedBy(source: string): string[] {
  const matches = source.matchAll(/(?:\bfrom|^import|\bimport\()\s*'([^']+)'/gm)
  return [...matches].flatMap(([, specifier]) => specifier ?? [])
}

function folderOf(file: string): string {
  const [first = '', second = ''] = relative('.', file).split(sep)
  return first === 'adapters' ? `${first}/${second}` : first
}

it('reads the imports of every folder', () => {
  expect(new Set(imports.map(({ folder }) => folder))).toEqual(new Set(Object.keys(ALLOWED)))
  expect(imports.length).toBeGreaterThan(100)
})

it.each(Object.entries(ALLOWED))('src/%s imports only folders to its right', (folder, allowed) => {
  const inside = importsOf(folder).filter(({ target }) => target in ALLOWED && target !== folder)
  const wrong = inside.filter(({ target }) => !allowed.includes(target) && !allowed.includes('*'))
  expect(wrong).toEqual([])
})

it.each(Object.entries(ALLOWED))('src/%s needs all that it may import', (folder, allowed) => {
  const used = new Set(importsOf(folder).map(({ target }) => target))
  expect(allowed.filter((target) => target !== '*' && !used.has(target))).toEqual([])
})

it.each(CORE)('src/%s uses no package but valibot and pure-rand', (folder) => {
  const packages = importsOf(folder).filter(({ target }) => !(target in ALLOWED))
  expect(packages.filter(({ target }) => !/^(?:valibot|pure-rand)(?:\/|$)/.test(target))).toEqual(
    [],
  )
})

it.each(['handlers', 'client', 'web'])('src/%s names no runtime', (folder) => {
  const runtimes = /^node:|^@hono\/node|^cloudflare:/
  expect(importsOf(folder).filter(({ target }) => runtimes.test(target))).toEqual([])
})

it('names each folder of the repository in the tree of docs/architecture.md', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n')
  const folders = new Set(files.flatMap((file) => /^([^/]+)\//.exec(file)?.[1] ?? []))
  const tree = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8')
  const named = new Set([...tree.matchAll(/^\| `([^`/]+)[^|]*\|/gm)].map(([, folder]) => folder))
  expect(folders.size).toBeGreaterThan(5)
  expect([...folders].filter((folder) => !named.has(folder))).toEqual([])
})

function importsOf(folder: string): Import[] {
  return imports.filter((imported) => imported.folder === folder)
}
