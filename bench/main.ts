/** `npm run bench`: measures the server, and says on what. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { HELP, parseCommandLine } from './bench-command-line.ts'
import type { BenchOptions } from './bench-command-line.ts'
import { prepareBenchData } from './bench-data.ts'
import type { BenchData } from './bench-data.ts'
import { QUICK_PLAN, WHOLE_PLAN, withGenerators } from './bench-plan.ts'
import type { BenchPlan } from './bench-plan.ts'
import { PARTS, countFailures } from './bench-report.ts'
import type { BenchReport } from './bench-report.ts'
import { writeBenchmarksDocument } from './benchmarks-document.ts'
import { measureCapacity } from './capacity.bench.ts'
import { describeMachine, readVersions } from './machine.ts'
import { measureNeighbours } from './neighbours.bench.ts'
import { measurePage } from './page.bench.ts'
import { profileServer } from './profile.ts'
import { toTerminal } from './report-table.ts'
import { tablesOf } from './report-tables.ts'
import { measureStartUp } from './start-up.bench.ts'
import { endAllProcesses } from './started-processes.ts'
import { measureThroughput } from './throughput.bench.ts'
import { measureTransports } from './transport.bench.ts'

const OUTPUT = join(import.meta.dirname, '..', 'dist', 'bench')

let isEnding = false

/** @returns the exit code: 0 done, 1 something failed, 2 called with the wrong words */
async function bench(args: readonly string[]): Promise<number> {
  let options: BenchOptions
  try {
    options = parseCommandLine(args)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)} (see --help)`)
    return 2
  }
  if (options.isHelp) {
    console.log(HELP)
    return 0
  }
  if (process.platform !== 'linux') {
    console.error('The benchmark reads /proc, which only Linux has')
    return 1
  }
  const folder = await mkdtemp(join(tmpdir(), 'sqlenv-bench-'))
  endOnSignal(folder)
  try {
    const data = await prepareBenchData(folder, planOf(options).episodesMax, tell)
    await mkdir(OUTPUT, { recursive: true })
    if (options.isProfiling) {
      await profileServer(data, OUTPUT, tell)
      return 0
    }
    return await measureAndTell(options, data)
  } finally {
    await endAllProcesses()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureAndTell(options: BenchOptions, data: BenchData): Promise<number> {
  const report = await measure(options, data)
  await writeFile(join(OUTPUT, 'report.json'), JSON.stringify(report, null, 2))
  for (const table of PARTS.flatMap((part) => tablesOf(report, part))) {
    console.log(`\n${toTerminal(table)}`)
  }
  if (options.isWriting) await writeBenchmarksDocument(report)
  const failureCount = countFailures(report)
  if (failureCount === 0) return 0
  console.error(`${failureCount} requests failed: see dist/bench/report.json`)
  return 1
}

function planOf({ isQuick, generators }: BenchOptions): BenchPlan {
  const plan = isQuick ? QUICK_PLAN : WHOLE_PLAN
  return generators === undefined ? plan : withGenerators(plan, generators)
}

async function measure(options: BenchOptions, data: BenchData): Promise<BenchReport> {
  const { parts, isQuick } = options
  const plan = planOf(options)
  const machine = describeMachine()
  const versions = await readVersions()
  return {
    date: new Date().toISOString().slice(0, 10),
    isQuick,
    machine,
    versions,
    dataset: data.dataset,
    mix: data.mix,
    ...(parts.includes('start') && {
      start: await measureStartUp(data.dataDir, plan, tell),
    }),
    ...(parts.includes('throughput') && {
      throughput: await measureThroughput(data, plan, tell),
    }),
    ...(parts.includes('neighbours') && {
      neighbours: await measureNeighbours(data, plan, tell),
    }),
    ...(parts.includes('transport') && {
      transport: await measureTransports(plan, tell),
    }),
    ...(parts.includes('capacity') && {
      capacity: await measureCapacity(data, plan, tell),
    }),
    ...(parts.includes('page') && {
      page: await measurePage(data.dataDir, plan, tell),
    }),
  }
}

function endOnSignal(folder: string): void {
  const end = (signal: NodeJS.Signals, code: number) => {
    process.once(signal, () => {
      isEnding = true
      tell(`${signal}: ending what was started`)
      void endAllProcesses().finally(() => {
        rmSync(folder, { recursive: true, force: true })
        process.exit(code)
      })
    })
  }
  end('SIGINT', 130)
  end('SIGTERM', 143)
}

/** Progress goes to standard error, so that the tables can be piped. */
function tell(news: string): void {
  process.stderr.write(`bench: ${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${news}\n`)
}

try {
  process.exitCode = await bench(process.argv.slice(2))
} catch (error) {
  // What fails because it was ended is no news.
  if (!isEnding) throw error
}
