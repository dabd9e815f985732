/** What `npm run space` lays out, and what it refuses. */

import { execFile } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

import { missingCopySources } from '../../deploy/space/dockerfile-copies.ts'
import { layOutSpace } from '../../deploy/space/lay-out-space.ts'
import { isLeftOut, looksSecret } from '../../deploy/space/space-files.ts'
import { toSpaceReadme } from '../../deploy/space/space-readme.ts'
import { foreignHosts } from '../../deploy/space/uv-lock.ts'
import { ROOT, makeSpace } from './space-fixture.ts'
import type { SpaceFixture } from './space-fixture.ts'

const run = promisify(execFile)
const MARKER = '.made-by-npm-run-space'

let scratch: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'sqlenv-space-'))
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

describe('the folder', () => {
  let space: SpaceFixture
  let files: readonly string[]

  const read = (file: string) => readFileSync(join(space.folder, file), 'utf8')

  beforeAll(async () => {
    space = await makeSpace({ hasLock: false })
    files = readdirSync(space.folder, { recursive: true, encoding: 'utf8' }).toSorted()
  })
  afterAll(() => space.remove())

  it('has what the tools ask for by name', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'CHANGELOG.md',
        'Dockerfile',
        'LICENSE',
        'README.md',
        '__init__.py',
        'client.py',
        'models.py',
        'openenv.yaml',
        'outputs',
        'package-lock.json',
        'package.json',
        'pyproject.toml',
        'server/Dockerfile',
        'server/__init__.py',
        'server/app.py',
        'src/cli/sqlenv.js',
        'validation/oracle.ts',
        'validation/runtime.json',
      ]),
    )
  })

  it('has no link, no test, no installed package and no hidden file but its mark', () => {
    const names = files.map((file) => file.split('/'))
    expect(files.filter((file) => lstatSync(join(space.folder, file)).isSymbolicLink())).toEqual([])
    expect(files.filter((file) => /\.test\.ts$|\/tests?(?:\/|$)/.test(file))).toEqual([])
    expect(
      names.flat().filter((name) => name === 'node_modules' || name === '__pycache__'),
    ).toEqual([])
    expect(names.flat().filter((name) => name.startsWith('.'))).toEqual([MARKER])
  })

  it('has one Dockerfile in the two places where it is looked for', () => {
    expect(read('server/Dockerfile')).toBe(read('Dockerfile'))
    expect(missingCopySources(read('Dockerfile'), space.folder)).toEqual([])
  })

  it('has every file that ours is: the same bytes', () => {
    for (const file of ['Dockerfile', 'openenv.yaml', 'package.json', 'src/cli/main.ts']) {
      expect(read(file)).toBe(readFileSync(join(ROOT, file), 'utf8'))
    }
  })

  it('shows our README, with links that lead somewhere, under the front matter of a Space', () => {
    const [, frontMatter = '', text = ''] =
      /^---\n([^]*?)\n---\n\n([^]*)$/.exec(read('README.md')) ?? []
    expect(parse(frontMatter)).toMatchObject({
      title: 'SQLEnv',
      sdk: 'docker',
      app_port: 8000,
      base_path: '/web',
      pinned: false,
      license: 'mit',
      tags: expect.arrayContaining(['openenv']),
    })
    expect(text).toBe(readFileSync(join(ROOT, 'README.md'), 'utf8'))
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !existsSync(join(space.folder, link)))).toEqual([])
  })

  it('has the documents whole: their links hold', () => {
    for (const file of files.filter((name) => name.endsWith('.md') && name !== 'README.md')) {
      const links = [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)]
      const broken = links.filter(
        ([, link = '']) => !existsSync(join(space.folder, dirname(file), link)),
      )
      expect(broken.map(([, link]) => link)).toEqual([])
    }
  })
})

describe('where it goes', () => {
  let out: string

  beforeEach(async () => {
    out = join(await mkdtemp(join(scratch, 'out-')), 'space')
  })

  it('replaces a folder that it made itself, and leaves nothing of it', async () => {
    await layOutSpace(ROOT, out, { hasLock: false })
    await writeFile(join(out, 'of-last-time'), '')
    await layOutSpace(ROOT, out, { hasLock: false })
    expect(await readdir(out)).not.toContain('of-last-time')
    expect(await readdir(dirname(out))).toEqual(['space'])
  })

  it('fills a folder that is empty', async () => {
    await mkdir(out)
    await layOutSpace(ROOT, out, { hasLock: false })
    expect(await readdir(out)).toContain(MARKER)
  })

  it('leaves alone what it did not make', async () => {
    await mkdir(out)
    await writeFile(join(out, 'thesis.txt'), 'years of work')
    await expect(layOutSpace(ROOT, out, { hasLock: false })).rejects.toThrow(`${out} is not empty`)
    expect(await readdir(out)).toEqual(['thesis.txt'])
  })

  it('names a file that stands there', async () => {
    await writeFile(out, '')
    await expect(layOutSpace(ROOT, out, { hasLock: false })).rejects.toThrow(`${out} is no folder`)
  })
})

