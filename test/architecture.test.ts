/** Keeps imports going one way: each folder may use itself and what stands to its right. */

import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'

import { describe, expect, it } from 'vitest'

const SRC = new URL('../src/', import.meta.url).pathname

/** What the files of a folder may import, besides their own folder. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  sql: [],
  verify: ['sql'],
  questions: ['sql'],
  reward: ['verify', 'sql'],
  episode: ['reward', 'verify', 'questions', 'sql'],
  protocol: ['episode', 'reward', 'verify', 'questions', 'sql'],
  handlers: ['protocol', 'episode', 'reward', 'verify', 'questions', 'sql'],
  client: ['protocol'],
  'adapters/node': ['handlers', 'protocol', 'episode', 'reward', 'verify', 'questions', 'sql'],
  datasets: ['adapters/node', 'verify', 'questions', 'sql', 'episode'],
  cli: ['*'],
}

const CORE = ['sql', 'verify', 'questions', 'reward', 'episode', 'protocol']

type Import = { readonly file: string; readonly folder: string; readonly target: string }

const imports: Import[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.[jt]s$/.test(file) && !file.endsWith('.test.ts'))
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

describe.each(Object.entries(ALLOWED))('src/%s', (folder, allowed) => {
  const own = imports.filter((imported) => imported.folder === folder)

  it('imports only folders to its right', () => {
    const inside = own.filter(({ target }) => target in ALLOWED && target !== folder)
    const wrong = inside.filter(({ target }) => !allowed.includes(target) && !allowed.includes('*'))
    expect(wrong).toEqual([])
  })

  it.runIf(CORE.includes(folder))('uses no package but valibot and pure-rand', () => {
    const packages = own.map(({ target }) => target).filter((target) => !(target in ALLOWED))
    expect(packages.filter((name) => !/^(?:valibot|pure-rand)(?:\/|$)/.test(name))).toEqual([])
  })

  it.runIf(folder === 'handlers' || folder === 'client')('names no runtime', () => {
    expect(own.filter(({ target }) => /^node:|^@hono\/node|^cloudflare:/.test(target))).toEqual([])
  })
})
