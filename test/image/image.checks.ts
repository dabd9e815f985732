/** What the image promises: docs/container.md, and OpenEnv's tools that run it. */

import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { isBuiltinCurrent } from '../../src/datasets/builtin/build-stamp.ts'
import { processTree, treePssBytes } from '../../bench/process-status.ts'
import { connectSqlEnv } from '../../src/client/sqlenv-client.ts'
import { parseQuestionRecord } from '../../src/questions/question-record.ts'
import { isUnfit } from '../../src/questions/question.ts'
import type { Question } from '../../src/questions/question.ts'
import { BUILDS_VARIABLE } from './builds.ts'
import type { Build, BuiltImage, Builds } from './builds.ts'
import { startContainer } from './container.ts'
import type { Container, ContainerOptions } from './container.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const MEBIBYTE = 2 ** 20

const builds = JSON.parse(readFileSync(process.env[BUILDS_VARIABLE] ?? '', 'utf8')) as Builds

/** What is printed when all is done. */
const figures: string[] = []

afterAll(() => {
  for (const line of figures) console.log(line)
})

let container: Container | undefined

afterEach(async () => {
  await container?.remove()
  container = undefined
})

function start(image: BuiltImage, options: ContainerOptions = {}): Container {
  container = startContainer(image, options)
  return container
}

function imageOf({ image, output }: Build): BuiltImage {
  if (image === undefined) throw new Error(`The build failed:\n${output.slice(-2000)}`)
  return image
}

const IMAGES = [
  ['the repository on a base with Node, with Spider', 'whole', ['builtin', 'spider']],
  ['the Space by server/Dockerfile on a base without Node', 'space', ['builtin']],
] as const

