/**
 * `npm run test:image`: builds the real Dockerfile without a daemon, then checks what came of it. With
 * `--if-needed`, only where that has not passed yet with what the images are made from.
 */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { startFileServer } from '../file-server.ts'
import { ensureVenv, findPython } from '../openenv/venv.ts'
import { spiderDir } from '../spider-dir.ts'
import { BUILDS_VARIABLE } from './builds.ts'
import type { Build, Builds } from './builds.ts'
import { run } from './command.ts'
import { debianArchive, installMissing } from './debian-root.ts'
import { addNode, createImageStore } from './image-store.ts'
import type { BuildOptions, ImageStore } from './image-store.ts'
import { countLayers, readLayerSizes } from './layer-sizes.ts'
import { hashOfInputs, isStampCurrent, writeStamp } from './stamp.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const CACHE = join(ROOT, '.cache', 'image')

/** Of the programs that are used, the Debian packages that they come in. */
const PROGRAMS = { buildah: 'buildah', debootstrap: 'debootstrap', ip: 'iproute2' }

const DEBIAN_IMAGE = 'localhost/sqlenv-test/debian:latest'

const IF_NEEDED = '--if-needed'

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes(IF_NEEDED) && isStampCurrent()) {
    console.log('The checks of the image have passed with all that it is made from')
    return 0
  }
  if (process.getuid?.() !== 0) {
    console.error('npm run test:image needs root: it makes images and runs them in namespaces')
    return 1
  }
  if (spiderDir === undefined) {
    console.error('npm run test:image needs SPIDER_DIR: a folder with Spider’s published files')
    return 1
  }
  const inputs = hashOfInputs()
  await installMissing(PROGRAMS)
  // The checks have a network of their own, from which nothing can be fetched.
  const python = findPython()
  if (python !== undefined) await ensureVenv(python, 'openenv 0.10.0')
  const archive = await debianArchive(CACHE)
  const dir = mkdtempSync(join(CACHE, 'run-'))
  const store = createImageStore(join(dir, 'store'))
  try {
    await makeBases(store, archive)
    const builds = await buildAll(store, dir, spiderDir)
    const file = join(dir, 'builds.json')
    writeFileSync(file, JSON.stringify(builds))
    const exitCode = await runChecks(
      file,
      args.filter((flag) => flag !== IF_NEEDED),
    )
    if (exitCode === 0) writeStamp(inputs)
    return exitCode
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The image that the Dockerfile names, without a registry, and one that has no Node. */
async function makeBases(store: ImageStore, archive: string): Promise<void> {
  step('Making the base images')
  await store.importArchive(DEBIAN_IMAGE, archive)
  const npm = join(await run('npm', ['root', '--global']), 'npm')
  await store.make(nodeImage(), DEBIAN_IMAGE, (root) =>
    addNode(root, {
      // The one that this script runs on: the pinned one, by `npm run`.
      node: process.execPath,
      npm,
      npmrc: npmSettings(),
    }),
  )
}

/** As the Dockerfile has it. */
function nodeImage(): string {
  const [, name] = /^FROM (\S+) AS build$/m.exec(readDockerfile()) ?? []
  if (name === undefined) throw new Error('The Dockerfile has no line "FROM … AS build"')
  if (!name.startsWith(`node:${process.versions.node}-`)) {
    throw new Error(`The Dockerfile builds on ${name}, this is Node ${process.versions.node}`)
  }
  return `docker.io/library/${name}`
}

function readDockerfile(): string {
  return readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
}

/** What this machine's npm is told about its registry. */
function npmSettings(): Record<string, string> {
  const settings: Record<string, string> = {}
  const lines: string[] = []
  const certificates = process.env['NODE_EXTRA_CA_CERTS']
  if (certificates !== undefined && existsSync(certificates)) {
    settings['extra-ca.pem'] = readFileSync(certificates, 'utf8')
    lines.push('cafile=/usr/local/etc/extra-ca.pem')
  }
  const registry = process.env['npm_config_registry']
  if (registry !== undefined) lines.push(`registry=${registry}`)
  settings['npmrc'] = `${lines.join('\n')}\n`
  return settings
}

async function buildAll(store: ImageStore, dir: string, spider: string): Promise<Builds> {
  const server = await startFileServer(spider)
  const faulty = await startFileServer(spider)
  faulty.fail('database/world_1/world_1.sqlite', (response) => response.end('<!doctype html>'))
  const space = join(dir, 'space')
  await run(process.execPath, ['deploy/space/main.ts', '--no-lock', '--out', space])
  const repository = { context: ROOT, dockerfile: join(ROOT, 'Dockerfile') }
  try {
    return {
      wrongFile: await build(store, dir, 'wrong-file', {
        ...repository,
        arguments: { SPIDER_SOURCE: faulty.url },
      }),
      whole: await build(store, dir, 'whole', {
        ...repository,
        arguments: { SPIDER_SOURCE: `${server.url}/` },
      }),
      space: await build(store, dir, 'space', {
        context: space,
        dockerfile: join(space, 'server', 'Dockerfile'),
        arguments: { SPIDER_SOURCE: '', BASE_IMAGE: DEBIAN_IMAGE },
      }),
    }
  } finally {
    await server.close()
    await faulty.close()
  }
}

async function build(
  store: ImageStore,
  dir: string,
  name: string,
  options: BuildOptions,
): Promise<Build> {
  step(`Building ${name}`)
  const image = `localhost/sqlenv-test/${name}:latest`
  const start = performance.now()
  const { exitCode, output } = await buildPatiently(store, image, options)
  const seconds = (performance.now() - start) / 1000
  if (exitCode !== 0) return { exitCode, output, seconds }
  const base = options.arguments['BASE_IMAGE'] ?? nodeImage()
  const layouts = { base: join(dir, `${name}-base`), image: join(dir, name) }
  await store.exportLayout(base, layouts.base)
  await store.exportLayout(image, layouts.image)
  const sizes = await readLayerSizes(layouts.image, countLayers(layouts.base))
  for (const layout of Object.values(layouts)) rmSync(layout, { recursive: true })
  const config = await store.config(image)
  return { exitCode, output, seconds, image: { config, root: await store.unpack(image), sizes } }
}

/**
 * Where its isolation starts, buildah seals a copy of itself in memory, which the kernel now and then
 * refuses. That says nothing of the Dockerfile, and the next attempt gets by.
 */
const SEAL_REFUSED = 'sealing memfd copy: Device or resource busy'
const ATTEMPTS_MAX = 4

async function buildPatiently(store: ImageStore, image: string, options: BuildOptions) {
  for (let attempt = 1; ; attempt += 1) {
    const ended = await store.build(image, options)
    const isOurs = !ended.output.includes(SEAL_REFUSED)
    if (ended.exitCode === 0 || isOurs || attempt === ATTEMPTS_MAX) return ended
    step(`Building ${image} again: buildah could not seal its copy of itself`)
  }
}

/** In a network of their own, where every port is free. */
async function runChecks(buildsFile: string, flags: readonly string[]): Promise<number> {
  const vitest = [
    process.execPath,
    join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config',
    join(import.meta.dirname, 'vitest.config.ts'),
    ...flags,
  ]
  const ownNetwork = ['--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'checks']
  const hasNetwork = await run('unshare', [...ownNetwork, 'true']).then(
    () => true,
    () => false,
  )
  if (!hasNetwork) console.error('No network namespace: the ports 8000 and 7860 must be free')
  step('Running the images')
  const [command = '', ...args] = hasNetwork ? ['unshare', ...ownNetwork, ...vitest] : vitest
  const child = spawn(command, args, {
    env: { ...process.env, [BUILDS_VARIABLE]: buildsFile },
    stdio: 'inherit',
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return code ?? 1
}

function step(text: string): void {
  console.error(`\n== ${text}`)
}

process.exitCode = await main(process.argv.slice(2))
