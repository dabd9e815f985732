/** The game in the terminal: a person plays an episode against a running server. */

import { createInterface } from 'node:readline'

import { connectSqlEnv } from '../client/sqlenv-client.ts'
import type { SqlEnvClient } from '../client/sqlenv-client.ts'
import { SqlEnvError } from '../client/sqlenv-error.ts'
import type { WireReply } from '../protocol/reply.ts'
import type { WireResetData } from '../protocol/reset-options.ts'
import { REWARD_TERMS } from '../reward/terms.ts'
import { PLAY_HELP, parsePlayArguments } from './play-arguments.ts'
import { parsePlayCommand } from './play-command.ts'
import {
  COMMANDS_TEXT,
  budgetText,
  endText,
  episodeText,
  questionText,
  stepText,
} from './play-screen.ts'
import type { RewardTerms } from './play-screen.ts'
import { toSafeText } from './safe-text.ts'

const PROMPT = '> '

/** Where no terminal says how wide it is. */
const SCREEN_WIDTH_DEFAULT = 100

/**
 * Reads commands from standard input, a terminal or a pipe.
 * @param args - what stands behind `play`
 * @returns the exit code: 0 played or left, 1 the server failed, 2 called with the wrong words
 */
export async function play(args: string[]): Promise<number> {
  const wanted = parsePlayArguments(args)
  switch (wanted.kind) {
    case 'help':
      console.log(PLAY_HELP)
      return 0
    case 'unusable':
      console.error(`${wanted.reason}\nSee: npm run play -- --help`)
      return 2
    case 'play':
      return playOn(wanted.url, wanted.resetData)
  }
}

async function playOn(url: string, resetData: WireResetData): Promise<number> {
  try {
    const client = await connectSqlEnv(url, { connectAttemptsMax: 1 })
    try {
      await playEpisode(client, resetData)
    } finally {
      await client.close()
    }
    return 0
  } catch (error) {
    if (!(error instanceof SqlEnvError || error instanceof TypeError)) throw error
    console.error(toSafeText(failureText(error, url)))
    return 1
  }
}

async function playEpisode(client: SqlEnvClient, resetData: WireResetData): Promise<void> {
  const first = await client.reset(resetData)
  console.log(
    `\n${episodeText(first)}\n\n${questionText(first)}\n\n${COMMANDS_TEXT}\n\n${budgetText(first)}`,
  )
  const { last, termTotals } = await takeSteps(client, first)
  console.log(`\n${endText(last, termTotals)}`)
}

/** Until the episode is over, the player leaves, or the input ends. */
async function takeSteps(
  client: SqlEnvClient,
  first: WireReply,
): Promise<{ last: WireReply; termTotals: RewardTerms }> {
  const terminal = process.stdin.isTTY && process.stdout.isTTY
  const { stdin: input, stdout: output } = process
  const lines = createInterface({ input, output, terminal, prompt: PROMPT })
  let isOpen = true
  lines.once('close', () => (isOpen = false))
  // Lines that came before the end of a pipe are still read when it is closed.
  const ask = () => {
    if (terminal && isOpen) lines.prompt()
  }
  let hasLeft = false
  const leave = () => {
    hasLeft = true
    lines.close()
    void client.close()
  }
  lines.on('SIGINT', leave)
  process.once('SIGINT', leave)
  let last = first
  let termTotals: RewardTerms = {}
  try {
    ask()
    for await (const line of lines) {
      if (!terminal) console.log(`${PROMPT}${toSafeText(line)}`)
      const command = parsePlayCommand(line)
      if (command.kind === 'quit' || hasLeft) break
      if (command.kind === 'action') {
        last = await client.step(command.action)
        termTotals = addTerms(termTotals, last.metadata.reward_terms)
        console.log(stepText(last, output.columns ?? SCREEN_WIDTH_DEFAULT))
        if (last.done) break
        console.log(`\n${budgetText(last)}`)
      }
      if (command.kind === 'help') console.log(`${COMMANDS_TEXT}\n\n${questionText(last)}`)
      if (command.kind === 'hint') console.log(command.text)
      ask()
    }
  } catch (error) {
    if (!hasLeft) throw error
  } finally {
    process.off('SIGINT', leave)
    lines.close()
  }
  return { last, termTotals }
}

function addTerms(totals: RewardTerms, terms: RewardTerms): RewardTerms {
  const sums = REWARD_TERMS.flatMap((term) => {
    if (totals[term] === undefined && terms[term] === undefined) return []
    return [[term, (totals[term] ?? 0) + (terms[term] ?? 0)] as const]
  })
  return Object.fromEntries(sums)
}

function failureText(error: SqlEnvError | TypeError, url: string): string {
  if (!(error instanceof SqlEnvError)) return error.message
  if (error.code === 'CONNECT_FAILED') {
    return `No SQLEnv server answers at ${url}. Start one in another terminal: npm start`
  }
  if (error.code === 'CONNECTION_LOST' || error.code === 'RESET_NEEDED') {
    return `The server at ${url} closed the connection, and the episode is gone with it.`
  }
  const reasons = error.details.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`)
  return reasons.length > 0 ? reasons.join('; ') : `${error.message} (${error.code})`
}
