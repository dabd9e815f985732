/** Images in a folder of their own, made and read with buildah; no daemon. */

import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { run, runLoudly } from './command.ts'
import type { Ended } from './command.ts'

/** What `docker run` would read from the image. */
export type ImageConfig = {
  readonly User: string
  readonly Env: readonly string[]
  readonly Cmd: readonly string[] | null
  readonly Entrypoint: readonly string[] | null
  readonly WorkingDir: string
  readonly ExposedPorts: Readonly<Record<string, object>>
  readonly Volumes: Readonly<Record<string, object>> | null
  readonly Labels: Readonly<Record<string, string>>
  readonly Healthcheck: { readonly Test: readonly string[] }
}

export type ImageStore = {
  /** An image with nothing but the files that `fill` puts into its root. */
  make(name: string, from: string, fill: (root: string) => void): Promise<void>
  importArchive(name: string, archive: string): Promise<void>
  build(name: string, options: BuildOptions): Promise<Ended>
  config(name: string): Promise<ImageConfig>
  /** @returns the image's files, as a folder that may be changed */
  unpack(name: string): Promise<string>
  /** Writes the image in OCI's layout, layers gzipped. */
  exportLayout(name: string, dir: string): Promise<void>
  remove(): void
}

export type BuildOptions = {
  readonly context: string
  readonly dockerfile: string
  readonly arguments: Readonly<Record<string, string>>
}

/** @param dir - everything is in it, and goes with it */
export function createImageStore(dir: string): ImageStore {
  mkdirSync(dir, { recursive: true })
  const place = [
    '--storage-driver',
    'vfs',
    '--root',
    join(dir, 'images'),
    '--runroot',
    join(dir, 'run'),
  ]
  const buildah = (...args: string[]) => run('buildah', [...place, ...args])
  const commit = (container: string, name: string) =>
    buildah('commit', '--quiet', '--format', 'docker', '--rm', container, name)
  return {
    async make(name, from, fill) {
      const container = await buildah('from', '--pull-never', from)
      fill(await buildah('mount', container))
      await commit(container, name)
    },
    async importArchive(name, archive) {
      const container = await buildah('from', 'scratch')
      await buildah('add', '--quiet', container, archive, '/')
      await commit(container, name)
    },
    build: (name, { context, dockerfile, arguments: buildArguments }) =>
      runLoudly('buildah', [
        ...place,
        'bud',
        '--isolation',
        'chroot',
        '--pull-never',
        '--format',
        'docker',
        ...Object.entries(buildArguments).flatMap(([key, value]) => [
          '--build-arg',
          `${key}=${value}`,
        ]),
        '--tag',
        name,
        '--file',
        dockerfile,
        context,
      ]),
    async config(name) {
      const text = await buildah('inspect', '--type', 'image', name)
      return (JSON.parse(text) as { Docker: { config: ImageConfig } }).Docker.config
    },
    async unpack(name) {
      return buildah('mount', await buildah('from', '--pull-never', name))
    },
    async exportLayout(name, layoutDir) {
      await buildah('push', '--quiet', '--format', 'oci', name, `oci:${layoutDir}`)
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/**
 * Puts into an image what the official one of Node has: `node`, `npm`, a user of number 1000, an
 * entry point. And how npm reaches its registry on this machine, which is no part of our Dockerfile.
 */
export function addNode(root: string, { node, npm, npmrc }: NodeParts): void {
  const local = join(root, 'usr/local')
  const modules = join(local, 'lib/node_modules')
  mkdirSync(modules, { recursive: true })
  mkdirSync(join(local, 'etc'), { recursive: true })
  cpSync(node, join(local, 'bin/node'))
  cpSync(npm, join(modules, 'npm'), { recursive: true })
  writeFileSync(
    join(local, 'bin/npm'),
    '#!/bin/sh\nexec node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"\n',
    { mode: 0o755 },
  )
  for (const [name, content] of Object.entries(npmrc)) {
    writeFileSync(join(local, 'etc', name), content)
  }
  writeFileSync(join(root, 'etc/passwd'), 'node:x:1000:1000::/home/node:/bin/sh\n', { flag: 'a' })
  writeFileSync(join(root, 'etc/group'), 'node:x:1000:\n', { flag: 'a' })
}

export type NodeParts = {
  /** The binary. */
  readonly node: string
  /** npm's folder. */
  readonly npm: string
  /** Files for npm's global configuration, by name. */
  readonly npmrc: Readonly<Record<string, string>>
}
