/** Finds the subcommand, and turns its failures into one line and an exit code. */

import { SettingError } from '../adapters/settings/setting-kinds.ts'
import { toSafeText } from './safe-text.ts'
import { pageUrl } from './page-url.ts'
import { swallowedOptions } from './swallowed-options.ts'

const SERVE_HELP = `Usage: npm start, or sqlenv serve

Serves the environment until it is told to stop (SIGTERM, or Ctrl-C). It takes no arguments: its
settings are environment variables, and docs/settings.md lists them. For example:

  PORT=9000 npm start`

/** Each is loaded when it is called, so that the server does not wait for what it never uses. */
const COMMANDS: Readonly<Record<string, Command>> = {
  serve: {
    summary: 'serve the environment on PORT (settings: docs/settings.md)',
    run: async (args) => {
      if (args.length === 1 && (args[0] === '--help' || args[0] === '-h')) {
        console.log(SERVE_HELP)
        return 0
      }
      if (args.length > 0) return usageError(`serve takes no arguments, got ${args.join(' ')}`)
      const { serve } = await import('../adapters/node/serve.ts')
      // Where nobody reads, the log is all that is printed: a JSON object a line.
      return process.stdout.isTTY ? serve(process.env, tellWhere) : serve(process.env)
    },
  },
  play: {
    summary: 'play an episode in the terminal against a running server',
    options: [
      'url',
      'dataset',
      'split',
      'db',
      'difficulty',
      'seed',
      'question',
      'index',
      'budget',
      'reward',
      'grading',
      'credit',
      'record',
    ],
    run: async (args) => (await import('./play/play.ts')).play(args),
  },
  replay: {
    summary: 'play recorded episodes again, and compare every byte',
    options: ['data-dir', 'url', 'jobs'],
    run: async (args) => (await import('./replay/replay.ts')).replay(args),
  },
  export: {
    summary: 'write recorded episodes as files for trainers and spreadsheets',
    options: ['format', 'out', 'split', 'outcome', 'prompt', 'system-prompt'],
    run: async (args) => (await import('./export/export.ts')).exportCommand(args),
  },
  data: {
    summary: 'build the built-in data, import others, audit all',
    options: [
      'data-dir',
      'if-missing',
      'from',
      'docs',
      'sha256',
      'cache-dir',
      'download-max-mb',
      'unpacked-max-mb',
      'pinned',
      'without-evidence',
      'name',
      'json',
      'check',
    ],
    run: async (args) => (await import('./data/data.ts')).data(args),
  },
  eval: {
    summary: 'play episodes with policies, and say what they solve',
    options: [
      'policy',
      'dataset',
      'split',
      'episodes',
      'seed',
      'parallel',
      'grading',
      'credit',
      'url',
      'data-dir',
      'out',
      'resume',
      'compare',
      'export',
      'write',
    ],
    run: async (args) => (await import('./eval/eval.ts')).evalCommand(args),
  },
  probes: {
    summary: 'play scripted adversaries, and hold the reward to its limits',
    options: ['dataset', 'episodes', 'seed', 'data-dir', 'write'],
    run: async (args) => (await import('./probes/probes.ts')).probes(args),
  },
  curriculum: {
    summary: 'say which questions to play next, by what was solved',
    options: ['from', 'count', 'seed', 'split', 'dataset', 'data-dir'],
    run: async (args) =>
      (await import('./curriculum/curriculum-command.ts')).curriculumCommand(args),
  },
  'build-page': {
    summary: 'make the page at /web',
    options: ['if-needed'],
    run: async (args) => (await import('./build-page/build-page.ts')).buildPage(args),
  },
  'record-episodes': {
    summary: 'record the episodes that the page shows',
    run: async (args) =>
      (await import('./record-episodes/record-episodes.ts')).recordEpisodes(args),
  },
  'verify-report': {
    summary: 'measure how often the grader is wrong',
    options: ['data-dir', 'questions', 'sql', 'write'],
    run: async (args) => (await import('./verify-report/verify-report.ts')).verifyReport(args),
  },
}

type Command = {
  readonly summary: string
  /** Without their `--`. */
  readonly options?: readonly string[]
  /** @returns the exit code */
  readonly run: (args: string[]) => Promise<number>
}

/** @returns the exit code: 0 done, 1 failed, 2 called with the wrong words */
export async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(helpText())
    return name === undefined ? 2 : 0
  }
  const command = COMMANDS[name]
  if (command === undefined) return usageError(`Unknown command ${name}\n${helpText()}`)
  const swallowed = swallowedOptions(command.options ?? [], args, process.env)
  if (swallowed.length > 0) return usageError(swallowedText(name, args, swallowed))
  try {
    return await command.run(args)
  } catch (error) {
    if (!(error instanceof SettingError)) throw error
    console.error(toSafeText(error.message))
    return 1
  }
}

function tellWhere(host: string, port: number): void {
  console.log(`SQLEnv is at ${pageUrl(host, port)} (Ctrl-C ends it)`)
}

function swallowedText(name: string, args: readonly string[], swallowed: readonly string[]) {
  const script = process.env['npm_lifecycle_event'] ?? name
  const options = swallowed.map((option) => `--${option}`)
  const words = [...args, ...options.map((option) => `${option} …`)].join(' ')
  const taken = `npm took ${options.join(', ')} for its own`
  return toSafeText(`${taken}; put -- before the options: npm run ${script} -- ${words}`)
}

function helpText(): string {
  const lines = Object.entries(COMMANDS).map(
    ([name, { summary }]) => `  ${name.padEnd(14)}${summary}`,
  )
  return ['Usage: sqlenv <command> [--help]', '', ...lines].join('\n')
}

function usageError(message: string): number {
  console.error(message)
  return 2
}
