/** Runs an image's command as a container engine would, in what Linux gives to root. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { BuiltImage } from './builds.ts'
import { createLimitGroup } from './limits.ts'
import type { LimitGroup, Limits } from './limits.ts'

export type ContainerOptions = Limits & {
  /** In place of the image's own. */
  readonly user?: string
  readonly isReadOnly?: boolean
  /** A program of its own is process 1, and passes signals on: `docker run --init`. */
  readonly hasInit?: boolean
  /** Over what the image sets. */
  readonly environment?: Readonly<Record<string, string>>
  /** Paths in the image that an empty folder hides. */
  readonly emptied?: readonly string[]
}

export type Container = {
  /** Of the server, as this machine counts. */
  pid(): Promise<number>
  /** All that it has printed. */
  output(): string
  readonly limits: LimitGroup
  /** Runs a command in it, as the engine does for a health check. */
  exec(command: readonly string[]): Promise<number>
  /** Sends SIGTERM to process 1. @returns the exit code */
  stop(): Promise<number | null>
  /** When it ends by itself. */
  readonly exited: Promise<number | null>
  /** Ends whatever is left of it. */
  remove(): Promise<void>
}

let containerCount = 0

export function startContainer(image: BuiltImage, options: ContainerOptions = {}): Container {
  containerCount += 1
  const limits = createLimitGroup(`sqlenv-image-test-${process.pid}-${containerCount}`, options)
  const mountPoint = mkdtempSync(join(tmpdir(), 'sqlenv-container-'))
  const { config } = image
  const environment = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    ...Object.fromEntries(config.Env.map((line) => line.split(/=(.*)/s, 2))),
    ...options.environment,
  }
  const [uid, gid] = userOf(image, options.user ?? config.User)
  const inside = (root: string, command: readonly string[]) => [
    'setpriv',
    '--clear-groups',
    '--no-new-privs',
    'unshare',
    '--root',
    root,
    '--wd',
    config.WorkingDir,
    '--setgid',
    gid,
    '--setuid',
    uid,
    '--',
    ...command,
  ]
  const script = scriptOf(options, limits.membershipFiles)
  const child = spawn(
    'unshare',
    [
      '--mount',
      '--pid',
      '--ipc',
      '--uts',
      '--fork',
      '--kill-child',
      '--',
      'sh',
      '-euc',
      script,
      'container',
      image.root,
      mountPoint,
      ...inside(mountPoint, [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])]),
    ],
    { env: environment, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  }
  const exited = once(child, 'close').then(([code]) => code as number | null)
  const firstPid = async () => waitForChild(child.pid ?? 0)
  const pid = async () => (options.hasInit === true ? waitForChild(await firstPid()) : firstPid())
  return {
    pid,
    output: () => output,
    limits,
    exited,
    async exec(command) {
      const target = ['--target', String(await firstPid()), '--mount', '--pid', '--ipc', '--uts']
      const executed = spawn('nsenter', [...target, ...inside(mountPoint, command)], {
        env: environment,
        stdio: 'ignore',
      })
      const [code] = (await once(executed, 'close')) as [number | null]
      return code ?? 1
    },
    async stop() {
      process.kill(await firstPid(), 'SIGTERM')
      return exited
    },
    async remove() {
      if (child.exitCode === null) child.kill('SIGKILL')
      await exited
      await limits.remove()
      rmSync(mountPoint, { recursive: true })
    },
  }
}

/** Numbers for a name or numbers, by the image's own list of users. */
function userOf({ root }: BuiltImage, user: string): [uid: string, gid: string] {
  const [name = '', group] = user.split(':')
  if (/^\d+$/.test(name)) return [name, group ?? name]
  const users = readFileSync(join(root, 'etc/passwd'), 'utf8').split('\n')
  const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
  if (uid === undefined || gid === undefined) throw new Error(`The image has no user ${name}`)
  return [uid, gid]
}

/** What process 1 does before it becomes the command: `$1` is the image, `$2` where it is put. */
function scriptOf(
  { isReadOnly = false, hasInit = false, emptied = [], pidsMax }: ContainerOptions,
  membershipFiles: readonly string[],
): string {
  return [
    ...membershipFiles.map((file) => `echo 0 > ${file}`),
    'root=$1 place=$2; shift 2',
    'mount --bind "$root" "$place"',
    ...(isReadOnly ? ['mount -o remount,bind,ro "$place"'] : []),
    'mount -t proc -o nosuid,nodev,noexec proc "$place/proc"',
    'mount -t tmpfs -o nosuid,nodev,mode=1777,size=64m tmpfs "$place/tmp"',
    'mount -t tmpfs -o mode=755,size=64k tmpfs "$place/dev"',
    'for device in null zero random urandom; do',
    '  touch "$place/dev/$device"; mount --bind "/dev/$device" "$place/dev/$device"',
    'done',
    'mkdir "$place/dev/shm"; mount -t tmpfs -o mode=1777,size=64m tmpfs "$place/dev/shm"',
    ...emptied.map((path) => `mount -t tmpfs -o ro tmpfs "$place${path}"`),
    // Threads count, as in the group; this one counts by user, so it holds where there is no group.
    ...(pidsMax === undefined ? [] : [`set -- prlimit --nproc=${pidsMax} "$@"`]),
    ...(hasInit ? INIT : ['exec "$@"']),
  ].join('\n')
}

/** A signal ends the first `wait`, and is passed on. */
const INIT = [
  '"$@" & child=$!',
  'trap \'kill -TERM "$child"\' TERM',
  'wait "$child" && code=0 || code=$?',
  'while kill -0 "$child" 2>/dev/null; do wait "$child" && code=0 || code=$?; done',
  'exit "$code"',
]

/** The first child of a process that has just been started. */
async function waitForChild(pid: number): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    const child = Number(
      readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0],
    )
    if (child > 0) return child
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`Process ${pid} has started no other`)
}