describe.each(IMAGES)('%s', (_title, name, datasets) => {
  let image: BuiltImage

  beforeAll(() => {
    image = imageOf(builds[name])
    const { bytes, gzippedBytes, ownBytes } = image.sizes
    figures.push(
      `${name}: layers ${mib(bytes)} MiB, gzipped ${mib(gzippedBytes)} MiB, ` +
        `ours ${mib(ownBytes)} MiB; built in ${builds[name].seconds.toFixed(0)} s`,
    )
  })

  it('is configured as OpenEnv’s tools and Spaces want it', () => {
    const { config } = image
    expect(config.User).toBe('appuser')
    expect(config.Env).toEqual(
      expect.arrayContaining(['PORT=8000', 'ENABLE_WEB_INTERFACE=true', 'NODE_ENV=production']),
    )
    expect(Object.keys(config.ExposedPorts)).toEqual(['8000/tcp'])
    expect(Object.keys(config.Volumes ?? {})).toEqual([])
    expect(config.Entrypoint ?? []).toEqual([])
    expect(config.Cmd).toEqual(['node', 'src/cli/sqlenv.js', 'serve'])
    expect(config.Healthcheck.Test[0]).toBe('CMD')
    const { version, license } = JSON.parse(
      readFileSync(join(ROOT, 'package.json'), 'utf8'),
    ) as Record<string, string>
    expect(config.Labels).toMatchObject({
      'org.opencontainers.image.title': 'SQLEnv',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.licenses': expect.stringContaining(license ?? ''),
      'org.opencontainers.image.description': expect.stringContaining('OpenEnv'),
    })
  })

  it('has one Node, and neither development packages nor caches nor tests', () => {
    const files = readdirSync(join(image.root, 'app'), { recursive: true, encoding: 'utf8' })
    const packages = Object.keys(
      (
        JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
          devDependencies: Record<string, string>
        }
      ).devDependencies,
    ).filter((dependency) => dependency !== 'ws')
    for (const dependency of packages) expect(files).not.toContain(`node_modules/${dependency}`)
    expect(files.filter((file) => file.endsWith('.test.ts'))).toEqual([])
    expect(files.filter((file) => file.endsWith('.node'))).toHaveLength(1)
    expect(readdirSync(join(image.root, 'root'))).not.toContain('.npm')
    expect(files).toContain('README.md')
    expect(files).toContain('LICENSE')
  })

  it('carries the built-in data with their siblings, as they are built now', () => {
    expect(isBuiltinCurrent(join(image.root, 'app', 'data'))).toBe(true)
  })

  it('lets its user change nothing of it', () => {
    const files = readdirSync(join(image.root, 'app'), { recursive: true, encoding: 'utf8' })
    const wrong = files.filter((file) => {
      const stat = statSync(join(image.root, 'app', file))
      const isReadable = (stat.mode & 0o004) !== 0
      return stat.uid !== 0 || (stat.mode & 0o022) !== 0 || !isReadable
    })
    expect(wrong).toEqual([])
  })

  it('adds at most 60 MiB, and travels in at most 150', () => {
    const node = name === 'space' ? statSync(join(image.root, 'usr/local/bin/node')).size : 0
    expect(image.sizes.ownBytes - node).toBeLessThan(60 * MEBIBYTE)
    expect(image.sizes.gzippedBytes).toBeLessThan(150 * MEBIBYTE)
  })

  it('serves on 8000 as its own user, plays episodes, and stops on SIGTERM as process 1', async () => {
    const server = start(image)
    const url = 'http://127.0.0.1:8000'
    const startMs = await untilHealthy(url, server)
    expect(readStatus(await server.pid(), 'Uid')).toMatch(/^1000\s/)
    expect(await readJson(`${url}/metadata`)).toMatchObject({
      readme_content: expect.stringContaining('SQLEnv'),
    })
    expect(await server.exec(image.config.Healthcheck.Test.slice(1))).toBe(0)
    await settled()
    const pid = await server.pid()
    figures.push(
      `${name}: /health after ${startMs.toFixed(0)} ms, idle ${mib(treePssBytes(pid))} MiB (PSS) in ` +
        `${processTree(pid).length} processes with ${countThreads(pid)} threads`,
    )
    for (const dataset of datasets) await playRightAnswer(url, image, dataset)
    await expectCleanStop(server)
  })

  it('runs as 65532 on a read-only root with 256 processes and 512 MiB, on PORT, under an init', async () => {
    const limits = { pidsMax: 256, memoryMb: 512 }
    const server = start(image, {
      user: '65532:65532',
      isReadOnly: true,
      hasInit: true,
      ...limits,
      // As many as on the largest machine.
      environment: { PORT: '7860', QUERY_PROCESSES: '11', QUERY_TIMEOUT_MS: '60000' },
    })
    const url = 'http://127.0.0.1:7860'
    const startMs = await untilHealthy(url, server)
    expect(readStatus(await server.pid(), 'Uid')).toMatch(/^65532\s/)
    expect(await server.exec(['sh', '-c', ': > /app/data/x'])).not.toBe(0)
    expect(await server.exec(['sh', '-c', ': > /tmp/x'])).toBe(0)
    for (const dataset of datasets) await playRightAnswer(url, image, dataset)
    await runSlowQueries(url, 30)
    const pid = await server.pid()
    const pids = server.limits.peak('pids')
    const memory = server.limits.peak('memory')
    figures.push(
      `${name}, read-only: /health after ${startMs.toFixed(0)} ms, with 11 query processes ` +
        `${processTree(pid).length} processes with ${countThreads(pid)} threads` +
        (pids === undefined ? '' : `, at most ${pids}`) +
        (memory === undefined ? '' : `, memory at most ${mib(memory)} MiB`),
      ...server.limits.unlimited.map((what) => `NOT LIMITED on this machine: ${what}`),
    )
    expect(await server.exec(image.config.Healthcheck.Test.slice(1))).toBe(0)
    await expectCleanStop(server)
  })
})

describe('what a container lacks', () => {
  it('starts with a quarter of the memory, and plays', async () => {
    const image = imageOf(builds.whole)
    const server = start(image, { memoryMb: 256 })
    await untilHealthy('http://127.0.0.1:8000', server)
    await playRightAnswer('http://127.0.0.1:8000', image, 'builtin')
    await expectCleanStop(server)
  })

  it.each([
    ['/app/data', /^No questions in \/app\/data\/questions: run "npm run data -- build" first$/],
    ['/app/data/databases', /^Database \w+: no file \/app\/data\/databases\/(\w+)\/\1\.sqlite$/],
  ])('says in one line what it looked for where %s is empty', async (path, message) => {
    const server = start(imageOf(builds.space), { emptied: [path] })
    expect(await server.exited).toBe(1)
    expect(server.output().trim()).toMatch(message)
  })

  it('is not healthy where nothing listens', async () => {
    const image = imageOf(builds.space)
    const server = start(image, { environment: { PORT: '7860' } })
    await untilHealthy('http://127.0.0.1:7860', server)
    const [node = '', ...probe] = image.config.Healthcheck.Test.slice(1)
    expect(await server.exec(['env', 'PORT=7861', node, ...probe])).toBe(1)
    await expectCleanStop(server)
  })
})

