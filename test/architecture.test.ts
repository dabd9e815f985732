/** Keeps imports going one way: each folder may use itself and what stands to its right. */

import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'

import { expect, it } from 'vitest'

const SRC = new URL('../src/', import.meta.url).pathname

/** What the files of a folder may import, besides their own folder. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  sql: [],
  verify: ['sql'],
  questions: ['sql'],
  siblings: ['sql'],
  'schema-names': ['sql'],
  reward: ['verify', 'sql'],
  episode: ['reward', 'verify', 'questions', 'schema-names', 'sql'],
  protocol: ['episode', 'reward', 'verify', 'questions', 'schema-names', 'sql'],
  handlers: ['protocol', 'episode', 'reward', 'verify', 'questions', 'sql'],
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
  web: ['evaluation', 'client', 'protocol', 'episode', 'reward', 'questions'],
  'adapters/node': [
    'adapters/sqlite',
    'adapters/settings',
    'handlers',
    'protocol',
    'episode',
    'reward',
    'verify',
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
    'reward',
    'verify',
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
    'episode',
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

function importsOf(folder: string): Import[] {
  return imports.filter((imported) => imported.folder === folder)
}