describe('what it takes', () => {
  let root: string

  /** The least that makes a Space. */
  beforeEach(async () => {
    root = await mkdtemp(join(scratch, 'root-'))
    for (const folder of [
      'src',
      'data/sources',
      'validation',
      'docs',
      'notebooks',
      'deploy',
      'clients/python',
    ]) {
      await mkdir(join(root, folder), { recursive: true })
    }
    for (const file of ['openenv.yaml', 'package.json', 'package-lock.json', 'LICENSE']) {
      await writeFile(join(root, file), '')
    }
    await writeFile(join(root, 'CHANGELOG.md'), '')
    await writeFile(join(root, 'CITATION.cff'), '')
    await writeFile(join(root, 'CONTRIBUTING.md'), '')
    await writeFile(join(root, 'clients', 'python', 'README.md'), '')
    await writeFile(join(root, 'src', 'main.ts'), '')
    await writeFile(join(root, 'README.md'), '# SQLEnv\n')
    await writeFile(join(root, 'Dockerfile'), 'FROM scratch\nCOPY src ./src\n')
  })

  const layOut = () => layOutSpace(root, join(root, 'dist', 'space'), { hasLock: false })

  it('is enough as it stands here', async () => {
    await expect(layOut()).resolves.toBeUndefined()
  })

  it('has to be all there: the file is named', async () => {
    await rm(join(root, 'LICENSE'))
    await expect(layOut()).rejects.toThrow(`${join(root, 'LICENSE')} cannot be copied`)
  })

  it('has to be what the Dockerfile copies', async () => {
    await writeFile(join(root, 'Dockerfile'), 'FROM scratch\nCOPY src bench ./\n')
    await expect(layOut()).rejects.toThrow('Dockerfile copies bench, which the Space does not hold')
  })

  it('is files only: openenv fails on a symbolic link', async () => {
    await symlink('elsewhere', join(root, 'src', 'link.ts'))
    await expect(layOut()).rejects.toThrow(`${join(root, 'src', 'link.ts')} is neither a file nor`)
  })

  it('has no name of a secret: openenv would leave it out', async () => {
    await writeFile(join(root, 'docs', 'server.pem'), '')
    await expect(layOut()).rejects.toThrow(`${join(root, 'docs', 'server.pem')} has the name of`)
  })

  it.each(['secrets.json', 'credentials', 'id_rsa', 'api.key', 'our_secret.ts', 'SECRET'])(
    'takes %s for a secret',
    (name) => {
      expect(looksSecret(name)).toBe(true)
    },
  )

  it.each(['identity.ts', 'keyword.md', 'secretary.csv', 'grade-answer.ts'])(
    'takes %s for no secret',
    (name) => {
      expect(looksSecret(name)).toBe(false)
    },
  )

  it.each(['.env', 'step.test.ts', 'node_modules', '__pycache__', 'client.pyc', 'x.egg-info'])(
    'leaves %s behind',
    (name) => {
      expect(isLeftOut(name)).toBe(true)
    },
  )
})

it('reads of a Dockerfile what comes from the context, over lines and options', () => {
  const dockerfile = `FROM node AS build
COPY --chown=1000:1000 package.json \\
  package-lock.json ./
COPY --from=build /app ./
copy lower ./
RUN echo COPY nothing here`
  expect(missingCopySources(dockerfile, scratch)).toEqual([
    'package.json',
    'package-lock.json',
    'lower',
  ])
})

it('puts the front matter before the text, and changes nothing of it', () => {
  expect(toSpaceReadme('# A\n')).toMatch(/^---\n[^]*\n---\n\n# A\n$/)
})

it('finds the hosts in a lock that only some machines know', () => {
  const lock = `source = { registry = "https://index.example.com/simple" }
    { url = "https://files.example.com/packages/a.whl" },
    { url = "https://wheels.example.org:8443/b.whl" },
source = { git = "https://git.example.org/c?rev=1#2" }`
  const env = { PIP_INDEX_URL: 'https://user@wheels.example.org:8443/simple', HOME: '/home' }
  expect(foreignHosts(lock, env)).toEqual(['wheels.example.org:8443', 'git.example.org'])
  expect(foreignHosts(lock, {})).toEqual(['git.example.org'])
})

describe('the command', () => {
  const space = (...args: string[]) =>
    run(process.execPath, [join(ROOT, 'deploy', 'space', 'main.ts'), ...args], { timeout: 30_000 })

  it('tells its options', async () => {
    const { stdout } = await space('--help')
    expect(stdout).toContain('--out DIR')
    expect(stdout).toContain('--no-lock')
  })

  it('says where the Space lies', async () => {
    const out = join(scratch, 'by-command')
    const { stdout } = await space('--no-lock', '--out', out)
    expect(stdout).toContain('Laid out the Space in')
    expect(existsSync(join(out, 'openenv.yaml'))).toBe(true)
  })

  it('ends with 1 and one line where it must not write, with 2 on words it does not know', async () => {
    const foreign = join(scratch, 'foreign')
    await mkdir(foreign)
    await writeFile(join(foreign, 'thesis.txt'), '')
    await expect(space('--no-lock', '--out', foreign)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^\S*foreign is not empty[^\n]*\n$/),
    })
    await expect(space('--lock')).rejects.toMatchObject({ code: 2 })
  })
})
