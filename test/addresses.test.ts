/** Where the project lives stands in one place: `config` in package.json. */

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

type Config = { readonly space: string; readonly repository: string }
type Package = { readonly config: Config; readonly version: string }

const { config, version } = JSON.parse(read('package.json')) as Package

/** Colab opens notebooks of a repository on GitHub under this address. */
const COLAB = `https://colab.research.google.com/github/${new URL(config.repository).pathname.slice(1)}/blob/main`
const COLAB_BADGE = 'https://colab.research.google.com/assets/colab-badge.svg'

const documents = ['README.md', 'CONTRIBUTING.md', 'clients/python/README.md']
  .concat(['docs', 'notebooks'].flatMap(documentsIn))
  .filter((file) => existsSync(join(ROOT, file)))

describe('package.json, config', () => {
  it('has whole addresses', () => {
    expect(config.space).toMatch(/^https:\/\/huggingface\.co\/spaces\/[\w.-]+\/[\w.-]+$/)
    expect(config.repository).toMatch(/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/)
  })
})

it.each(documents)('%s has the addresses of config in package.json', (file) => {
  for (const link of linksOf(read(file))) {
    const expected = expectedAddress(link)
    if (expected === undefined) continue
    const hint = `${file} has ${link}: mend it there, or config in package.json if the project moved`
    expect(link === expected || link.startsWith(`${expected}/`), hint).toBe(true)
  }
})

it('is cited by its address and version', () => {
  expect(read('CITATION.cff').split('\n')).toEqual(
    expect.arrayContaining([`repository-code: ${config.repository}`, `version: ${version}`]),
  )
})

it.each(['README.md', 'docs/blog-post.md'])('%s has all three', (file) => {
  const links = linksOf(read(file))
  for (const address of [config.space, config.repository]) expect(links).toContain(address)
  expect(links).toContain(`${COLAB}/notebooks/train_grpo.ipynb`)
})

it('tells links to the project from links to others', () => {
  expect(expectedAddress('https://huggingface.co/spaces/somebody/else')).toBe(config.space)
  expect(expectedAddress('https://github.com/somebody/sqlenv/issues')).toBe(config.repository)
  expect(expectedAddress('https://colab.research.google.com/github/a/b')).toBe(COLAB)
  expect(expectedAddress('https://github.com/huggingface/OpenEnv')).toBeUndefined()
  expect(expectedAddress(COLAB_BADGE)).toBeUndefined()
})

/** @returns what a link to the project begins with; `undefined` for a link to something else */
function expectedAddress(link: string): string | undefined {
  if (link === COLAB_BADGE) return undefined
  if (link.startsWith('https://colab.research.google.com/')) return COLAB
  if (link.startsWith('https://huggingface.co/spaces/')) return config.space
  const [, name] = /^https:\/\/github\.com\/[\w.-]+\/([\w.-]+)/.exec(link) ?? []
  return name !== undefined && /^sql[_-]?env$/i.test(name) ? config.repository : undefined
}

function linksOf(text: string): string[] {
  return [...text.matchAll(/https:\/\/[^\s)>\]"'`\\]+/g)].map(([link]) => link)
}

function documentsIn(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:md|ipynb)$/.test(file))
    .map((file) => join(folder, file))
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}