describe('a wrong file at SPIDER_SOURCE', () => {
  it('fails the build, and says which file, what came, and what to do', () => {
    const { exitCode, output } = builds.wrongFile
    expect(exitCode).not.toBe(0)
    expect(output).toMatch(
      /No database\/world_1\/world_1\.sqlite: http:\S+ is no SQLite database: it begins with "<!doctype html>"/,
    )
    expect(output).toContain('--build-arg SPIDER_SOURCE=')
  })
})

/** @returns milliseconds until `/health` answered */
async function untilHealthy(url: string, server: Container): Promise<number> {
  const begin = performance.now()
  let exitCode: number | null | undefined
  void server.exited.then((code) => (exitCode = code))
  while (performance.now() - begin < 30_000) {
    if (exitCode !== undefined) throw new Error(`It ended with ${exitCode}: ${server.output()}`)
    const isHealthy = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isHealthy) return performance.now() - begin
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`Not healthy after 30 s: ${server.output()}`)
}

/** An episode with a query, ended by the recorded gold answer. */
async function playRightAnswer(url: string, { root }: BuiltImage, dataset: string): Promise<void> {
  const question = simpleQuestion(join(root, 'app/data/questions', `${dataset}.jsonl`))
  const client = await connectSqlEnv(url)
  const begun = await client.reset({ dataset, question_id: question.questionId })
  expect(begun.observation.question).toBe(question.questionText)
  const queried = await client.step({ action_type: 'QUERY', argument: question.goldSql })
  expect(queried.observation.error).toBe('')
  const answer = String(question.goldAnswer.flat()[0])
  const ended = await client.step({ action_type: 'ANSWER', argument: answer })
  expect(ended).toMatchObject({ done: true, reward: 1, metadata: { outcome: 'solved' } })
  await client.close()
}

/** The first that may be drawn and is answered by one number. */
function simpleQuestion(file: string): Question {
  const questions = readFileSync(file, 'utf8').trim().split('\n').map(parseQuestionRecord)
  const found = questions.find(
    (question) => question.answerType === 'integer' && !isUnfit(question),
  )
  if (found === undefined) throw new Error(`No simple question in ${file}`)
  return found
}

/** At one time, so that every query process is started. */
async function runSlowQueries(url: string, count: number): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const client = await connectSqlEnv(url)
      await client.reset({ seed: index })
      const argument =
        `WITH RECURSIVE n(i) AS (SELECT ${index} UNION ALL SELECT i + 1 FROM n LIMIT 300000) ` +
        'SELECT sum(i) FROM n'
      const reply = await client.step({ action_type: 'QUERY', argument })
      expect(reply.observation.error).toBe('')
      await client.close()
    }),
  )
}

async function expectCleanStop(server: Container): Promise<void> {
  const tree = processTree(await server.pid())
  const begin = performance.now()
  expect(await server.stop()).toBe(0)
  expect(performance.now() - begin).toBeLessThan(5_000)
  expect(tree.filter((pid) => readStatus(pid, 'State') !== '')).toEqual([])
}

async function readJson(url: string): Promise<unknown> {
  return (await fetch(url)).json()
}

/** Empty where there is no such process. */
function readStatus(pid: number, name: string): string {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? ''
  } catch {
    return ''
  }
}

function countThreads(rootPid: number): number {
  return processTree(rootPid).reduce((sum, pid) => sum + threadsOf(pid).length, 0)
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    // It has ended since the tree was read.
    return []
  }
}

/** What a start leaves to do is done. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 3_000))
}

function mib(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(1)
}
