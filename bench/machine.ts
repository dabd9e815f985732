/** On what it was measured: the machine, and the versions of what matters. No names, no paths. */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os'

import Database from 'better-sqlite3'

import { ensureVenv, findPython } from '../test/openenv/venv.ts'

export type Machine = {
  readonly processor: string
  /** That this process may use. */
  readonly cores: number
  readonly memoryBytes: number
  /** For example `linux 6.18.44`. */
  readonly system: string
}

/** By name, the versions of everything that a measured step passes through. */
export type Versions = Readonly<Record<string, string>>

const PACKAGES = ['better-sqlite3', 'hono', '@hono/node-server', '@hono/node-ws', 'ws', 'valibot']

const PYTHON_PACKAGES = ['openenv', 'fastapi', 'uvicorn', 'websockets']

export function describeMachine(): Machine {
  const [version = ''] = /^[\d.]+/.exec(release()) ?? []
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown processor',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${platform()} ${version}`,
  }
}

export async function readVersions(): Promise<Versions> {
  const { version } = readPackage('../package.json')
  return {
    sqlenv: version,
    node: process.versions.node,
    sqlite: sqliteVersion(),
    ...Object.fromEntries(
      PACKAGES.map((name) => [name, readPackage(`../node_modules/${name}/package.json`).version]),
    ),
    ...(await readPythonVersions()),
  }
}

function readPackage(path: string): { readonly version: string } {
  // A package file always has its version.
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string }
}

function sqliteVersion(): string {
  const connection = new Database(':memory:')
  const version = connection.prepare<[], string>('SELECT sqlite_version()').pluck().get()
  connection.close()
  return version ?? ''
}

async function readPythonVersions(): Promise<Versions> {
  const python = findPython()
  if (python === undefined) return {}
  const program = [
    'import importlib.metadata as m, json, platform',
    `names = ${JSON.stringify(PYTHON_PACKAGES)}`,
    "print(json.dumps({'python': platform.python_version(), **{n: m.version(n) for n in names}}))",
  ].join('\n')
  const printed = execFileSync(await ensureVenv(python), ['-c', program], { encoding: 'utf8' })
  // What the three lines above print.
  return JSON.parse(printed) as Versions
}
